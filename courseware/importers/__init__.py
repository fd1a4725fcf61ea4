"""PURE: files of other tools -> items; one file per format, each a `read(source, options)`."""

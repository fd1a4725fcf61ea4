"""PURE: cells for files that people open in a spreadsheet."""

# What a spreadsheet takes for a formula. Tabs and line ends at the front are passed over by some of them.
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def harmless(cell: str) -> str:
    """The cell as text that is never run as a formula: with an apostrophe in front where it might be."""
    return f"'{cell}" if cell.startswith(STARTS) else cell

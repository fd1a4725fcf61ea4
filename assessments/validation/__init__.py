"""PURE: do the estimates recover people whose truth is known? Simulated people do real exercises; nothing is stored."""

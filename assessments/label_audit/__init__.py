"""PURE: the audit of one file of labels: what is in it, what is doubtful, and what the measures say of it."""

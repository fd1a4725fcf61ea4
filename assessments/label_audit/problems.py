"""PURE: what is readable but doubtful, listed up to a limit for each kind."""

from collections.abc import Iterable

from assessments.label_audit.table import Problem

# Enough to see the pattern; the last entry says how many more there are.
LISTED_PROBLEMS = 100


def capped(problems: Iterable[Problem], total: int) -> tuple[Problem, ...]:
    """The first of `total` problems of one kind, then one that counts the others.

    `problems` are only taken as far as they are listed: making a million messages to throw away takes a while.
    """
    listed = tuple(problem for problem, _ in zip(problems, range(LISTED_PROBLEMS), strict=False))
    if total <= len(listed):
        return listed
    more = f"{total - len(listed)} more like these are not listed"
    return (*listed, Problem(listed[0].kind, None, None, more))

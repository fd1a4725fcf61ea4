"""One measure of one attempt, before it is kept as a score row."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Measured:
    """One measure: estimate and 95 % interval (None where it has none), and what it rests on.

    Of drills also whether the device could time, which device it was (empty: none is known, or none matters), and
    the form: empty for the measured one, the name of a training form otherwise.
    """

    measure: str
    value: float
    low: float | None
    high: float | None
    n: int
    note: str = ""
    timing_valid: bool = True
    device: str = ""
    form: str = ""

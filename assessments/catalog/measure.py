"""PURE: what is known of one measure, before anybody has a value of it."""

from dataclasses import dataclass

# What is counted, for one of it where that is not the same without its last s.
SINGULAR = {"lines in order": "line in order", "lines that do not fit": "line that does not fit"}


@dataclass(frozen=True)
class Measure:
    """`better`: "high", "low", or "none" (neither end is better). `share` measures are shown as percentages.

    meaning, not_meaning  one sentence each: what it tells, and what it must not be read as
    counted               what its `n` counts, as it stands behind a number above 1
    unit, digits          how a value is written, where it is no share
    timed                 made of response times, which compare only within one person on one device
    """

    slug: str
    name: str
    meaning: str
    not_meaning: str
    better: str
    capacity: str | None
    counted: str
    share: bool = False
    low: float = 0.0
    high: float = 1.0
    unit: str = ""
    digits: int = 2
    timed: bool = False

    @property
    def suffix(self) -> str:
        """What follows a written value: `\\u00a0%`, `\\u00a0ms`, or nothing."""
        unit = "%" if self.share else self.unit
        return f"\u00a0{unit}" if unit else ""

    def rests_on(self, n: int) -> str:
        """`12 second answers`, `1 second answer`."""
        return f"{n} {SINGULAR.get(self.counted, self.counted.removesuffix('s')) if n == 1 else self.counted}"

    def words(self, value: float) -> str:
        return f"{100 * value:.0f}{self.suffix}" if self.share else f"{value:.{self.digits}f}{self.suffix}"

    def tick(self, value: float) -> str:
        """A value as an axis has it: without digits that say nothing."""
        return self.words(value) if self.share else f"{value:g}{self.suffix}"

"""PURE: policies as files (TOML) and as plain data. Errors name file, place and what is expected."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Self

from assessments.catalog import MEASURES
from assessments.gates import Gate
from courseware.reading import ContentError, Folder, Table

RULES = ("sprt", "bound")
# What each rule can be fed with: right/wrong answers, or an estimate with a standard error.
MEASURES_BY_RULE = {
    "sprt": ("accuracy_clear", "position_consistency"),
    "bound": ("sart_d_prime", "long_look_d_prime", "overconfidence"),
}


@dataclass(frozen=True)
class Policy:
    """When a person may be certified, for which scope, and for how long."""

    slug: str
    program: str
    title: str
    scope: str
    description: str
    criteria: str
    valid_days: int
    gates: tuple[Gate, ...]

    def to_document(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_document(cls, data: Mapping[str, Any]) -> Self:
        return cls(**{**data, "gates": tuple(Gate.from_document(gate) for gate in data["gates"])})


def load_policy(path: Path) -> Policy:
    """The policy in a TOML file. Raises ContentError with every problem found."""
    folder = Folder(path.parent)
    table = folder.toml(path.name, named_in=path.name, place="")
    if folder.problems:
        raise ContentError(folder.problems)
    table.only("slug", "program", "title", "scope", "description", "criteria", "valid_days", "gates")
    gates = tuple(_gate(gate) for gate in table.tables("gates"))
    ids = [gate.id for gate in gates]
    for repeated in sorted({gate_id for gate_id in ids if ids.count(gate_id) > 1}):
        table.problem("gates", f"the gate {repeated!r} is there twice")
    policy = Policy(
        slug=table.text("slug", longest=50),
        program=table.text("program", longest=50),
        title=table.text("title", longest=120),
        scope=table.text("scope", longest=50),
        description=table.text("description"),
        criteria=table.text("criteria"),
        valid_days=table.whole("valid_days", 1, 3650),
        gates=gates,
    )
    if folder.problems:
        raise ContentError(folder.problems)
    return policy


def _gate(table: Table, of: Gate | None = None) -> Gate:
    """A gate; or, with `of`, what is asked in its place, under its id and from the same day on."""
    rule = table.choice("rule", RULES)
    measure = table.choice("measure", MEASURES_BY_RULE[rule])
    # An sprt is about a share right; a bound may be about any scale its measure has.
    low, high = (0.01, 0.99) if rule == "sprt" else (MEASURES[measure].low, MEASURES[measure].high)
    gate = Gate(
        id=of.id if of else table.text("id", longest=40),
        title=table.text("title", longest=80),
        measure=measure,
        rule=rule,
        fail=table.number("fail", low, high),
        passing=table.number("passing", low, high),
        alpha=table.number("alpha", 0.001, 0.4),
        beta=table.number("beta", 0.001, 0.4),
        minimum=table.whole("minimum", 1, 100_000, 1),
        maximum=table.whole("maximum", 1, 100_000),
        reason=table.text("reason"),
        from_day=of.from_day if of else table.whole("from_day", 1, 400, 1),
    )
    if gate.fail == gate.passing or (rule == "sprt" and gate.fail > gate.passing):
        table.problem("passing", f"is {gate.passing:g}; expected a value better than fail, {gate.fail:g}")
    if gate.minimum > gate.maximum:
        table.problem("minimum", f"is {gate.minimum}; expected at most the maximum, {gate.maximum}")
    known = set(asdict(gate))
    if of is not None:
        table.only(*sorted(known - {"id", "from_day", "instead"}))
        if gate.measure == of.measure:
            table.problem("measure", f"is {gate.measure!r} as in the gate itself; expected another one")
        return gate
    table.only(*sorted(known))
    if "instead" in table.data:
        return replace(gate, instead=_gate(table.table("instead"), gate))
    return gate

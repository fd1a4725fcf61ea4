"""A drill as its instructor sees it: block by block, trial by trial, on which device, and the runs that broke off."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import groupby
from typing import Any

from assessments.domain.devices import device_name
from assessments.svg_trials import Kind, TrialPlot, trial_plot
from assessments.trial_log import SHOWN, WORDS, Outcome, Trial, trial_log
from courseware.domain.programs import program_of
from training.activities.drill import UNTIMED
from training.activities.drills import DRILLS
from training.activities.drills.documents import document
from training.models import Attempt, DrillRun, Response, Step

FIRST_DRILL = "sart"
# Of each drill what a block's counts are called, and how they are read from a stored answer: (count, of how many).
COLUMNS: Mapping[str, tuple[tuple[str, str, str | None], ...]] = {
    "sart": (("Missed digits", "omissions", "go"), ("Presses on the target", "commissions", "nogo")),
    "gradcpt": (("Missed cities", "omissions", "go"), ("Presses on mountains", "commissions", "nogo")),
    "pvt": (("Lapses", "lapses", None), ("False starts", "false_starts", None)),
    "long_look": (("Found", "hits", "planted"), ("Marked without need", "false_alarms", "clean")),
}
# Newest first; nobody reads more of them one by one.
MOST_RUNS = 20


@dataclass(frozen=True)
class Block:
    """One block of a drill, or section of a long look; `number` 0 is practice, which counts nowhere.

    cells: a head and its words for each of the drill's COLUMNS.
    """

    number: int
    trials: int
    void: int
    timing_valid: bool
    skipped: bool
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Outcomes:
    """A kind of outcome as the legend has it."""

    words: str
    kind: Kind


@dataclass(frozen=True)
class TrialBlock:
    """The trials of one block as rows."""

    number: int
    rows: tuple[tuple[Trial, str], ...]


@dataclass(frozen=True)
class WrongLine:
    """A line that was missed, or marked without need (then `why` is empty)."""

    text: str
    why: str


@dataclass(frozen=True)
class Section:
    """One measured section of a long look."""

    number: int
    title: str
    found: tuple[WrongLine, ...]
    missed: tuple[WrongLine, ...]
    needless: tuple[WrongLine, ...]


@dataclass(frozen=True)
class Device:
    """What the browser said of where a run was done; the same device is listed once."""

    name: str
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class DrillAnswers:
    """What one drill of the attempt came to. Two of them where another one stood in for want of timing.

    faults: what the device could not do then, in words. replaced: answered before that; it counts nowhere.
    """

    drill: str
    stood_in: bool
    blocks: tuple[Block, ...]
    plot: TrialPlot | None = None
    legend: tuple[Outcomes, ...] = ()
    stimulus: str = ""
    trials: tuple[TrialBlock, ...] = ()
    sections: tuple[Section, ...] = ()
    devices: tuple[Device, ...] = ()
    faults: tuple[str, ...] = ()
    replaced: bool = False

    @property
    def heads(self) -> tuple[str, ...]:
        return tuple(head for head, _, _ in COLUMNS[self.drill])

    @property
    def part(self) -> str:
        return "section" if self.drill == "long_look" else "block"

    @property
    def plot_words(self) -> str:
        told = ", ".join(f"{kind.words.lower()}: {kind.kind.count}" for kind in self.legend)
        void = self.plot.void if self.plot else 0
        return f"Response time over trial number. {told}; void: {void}."


@dataclass(frozen=True)
class BrokenRun:
    """A run that never became its answer."""

    block: int
    ending: str
    trials: int
    at: datetime
    device: str


def drills_of(attempt: Attempt, steps: Sequence[Step]) -> tuple[DrillAnswers, ...]:
    """`steps`: the answered ones in order, each with its response. No query once the program is in memory."""
    by_drill: dict[str, list[Response]] = {}
    plans: dict[int, Mapping[str, Any]] = {}
    for step in steps:
        by_drill.setdefault(step.response.answer.get("drill", FIRST_DRILL), []).append(step.response)
        plans[step.response.pk] = step.plan
    config = program_of(attempt.program_version_id).modules[attempt.module].config
    replaced = attempt.variant == UNTIMED
    return tuple(
        replace(_timed(drill, responses, config), replaced=replaced)
        if DRILLS[drill].timed
        else _look(drill, responses, plans, config)
        for drill, responses in by_drill.items()
    )


def broken_runs(attempt: Attempt) -> list[BrokenRun]:
    """The newest runs that broke off, newest first. One query."""
    runs = DrillRun.objects.filter(step__attempt=attempt).select_related("step").order_by("-received_at", "-pk")
    return [
        BrokenRun(
            block=run.step.plan.get("block", 0),
            ending=DrillRun.Ending(run.ending).label,
            trials=len(run.trials),
            at=run.received_at,
            device=device_name(run.device) if run.device else "",
        )
        for run in runs[:MOST_RUNS]
    ]


def _timed(drill: str, responses: Sequence[Response], config: Mapping[str, Any]) -> DrillAnswers:
    recorded = [(r.answer["block"], r.recording["trials"]) for r in responses if r.recording is not None]
    log = trial_log(drill, [(block, trials) for block, trials in recorded if block > 0], config.get("target"))
    plot = trial_plot(log)
    words = WORDS[drill]
    return DrillAnswers(
        drill=drill,
        stood_in=False,
        blocks=tuple(_block(drill, response.answer) for response in responses),
        plot=plot,
        legend=tuple(Outcomes(words[Outcome(kind.name)], kind) for kind in plot.kinds) if plot else (),
        stimulus=SHOWN[drill],
        trials=tuple(
            TrialBlock(block, tuple((trial, words[trial.outcome]) for trial in trials))
            for block, trials in groupby(log, key=lambda trial: trial.block)
        ),
        devices=tuple(_devices(r.recording["device"] for r in responses if r.recording is not None)),
    )


def _look(
    drill: str, responses: Sequence[Response], plans: Mapping[int, Mapping[str, Any]], config: Mapping[str, Any]
) -> DrillAnswers:
    measured = [r for r in responses if r.answer["block"] > 0 and r.recording is not None]
    return DrillAnswers(
        drill=drill,
        stood_in=config["drill"] != drill,
        blocks=tuple(_block(drill, response.answer) for response in responses),
        sections=tuple(_section(response, plans[response.pk]) for response in measured),
        faults=tuple(_fault(fault) for plan in plans.values() for fault in plan.get("faults", ())),
    )


def _block(drill: str, answer: Mapping[str, Any]) -> Block:
    skipped = bool(answer.get("skipped"))
    return Block(
        number=answer["block"],
        trials=answer["trials"],
        void=answer["void"],
        timing_valid=answer["timing_valid"],
        skipped=skipped,
        cells=tuple((head, "–" if skipped else _counted(answer, count, of)) for head, count, of in COLUMNS[drill]),
    )


def _counted(answer: Mapping[str, Any], count: str, of: str | None) -> str:
    return str(answer[count]) if of is None else f"{answer[count]} of {answer[of]}"


def _section(response: Response, plan: Mapping[str, Any]) -> Section:
    """The document is written again from the plan, with its key; nothing of it is stored."""
    answer, marked = response.answer, set((response.recording or {})["marked"])
    written = document(plan["theme"], plan["seed"], answer["trials"], answer["planted"])
    wrong = [(WrongLine(line.text, line.why), line.id in marked) for line in written.lines if line.planted]
    return Section(
        number=answer["block"],
        title=written.title,
        found=tuple(line for line, seen in wrong if seen),
        missed=tuple(line for line, seen in wrong if not seen),
        needless=tuple(WrongLine(line.text, "") for line in written.lines if not line.planted and line.id in marked),
    )


def _fault(name: str) -> str:
    """`dropped_frames` as people read it."""
    return name.replace("_", " ")


def _devices(records: Iterable[Mapping[str, Any]]) -> list[Device]:
    found: dict[Device, None] = {}
    for record in records:
        width, height = record["viewport"]
        facts = [
            ("Refresh rate as measured", f"{record['refreshHz']:.1f} Hz"),
            ("Window", f"{width} × {height}, {record['pixelRatio']:g} device pixels to one of the page"),
            ("Input", record["input"]),
            ("Time zone", record["timeZone"]),
            ("Drill kernel", record["kernelVersion"]),
            ("Browser says", record["userAgent"]),
        ]
        faults = (record.get("check") or {}).get("faults") or ()
        if faults:
            facts.append(("Found by the check", ", ".join(map(_fault, faults))))
        found[Device(device_name(record), tuple((name, value) for name, value in facts if value))] = None
    return list(found)

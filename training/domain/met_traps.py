"""Which traps lay in an answered item, and whether they were passed: declared ones, and biases that were planted."""

from collections.abc import Sequence

from courseware.curriculum import Program, Trap
from courseware.domain.programs import program_of
from training.activities.biases import Judged, Planted
from training.activities.biases.plants import PLANTED
from training.domain.items import version_of, view
from training.domain.spacing import Meeting
from training.models import Response

# Before the slug of a bias. Declared traps have none: a slug has no space.
BIAS = "bias "


def bias_trap(bias: Planted) -> Trap:
    """A planted bias as a trap: its items are those that carry the plant."""
    return Trap(slug=f"{BIAS}{bias.slug}", name=bias.name, advice=bias.advice, items=())


def is_bias(trap: Trap) -> bool:
    return trap.slug.startswith(BIAS)


def meetings_in(program: Program, response: Response, stances: Sequence[Judged] = ()) -> list[Meeting]:
    """What the answer says of the traps in its item; `response` is from `counted`, with its step, item and attempt.

    stances: what the person said of claims earlier in the attempt, without which evidence says nothing.
    """
    correct: bool | None = response.counted_correct  # type: ignore[attr-defined]
    version = response.step.item_version
    if correct is None or version is None:
        return []
    day = program.day_of.get(response.attempt.module, 0)
    trap = program.trap_of.get(version.item.slug)
    met = [Meeting(trap.slug, day, correct)] if trap else []
    bias = PLANTED.get(response.step.plan.get("bias", ""))
    if bias is None:
        return met
    asked = program_of(response.attempt.program_version_id)
    guideline = asked.guideline(asked.modules[response.attempt.module].config["guideline"])
    item = view(version_of(version.pk))
    judged = Judged(response.step.plan, item, guideline, response.answer, correct, response.credit)
    swayed = _swayed(bias, judged, stances)
    return met if swayed is None else [*met, Meeting(bias_trap(bias).slug, day, not swayed)]


def stance_in(response: Response) -> Judged | None:
    """What somebody said of a claim, where the step asked for that."""
    if response.step.plan.get("aside") != "stance":
        return None
    return Judged(response.step.plan, None, None, response.answer, None, None)


def _swayed(bias: Planted, judged: Judged, stances: Sequence[Judged]) -> bool | None:
    """Whether the answer is wrong in the bias's own direction; None where the plant was left out by chance."""
    if not any(treated for _, treated in bias.compared([*stances, judged])):
        return None
    return not judged.correct and bias.outcome_of(judged, judged.choice) > 0

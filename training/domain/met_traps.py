"""Which traps lay in an answered item, and whether they were passed: declared ones, and biases that were planted."""

from courseware.curriculum import Program, Trap
from training.activities.biases import Judged, Planted
from training.activities.biases.plants import PLANTED
from training.domain.items import version_of, view
from training.domain.spacing import Meeting
from training.models import Response


def bias_trap(bias: Planted) -> Trap:
    """A planted bias as a trap: its items are those that carry the plant."""
    return Trap(slug=f"bias {bias.slug}", name=bias.name, advice=bias.advice, items=())


def meetings_in(program: Program, response: Response) -> list[Meeting]:
    """What the answer says of the traps in its item; `response` is from `counted`, with its step, item and attempt."""
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
    guideline = program.guideline(program.modules[response.attempt.module].config["guideline"])
    item = view(version_of(version.pk))
    judged = Judged(response.step.plan, item, guideline, response.answer, correct, response.credit)
    swayed = _swayed(bias, judged)
    return met if swayed is None else [*met, Meeting(bias_trap(bias).slug, day, not swayed)]


def _swayed(bias: Planted, judged: Judged) -> bool | None:
    """Whether the answer is wrong in the bias's own direction; None where the plant was left out by chance."""
    if not any(treated for _, treated in bias.compared([judged])):
        return None
    return not judged.correct and bias.outcome_of(judged, judged.choice) > 0

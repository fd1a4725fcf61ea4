"""What corrected items changed for one person, in words: which answer, when, why, by which key before and now."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from assessments.domain.personal_progress import module_title
from courseware.domain.programs import program_of
from courseware.keys import CORRECT_FROM, SIDES, parse_key
from courseware.models import Enrolment
from training.activities import ACTIVITIES
from training.activities.base import StepView
from training.domain.attempts import step_view
from training.domain.items import version_of
from training.domain.regrading import GRADED_KINDS, as_corrected
from training.models import Attempt, Regrade

# Of a pair, what is no side.
NEITHER = {"tie": "Neither: the two are equally good", "both_bad": "Neither: both are bad"}


@dataclass(frozen=True)
class Corrected:
    """One answer that was graded again: what it counted as when it came in, and what it counts as now.

    credit: 0..1; number: which of the attempt's items, from 1; keys in the words that the person saw.
    """

    attempt_id: UUID
    module: str
    number: int
    answered_at: datetime
    corrected_at: datetime
    why: str
    chosen: str
    key_before: str
    key_now: str
    credit_before: float
    credit_now: float
    right_before: bool
    right_now: bool
    clear_before: bool
    clear_now: bool

    @property
    def favour(self) -> bool:
        return self.credit_now > self.credit_before

    @property
    def title(self) -> str:
        if self.right_now != self.right_before:
            return f"Your answer {'now' if self.right_now else 'no longer'} counts as right"
        if self.credit_now != self.credit_before:
            return f"Your answer now earns {'more' if self.favour else 'less'} credit"
        return "It changes nothing in your answer's grade"


def corrected_of(enrolment: Enrolment, attempt: Attempt | None = None) -> list[Corrected]:
    """The person's answers in completed attempts that were graded again, newest first. One query, or none."""
    if attempt is not None and attempt.kind not in GRADED_KINDS:
        return []
    # Of exposures neither keys nor grades are told, before a correction or after it.
    graded = {"response__attempt__kind__in": GRADED_KINDS}
    rows = Regrade.objects.filter(response__attempt__enrolment=enrolment.pk, **graded)
    rows = rows.filter(response__attempt__completed_at__isnull=False)
    if attempt is not None:
        rows = rows.filter(response__attempt=attempt)
    # Of several regrades of an answer the one by the newest version counts.
    newest = {
        row.response_id: row
        for row in rows.select_related("response__attempt", "response__step").order_by("item_version_id")
    }
    return sorted((_corrected(row) for row in newest.values()), key=lambda row: row.corrected_at, reverse=True)


def _corrected(regrade: Regrade) -> Corrected:
    response, version = regrade.response, version_of(regrade.item_version_id)
    attempt, step = response.attempt, response.step
    asked, corrected = step_view(attempt, step), as_corrected(attempt, step, version)
    options = _options(attempt, asked)
    before = version_of(step.item_version_id) if step.item_version_id else version
    return Corrected(
        attempt_id=attempt.public_id,
        module=module_title(program_of(attempt.program_version_id), attempt.module),
        number=step.position + 1,
        answered_at=response.received_at,
        corrected_at=regrade.created_at,
        why=version.change_note,
        chosen=options.get(response.answer["choice"], response.answer["choice"]),
        key_before=_key_words(asked, options),
        key_now=_key_words(corrected, options),
        credit_before=response.credit or 0.0,
        credit_now=regrade.credit,
        right_before=bool(response.correct),
        right_now=regrade.correct,
        clear_before=before.ambiguity == "clear",
        clear_now=version.ambiguity == "clear",
    )


def _options(attempt: Attempt, asked: StepView) -> Mapping[str, str]:
    """What could be chosen, by id, as it stood on the screen."""
    return {option["id"]: option["name"] for option in ACTIVITIES[attempt.kind].present(asked)["options"]}


def _key_words(step: StepView, options: Mapping[str, str]) -> str:
    """The answers that are right by the step's key, then those that are right in part."""
    if step.item is None:
        return ""
    names = dict(options)
    if "left" in step.plan:
        # A pair's key names the response, whichever side it stood on.
        left = step.plan["left"]
        names = {side: options["left" if side == left else "right"] for side in SIDES} | NEITHER
    credits = parse_key(step.item.key, names).credits
    right = [names[answer] for answer, credit in credits.items() if credit >= CORRECT_FROM]
    part = [names[answer] for answer, credit in credits.items() if credit < CORRECT_FROM]
    return " or ".join(right) + (f" (in part: {', '.join(part)})" if part else "")

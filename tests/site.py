"""A site with one of everything that has an address, and those addresses: for tests that ask all of them.

The trainee has finished a lesson, has a drill open, has answered an item wrongly, whose key is under review, and holds
a certificate; there are an invitation and a join link. On the ladder the trainee has agreed to the first tier, has
ended one sitting, has the first item of another before them, has reported it, and asks to be contacted.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.domain import reviews
from assessments.models import Certificate, Review
from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.models import Enrolment, Form, Invitation, Item, ItemImport, JoinLink
from tests.contested import best_of, stored_answer
from tests.decided import issue
from tests.faults.answering import DRILL, LESSON, body_for, broken_off_run, open_attempt
from tests.imports import looked_through
from tests.item_forms import put_together
from tests.people import COURSE_START, JOINED, MONDAY_9, People
from tests.rationales import stored_reasons
from tests.sittings_of_exposure import LABEL, agree, ended_sitting, revealed, sitting_of
from training.models import Attempt, ContactRequest, ContentReport, Response, Step

ANONYMOUS = "anonymous"
# Whom every address is tried with: nobody signed in, the people of tests/people.py.
VISITORS = (ANONYMOUS, "trainee", "other_trainee", "instructor", "other_instructor", "operations", "stranger")

# What takes JSON in the place of a form.
JSON_ADDRESSES = ("attempt_answers", "attempt_runs", "attempt_untimed")
# Bank and slug of an item, and what can be done to it.
ITEM = ("foundations", "sev-001")
LAST_DRILL = "w1d5-look"
IMPORT_PAGES = ("bank_import", "bank_import_store", "bank_import_drop", "bank_import_rejected")
BANK_ACTS = ("bank_retire", "bank_restore", "bank_sittings")
SITTING_PAGES = ("exposure_sitting", "exposure_reveal", "exposure_hide", "exposure_answer", "exposure_stop")
FORM_PAGES = ("bank_form", "bank_form_items", "bank_form_dissolve")
# With every field of its own, so that nothing beside it can stand in for one.
NEW_FORM = {
    "bank": ITEM[0],
    "purpose": "exam",
    "name": "Summer",
    "count": 1,
    "size": 2,
    "practised": "on",
    "seed": 1,
    **dict.fromkeys(("guideline", "kind", "ambiguity", "domain", "easiest", "hardest"), ""),
}
ANSWER_UUID = "00000000-0000-4000-8000-00000000a11f"
# Everything that the organisation may set, begun from the defaults.
NEW_CARE = {
    "version": 0,
    "offered": "on",
    "per_day": 6,
    "per_week": 18,
    "hard_rung": 2,
    "rest_hours": 48,
    "distress_stop": 70,
    "break_every": 4,
    "mood_days": 90,
    "highest_rung": 3,
    **dict.fromkeys(("duty_name", "duty_email", "contacts", "confirmation"), ""),
}


@dataclass
class Site:
    people: People
    done: Attempt
    open: Attempt
    certificate: Certificate
    invitation: Invitation
    link: JoinLink
    answer: Response
    review: Review
    item_import: ItemImport
    item_form: Form
    finished_drill: Attempt
    reasons: Response
    shown: Step
    ended: Attempt
    asked: ContactRequest
    report: ContentReport
    arguments: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return reverse(name, args=self.arguments.get(name, ()))

    def forms(self) -> dict[str, dict[str, Any]]:
        """A form that each of our own addresses accepts: the same one each time, UUID and all."""
        return self._forms

    @cached_property
    def _forms(self) -> dict[str, dict[str, Any]]:
        policy = self.certificate.policy_version_id
        reason = "One more day of practice would settle it."
        return {
            "settings": {"name": "A New Name", "time_zone": "Europe/Lisbon"},
            "consent": {"action": "withdraw"},
            "cohort_new": {
                "name": "Autumn",
                "program_version": self.people.version.pk,
                "starts_on": timezone.localdate(),
            },
            "cohort_invite": {"addresses": "nova@attune.example"},
            "attempt_rule": {"act": "both", "reason": reason},
            "rationale_grade": self._reading(),
            "attempt_start": {"enrolment": self.people.enrolment.public_id, "module": DRILL},
            "attempt_answers": body_for(self.open.steps.select_related("attempt").first()),
            "attempt_runs": broken_off_run(self.open.steps.select_related("attempt").first()),
            "attempt_untimed": {"faults": ["refresh_rate"]},
            "certify": {"policy_version": policy},
            "defer": {"policy_version": policy, "reason": reason},
            "certificate_revoke": {"reason": reason, "confirmation": "revoke"},
            "change_roles": {"role": "instructor", "granted": "yes"},
            "answer_contest": {"reason": reason},
            "bank_review_open": {"item": "/".join(ITEM)},
            "bank_review_decide": {
                "answer": best_of(self.review.item_version),
                "ambiguity": "clear",
                "reason": reason,
            },
            **{name: {"reason": reason} for name in BANK_ACTS},
            "bank_form_new": NEW_FORM,
            "bank_form_dissolve": {"confirmation": "dissolve"},
            "bank_import_store": {"leave_out": "yes"},
            **self._ladder_forms(),
            **self._care_forms(),
        }

    def _ladder_forms(self) -> dict[str, dict[str, Any]]:
        step = {"step": self.shown.token}
        return {
            "exposure_tier": {"action": "withdraw"},
            "exposure_start": {"rung": 0},
            "exposure_reveal": step,
            "exposure_hide": step,
            "exposure_answer": {**step, "uuid": ANSWER_UUID, "choice": LABEL},
            "mood_check": {
                "enrolment": self.people.enrolment.public_id,
                "moment": "before",
                "uuid": ANSWER_UUID,
                "pleasure": "50",
                **dict.fromkeys(("arousal", "distress"), ""),
                "next": "/wellbeing/",
            },
            "wellbeing_delete": {"check": "all", "confirmation": "delete"},
        }

    def _care_forms(self) -> dict[str, dict[str, Any]]:
        return {
            "contact_ask": {"enrolment": self.people.enrolment.public_id},
            "contact_withdraw": {"request": self.asked.public_id},
            "contact_answered": {},
            "report_content": {"reason": "other", "note": "A note."},
            "report": {"outcome": "Looked at, and left as it is."},
            "care": NEW_CARE,
        }

    def _reading(self) -> dict[str, str]:
        factors = self.reasons.step.item_version.factors
        return {**{f"factor_{number}": "yes" for number in range(len(factors))}, "clarity": "2"}


def build(people: People) -> Site:
    now = timezone.now()
    (invitation,) = invitations.invite(
        people.cohort, [Invitee("invited@attune.example", "Ivo Invited")], people.instructor, now=now
    )
    opened = open_attempt(people.enrolment, DRILL)
    answer = stored_answer(people.enrolment)
    agree(people.enrolment, now)
    ended = ended_sitting(people.enrolment, now)
    shown = revealed(sitting_of(people.enrolment, now), now)
    site = Site(
        people=people,
        done=Attempt.objects.get(enrolment=people.enrolment, module=LESSON),
        open=opened,
        certificate=issue(people.enrolment, by=people.operations),
        invitation=invitation,
        link=invitations.new_join_link(people.cohort, people.instructor, now=now),
        answer=answer,
        review=reviews.open_by_hand(answer.step.item_version.item, people.operations, now=now),
        item_import=looked_through(people.operations, now),
        item_form=put_together(Item.objects.filter(bank=ITEM[0]).order_by("-pk")[:2], people.operations),
        finished_drill=_finished_drill(people.enrolment),
        reasons=stored_reasons(people.enrolment),
        shown=shown,
        ended=ended,
        asked=ContactRequest.objects.create(enrolment=people.enrolment, asked_at=now),
        report=ContentReport.objects.create(
            item_version=shown.item_version, reason="other", reported_by=people.other_trainee, created_at=now
        ),
    )
    site.arguments = _arguments(site)
    return site


def _finished_drill(enrolment: Enrolment) -> Attempt:
    """Of the last day, and without a single answer: for what is done to an attempt as a whole."""
    return Attempt.objects.create(
        enrolment=enrolment,
        program_version_id=enrolment.cohort.program_version_id,
        module=LAST_DRILL,
        kind="drill",
        seed=1,
        length=0,
        started_at=JOINED,
        completed_at=MONDAY_9,
        completed_on=COURSE_START,
    )


def _arguments(site: Site) -> dict[str, tuple[Any, ...]]:
    """What stands in each address that has parts to fill."""
    cohort, enrolment = site.people.cohort.public_id, site.people.enrolment.public_id
    certificate = (site.certificate.public_id,)
    policy = site.certificate.policy_version
    return {
        "join": _signed(invitations.join_url(site.link)),
        "invitation": _signed(invitations.invitation_url(site.invitation)),
        "consent": (enrolment,),
        "rationale_grade": (cohort, site.reasons.attempt.public_id, site.reasons.step.position),
        **dict.fromkeys(("cohort", "rationales", "cohort_people", "cohort_invite", "cohort_new_link"), (cohort,)),
        "cohort_revoke_link": (cohort, site.link.public_id),
        "cohort_revoke_invitation": (cohort, site.invitation.public_id),
        **dict.fromkeys(("trainee", "trainee_judgement"), (cohort, enrolment)),
        "attempt_rule": (cohort, enrolment, site.finished_drill.public_id),
        **dict.fromkeys(("attempt", "attempt_finish", *JSON_ADDRESSES), (site.open.public_id,)),
        "attempt_done": (site.done.public_id,),
        **dict.fromkeys(("dossier", "certify", "defer"), (enrolment,)),
        **dict.fromkeys(("certificate", "certificate_revoke", "verify_certificate", "credential"), certificate),
        "change_roles": (site.people.stranger.public_id,),
        **dict.fromkeys(("bank_item", "bank_compare", "bank_edit", *BANK_ACTS), ITEM),
        "bank_export": ITEM[:1],
        "answer_contest": (site.answer.attempt.public_id, site.answer.step.position),
        "exposure_tier": (enrolment, 1),
        "exposure_start": (enrolment,),
        **dict.fromkeys(SITTING_PAGES, (site.shown.attempt.public_id,)),
        "exposure_after": (site.ended.public_id,),
        "report_content": (site.shown.attempt.public_id, site.shown.token),
        "report": (site.report.public_id,),
        "cohort_wellbeing": (cohort,),
        "contact_answered": (cohort, site.asked.public_id),
        **dict.fromkeys(("bank_review", "bank_review_decide"), (site.review.public_id,)),
        **dict.fromkeys(IMPORT_PAGES, (site.item_import.public_id,)),
        **dict.fromkeys(FORM_PAGES, (site.item_form.public_id,)),
        "credential_key": (site.certificate.signing_key.kid,),
        "credential_achievement": (policy.slug, policy.number),
        "account_confirm_email": ("no-such-key",),
        "account_reset_password_from_key": ("1", "no-such-key"),
        **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), (1,)),
    }


def _signed(url: str) -> tuple[str, ...]:
    """Public id and signature of a link."""
    return tuple(urlsplit(url).path.strip("/").split("/")[1:])


def names() -> list[str]:
    """The name of every address of the site."""
    return [str(pattern.name) for pattern in _patterns(get_resolver())]


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry

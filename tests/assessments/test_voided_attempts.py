"""A drill that was set aside counts nowhere: in no evidence, no standing, no number on any page. Nothing is lost."""

import uuid
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.utils import timezone

from assessments.domain.certification import certify
from assessments.domain.evidence import Scope, long_look_d_prime, sart_d_prime
from assessments.domain.set_aside import judge_without
from assessments.models import Certificate, Score, Standing
from courseware.domain import jobs
from courseware.models import Enrolment, Job
from tests.clients import signed_in, text_of
from tests.evidence import load_general_policy, make_ready
from tests.faults.answering import body_for, submit_body
from tests.faults.crowd import at_once
from tests.faults.invariants import check_invariants, check_standings
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, drill_on, practise
from training.domain.attempts import current_steps, finish, start
from training.domain.rulings import rule
from training.domain.untimed import switch_to_untimed
from training.models import Attempt

SART = "w1d2-sart"
RUN = 225
TUESDAY_9 = MONDAY_9 + timedelta(days=1)
WEEK_AFTER = datetime(2026, 1, 12, 12, 0, tzinfo=UTC)
REASON = "The fire alarm went off in the middle."


def set_aside(people: People, attempt: Attempt, *, reoffers: bool = False, voids: bool = True) -> None:
    rule(
        attempt, code="instructor", voids=voids, reoffers=reoffers, reason=REASON, by=people.instructor, now=WEEK_AFTER
    )


def attention(enrolment: Enrolment, attempt: Attempt | None = None) -> dict:
    """The attention gate in the newest standing: of all, or of those after that attempt."""
    rows = Standing.objects.filter(enrolment=enrolment)
    if attempt is not None:
        rows = rows.filter(attempt=attempt)
    newest = rows.order_by("-as_of", "-pk").first()
    return next(gate for gate in newest.gates if gate["gate"] == "attention")


class TestEvidence:
    def test_what_is_set_aside_is_none(self, people):
        practise(people.enrolment, 4)
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == 2 * RUN
        set_aside(people, attempt_of(people.enrolment, SART))
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == RUN

    def test_what_is_only_offered_again_still_is(self, people):
        practise(people.enrolment, 2)
        set_aside(people, attempt_of(people.enrolment, SART), voids=False, reoffers=True)
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == RUN

    def test_what_is_done_again_counts_in_its_place(self, people):
        drill_on(people.enrolment, SART, now=TUESDAY_9, timing_valid=False)
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == 0
        drill_on(people.enrolment, SART, now=TUESDAY_9 + timedelta(hours=1))
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == RUN

    def test_training_forms_are_none(self, people):
        practise(people.enrolment, 3)
        forms = people.enrolment.attempts.filter(responses__answer__form__isnull=False)
        assert forms.exists()
        assert sart_d_prime(Scope(people.enrolment, from_day=3)).n == 0

    def test_another_drill_is_none(self, people):
        practise(people.enrolment, 3)
        assert people.enrolment.attempts.filter(responses__answer__drill="gradcpt").exists()
        assert sart_d_prime(Scope(people.enrolment, from_day=2)).n == RUN

    def test_blocks_before_a_long_look_stood_in_are_none_and_the_look_is(self, people):
        enrolment = people.enrolment
        practise(enrolment, 1)
        drill_on(people.enrolment, SART, now=TUESDAY_9, timing_valid=False)
        attempt = start(enrolment, SART, now=TUESDAY_9)
        for step in attempt.steps.select_related("attempt")[:3]:
            submit_body(people.trainee, attempt, body_for(step), TUESDAY_9)
        switch_to_untimed(people.trainee, attempt.public_id, ["refresh_rate"])
        attempt.refresh_from_db()
        for step in current_steps(attempt).select_related("attempt").filter(response__isnull=True):
            submit_body(people.trainee, attempt, body_for(step, step.position), TUESDAY_9)
        assert finish(people.trainee, attempt.public_id, now=TUESDAY_9).voided_at is None
        assert sart_d_prime(Scope(enrolment, from_day=2)).n == 0
        assert long_look_d_prime(Scope(enrolment, from_day=2)).n > 0

    def test_answers_from_before_drills_had_names_are_the_sarts(self, people):
        practise(people.enrolment, 2)
        source = attempt_of(people.enrolment, SART)
        old = people.other_enrolment.attempts.create(
            program_version=people.version, module=SART, kind="drill", seed=1, length=source.length,
            started_at=TUESDAY_9, completed_at=TUESDAY_9,
        )  # fmt: skip
        for response in source.responses.select_related("step"):
            nameless = {name: value for name, value in response.answer.items() if name != "drill"}
            old.responses.create(
                step=old.steps.create(position=response.step.position, plan=response.step.plan),
                uuid=uuid.uuid4(),
                answer=nameless,
                received_at=TUESDAY_9,
            )
        assert sart_d_prime(Scope(people.other_enrolment)).n == RUN


class TestStandings:
    def test_every_later_one_is_judged_again_without_it(self, people):
        practise(people.enrolment, 4)
        first, last = attempt_of(people.enrolment, SART), attempt_of(people.enrolment, "w1d4-sart")
        assert (attention(people.enrolment, first)["n"], attention(people.enrolment, last)["n"]) == (RUN, 2 * RUN)
        set_aside(people, first)
        jobs.run_due()
        assert (attention(people.enrolment, first)["n"], attention(people.enrolment, last)["n"]) == (0, RUN)
        assert attention(people.enrolment)["n"] == RUN
        check_invariants()

    def test_earlier_ones_and_other_peoples_stay(self, people):
        practise(people.other_enrolment, 2)
        practise(people.enrolment, 2)
        attempt = attempt_of(people.enrolment, SART)
        before = Standing.objects.exclude(enrolment=people.enrolment, as_of__gte=attempt.completed_at)
        stayed = list(before.values())
        set_aside(people, attempt)
        jobs.run_due()
        assert list(before.values()) == stayed

    def test_old_ones_are_kept_beside_the_new(self, people):
        practise(people.enrolment, 2)
        attempt = attempt_of(people.enrolment, SART)
        set_aside(people, attempt)
        jobs.run_due()
        assert list(Standing.objects.filter(attempt=attempt).order_by("pk").values_list("revision", flat=True)) == [
            0,
            1,
        ]

    def test_done_twice_it_changes_nothing(self, people):
        practise(people.enrolment, 2)
        attempt = attempt_of(people.enrolment, SART)
        set_aside(people, attempt)
        jobs.run_due()
        rows = list(Standing.objects.order_by("pk").values())
        assert judge_without(attempt.pk, now=timezone.now()) == 0
        assert list(Standing.objects.order_by("pk").values()) == rows

    def test_before_it_was_scored_there_is_nothing_to_judge_again(self, people):
        practise(people.enrolment, 2, scored=False)
        set_aside(people, attempt_of(people.enrolment, SART))
        jobs.run_due()
        assert attention(people.enrolment)["n"] == 0
        assert not Standing.objects.filter(revision__gt=0).exists()
        check_standings()

    def test_what_is_not_set_aside_is_left_alone(self, people, caplog):
        practise(people.enrolment, 2)
        assert judge_without(attempt_of(people.enrolment, SART).pk, now=timezone.now()) == 0
        assert judge_without(999_999, now=timezone.now()) == 0
        assert caplog.text.count("nobody was judged again") == 2

    def test_a_certificate_that_was_issued_stays(self, people):
        version = make_ready(people.enrolment)
        now = timezone.now()
        certificate = certify(people.enrolment.public_id, version.pk, people.operations, now=now)
        set_aside(people, attempt_of(people.enrolment, SART))
        set_aside(people, attempt_of(people.enrolment, "w1d4-sart"))
        jobs.run_due()
        assert attention(people.enrolment)["verdict"] != "pass"
        assert Certificate.objects.get() == certificate
        assert not Certificate.objects.filter(revocation__isnull=False).exists()


class TestNumbers:
    @pytest.fixture
    def attempt(self, people: People) -> Attempt:
        """The trainee's drill of day 2, scored, then set aside by the instructor."""
        practise(people.enrolment, 2)
        attempt = attempt_of(people.enrolment, SART)
        set_aside(people, attempt)
        jobs.run_due()
        return attempt

    def test_its_scores_are_kept_and_shown_nowhere(self, people, attempt):
        assert Score.objects.filter(attempt=attempt, measure="sart_d_prime").exists()
        cohort, enrolment = people.cohort.public_id, people.enrolment.public_id
        value = Score.objects.get(attempt=attempt, measure="sart_d_prime").value
        with time_machine.travel(WEEK_AFTER, tick=False):
            pages = {
                "progress": text_of(signed_in(people.trainee), "/progress/"),
                "done": text_of(signed_in(people.trainee), f"/attempts/{attempt.public_id}/done/"),
                "trainee": text_of(signed_in(people.instructor), f"/cohorts/{cohort}/trainees/{enrolment}/"),
                "charts": text_of(signed_in(people.instructor), f"/cohorts/{cohort}/trainees/{enrolment}/?part=charts"),
                "cohort": text_of(signed_in(people.instructor), f"/cohorts/{cohort}/"),
            }
        assert [name for name, page in pages.items() if f"{value:.2f}" in page] == []

    def test_it_asks_nothing_more_of_the_instructor(self, people, attempt):
        with time_machine.travel(datetime(2026, 1, 6, 18, 0, tzinfo=UTC), tick=False):
            page = text_of(signed_in(people.instructor), f"/cohorts/{people.cohort.public_id}/")
        assert "last drill" not in page


def test_set_aside_while_it_is_scored_the_last_word_is_without_it(live_people):
    load_general_policy()
    practise(live_people.enrolment, 2, scored=False)
    attempt = attempt_of(live_people.enrolment, SART)
    at_once(jobs.run_due, jobs.run_due, partial(set_aside, live_people, attempt))
    jobs.run_due()
    check_invariants()
    assert attention(live_people.enrolment)["n"] == 0
    assert Job.objects.filter(name="assessments.attempt_ruled", state=Job.State.DONE).count() == 1

"""Rulings: by the program when a drill is finished, by an instructor later. Each part once, and nobody on themself."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from courseware.domain import audit
from courseware.models import AuditEvent, Job
from tests.faults.answering import DRILL, LESSON, bodies_for, open_attempt, submit_body
from tests.faults.crowd import at_once
from tests.people import MONDAY_9, People
from training.activities.drills.validity import AGAIN, ASK, REASONS, Verdict
from training.domain.attempts import Refused, finish, start
from training.domain.rulings import AlreadyRuled, InvalidReason, NotRulable, rule
from training.models import Attempt, DrillRun, Ruling

LATER = MONDAY_9 + timedelta(hours=1)
TARGET = 3
REASON = "The fire alarm went off in the middle."


def drilled(people: People, *, void: int = 0, timing_valid: bool = True) -> Attempt:
    """The trainee's next run of the first drill, with so many void trials in every block, none of them targets."""
    again = people.enrolment.attempts.filter(module=DRILL).exists()
    attempt = start(people.enrolment, DRILL, now=MONDAY_9) if again else open_attempt(people.enrolment, DRILL)
    for body in bodies_for(attempt):
        body["answer"]["device"]["timingValid"] = timing_valid
        others = [trial for trial in body["answer"]["trials"] if trial["digit"] != TARGET]
        for trial in others[:void]:
            trial["hidden"] = True
        submit_body(people.trainee, attempt, body, MONDAY_9)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


def ruled(attempt: Attempt, people: People, **changes: Any) -> Ruling:
    given: dict[str, Any] = {"code": "instructor", "voids": True, "reoffers": True, "reason": REASON}
    return rule(attempt, **(given | {"by": people.instructor, "now": LATER} | changes))


class TestByTheProgram:
    def test_a_sound_run_is_left_alone(self, people):
        attempt = drilled(people, void=5)
        assert not attempt.rulings.exists()
        assert (attempt.voided_at, attempt.reoffered_at) == (None, None)

    @pytest.mark.parametrize(
        ("spoilt", "code"),
        [({"void": 30}, Verdict.VOID_TRIALS), ({"timing_valid": False}, Verdict.UNTIMED)],
        ids=["void", "untimed"],
    )
    def test_a_run_that_says_nothing_is_set_aside_and_offered_again_in_the_same_breath(self, people, spoilt, code):
        attempt = drilled(people, **spoilt)
        stored = attempt.rulings.get()
        assert (stored.code, stored.voids, stored.reoffers, stored.by) == (code, True, True, None)
        assert stored.reason == f"{REASONS[code]} {AGAIN}"
        attempt.refresh_from_db()
        assert attempt.voided_at == attempt.reoffered_at == attempt.completed_at == stored.created_at
        assert Job.objects.filter(name="assessments.attempt_ruled", arguments={"attempt_id": attempt.pk}).count() == 1

    def test_finished_again_it_is_ruled_once(self, people):
        attempt = drilled(people, void=30)
        finish(people.trainee, attempt.public_id, now=LATER)
        assert attempt.rulings.count() == 1

    def test_the_third_time_it_is_not_offered_again_by_itself(self, people):
        stored = [drilled(people, void=30).rulings.get() for _ in range(3)]
        assert [ruling.reoffers for ruling in stored] == [True, True, False]
        assert stored[2].reason.endswith(ASK)
        with pytest.raises(Refused):
            start(people.enrolment, DRILL, now=MONDAY_9)

    @pytest.mark.parametrize(
        ("ending", "times", "codes"),
        [
            ("stopped", 3, []),
            ("stopped", 4, [Verdict.BROKEN_OFF]),
            ("closed", 4, [Verdict.BROKEN_OFF]),
            ("void", 7, []),
            ("void", 8, [Verdict.BROKEN_OFF]),
        ],
    )
    def test_blocks_broken_off_again_and_again_are_no_first_look(self, people, ending, times, codes):
        attempt = open_attempt(people.enrolment, DRILL)
        practice, measured = list(attempt.steps.all())[:2]
        # Practice counts nowhere, and a block in which nothing was shown yet was not begun.
        kept = [(measured, [{"index": 0}])] * times + [(practice, [{"index": 0}]), (measured, [])]
        for step, trials in kept:
            DrillRun.objects.create(
                step=step, uuid=uuid4(), request_hash="", ending=ending, trials=trials, received_at=MONDAY_9
            )
        assert [ruling.code for ruling in drilled(people).rulings.all()] == codes

    def test_practice_blocks_do_not_count(self, people):
        attempt = open_attempt(people.enrolment, DRILL)
        practice, *measured = bodies_for(attempt)
        practice["answer"]["device"]["timingValid"] = False
        for body in (practice, *measured):
            submit_body(people.trainee, attempt, body, MONDAY_9)
        assert finish(people.trainee, attempt.public_id, now=MONDAY_9).voided_at is None

    def test_it_is_no_act_of_a_person_and_not_in_the_audit(self, people):
        drilled(people, void=30)
        assert not AuditEvent.objects.filter(stream="attempt").exists()


class TestByAnInstructor:
    def test_the_attempt_is_marked_and_the_audit_tells_who_and_why(self, people):
        attempt = drilled(people)
        made = ruled(attempt, people)
        assert (made.by, made.reason, made.code) == (people.instructor, REASON, "instructor")
        assert (attempt.voided_at, attempt.reoffered_at) == (LATER, LATER)
        attempt.refresh_from_db()
        assert (attempt.voided_at, attempt.reoffered_at) == (LATER, LATER)
        event = AuditEvent.objects.get(action="attempt.ruled")
        assert (event.actor, event.subject) == (people.instructor, f"training.attempt:{attempt.pk}")
        assert event.data == {"voids": True, "reoffers": True, "reason": REASON}
        assert audit.verify_chain("attempt") is None

    def test_setting_aside_and_offering_again_are_two_things_each_once(self, people):
        attempt = drilled(people)
        ruled(attempt, people, voids=False)
        assert (attempt.voided_at, attempt.reoffered_at) == (None, LATER)
        ruled(attempt, people, reoffers=False)
        assert (attempt.voided_at, attempt.reoffered_at) == (LATER, LATER)
        for part in ({"voids": False}, {"reoffers": False}, {}):
            with pytest.raises(AlreadyRuled):
                ruled(attempt, people, **part)
        assert attempt.rulings.count() == 2

    def test_only_what_sets_aside_is_judged_again(self, people):
        attempt = drilled(people)
        ruled(attempt, people, voids=False)
        assert not Job.objects.filter(name="assessments.attempt_ruled").exists()
        ruled(attempt, people, reoffers=False)
        assert Job.objects.filter(name="assessments.attempt_ruled").count() == 1

    def test_what_the_program_set_aside_is_not_set_aside_again(self, people):
        with pytest.raises(AlreadyRuled, match="set aside already"):
            ruled(drilled(people, void=30), people, reoffers=False)

    @pytest.mark.parametrize("who", ["other_instructor", "operations", "trainee", "other_trainee", "stranger"])
    def test_nobody_else_rules(self, people, who):
        attempt = drilled(people)
        with pytest.raises(PermissionDenied):
            ruled(attempt, people, by=people.by_name[who])
        assert not Ruling.objects.exists()

    def test_nobody_rules_on_their_own_attempt(self, people):
        people.trainee.is_instructor = True
        people.trainee.save()
        people.cohort.instructors.add(people.trainee)
        with pytest.raises(PermissionDenied):
            ruled(drilled(people), people, by=people.trainee)

    def test_an_instructor_whose_account_is_closed_rules_no_more(self, people):
        people.instructor.is_active = False
        with pytest.raises(PermissionDenied):
            ruled(drilled(people), people)

    @pytest.mark.parametrize("reason", ["", "too short", "   \n  ", "x" * 1001])
    def test_a_reason_the_trainee_can_use_is_needed(self, people, reason):
        with pytest.raises(InvalidReason):
            ruled(drilled(people), people, reason=reason)

    def test_a_ruling_that_says_nothing_is_none(self, people):
        with pytest.raises(NotRulable):
            ruled(drilled(people), people, voids=False, reoffers=False)

    @pytest.mark.parametrize("code", ["untimed", "void_trials"])
    def test_the_programs_codes_are_not_a_persons(self, people, code):
        with pytest.raises(ValueError, match="a ruling"):
            ruled(drilled(people), people, code=code)

    def test_an_open_drill_is_not_ruled_on(self, people):
        with pytest.raises(NotRulable, match="not finished"):
            ruled(open_attempt(people.enrolment, DRILL), people)

    def test_other_kinds_are_not_ruled_on(self, people):
        open_attempt(people.enrolment, DRILL)
        with pytest.raises(NotRulable, match="Only drills"):
            ruled(Attempt.objects.get(module=LESSON), people)


class TestTheDatabase:
    def test_it_holds_each_part_to_once_whatever_the_program_forgets(self, people):
        attempt = drilled(people)
        ruled(attempt, people)
        for part in ({"voids": True, "reoffers": False}, {"voids": False, "reoffers": True}):
            with pytest.raises(IntegrityError), transaction.atomic():
                Ruling.objects.create(
                    attempt=attempt, code="instructor", reason=REASON, by=people.instructor, created_at=LATER, **part
                )

    def test_a_ruling_is_never_changed(self, people):
        made = ruled(drilled(people), people)
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruling.objects.filter(pk=made.pk).update(reason="Another reason, later.")


def test_of_many_who_rule_at_once_one_does_and_the_others_are_told(live_people):
    attempt = drilled(live_people)

    def try_it(number: int) -> str:
        try:
            ruled(Attempt.objects.get(pk=attempt.pk), live_people, reason=f"{REASON} Caller {number}.")
        except AlreadyRuled:
            return "late"
        return "ruled"

    assert sorted(at_once(*[partial(try_it, number) for number in range(6)])) == ["late"] * 5 + ["ruled"]
    assert attempt.rulings.count() == 1
    assert AuditEvent.objects.filter(action="attempt.ruled").count() == 1
    assert Job.objects.filter(name="assessments.attempt_ruled").count() == 1

"""Scores and standings after a corrected key: those of everybody affected, as if the key had always been so."""

import os
from datetime import timedelta

import pytest

from assessments.domain.evidence import EVIDENCE, Scope
from assessments.domain.rescoring import rescore_item, rescore_people
from assessments.domain.score_rows import score_rows
from assessments.domain.scoring import score_attempt
from assessments.domain.standings import latest_standings
from assessments.models import Rescoring, Score, Standing
from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import AuditEvent, ItemVersion, Job
from tests.assessments.bulk import answer, crowd
from tests.corrected import correct_item, key_for
from tests.evidence import load_general_policy
from tests.faults.answering import PERSON, PRACTICE, bodies_for, open_attempt, submit_body
from tests.faults.invariants import check_invariants
from tests.people import MONDAY_9, People
from tests.practised import attempt_of, practise
from training.domain.attempts import finish
from training.domain.items import slugs_of
from training.models import Attempt, Regrade, Response

LATER = MONDAY_9 + timedelta(days=30)
# How many answers to corrected items are scored again. The promise is made for 10,000 (ATTUNE_ANSWERS=10000: some
# minutes); as many as fit into a few seconds are tried every time.
# Gates count from the second day on.
SECOND_DAY = "w1d2-support"
ANSWERS = int(os.environ.get("ATTUNE_ANSWERS", "100"))


def a_wrong_answer(attempt: Attempt) -> Response:
    return attempt.responses.filter(correct=False).select_related("step__item_version__item").first()


def a_clear_item(attempt: Attempt) -> ItemVersion:
    no_check = attempt.steps.filter(plan__check__isnull=True)
    steps = no_check.filter(item_version__ambiguity="clear").select_related("item_version__item")
    return steps.first().item_version


def in_favour_of(response: Response, **extra):
    """Correct the item so that this answer is right, and do what follows."""
    new = correct_item(response.step.item_version, key=key_for(response.answer["choice"]), now=LATER, **extra)
    jobs.run_due()
    return new


def everything():
    """What a correction may have added to, without the times of writing."""
    tables = (Regrade, Score, Standing, Rescoring)
    return [
        [{k: v for k, v in row.items() if k not in ("id", "created_at", "finished_at")} for row in rows]
        for rows in (table.objects.order_by("pk").values() for table in tables)
    ]


def accuracy_of(attempt: Attempt) -> dict[int, float]:
    """Revision -> accuracy."""
    return dict(Score.objects.filter(attempt=attempt, measure="accuracy").values_list("revision", "value"))


@pytest.fixture
def course(people: People) -> People:
    practise(people.enrolment, 2, PERSON)
    return people


def test_the_correction_itself_only_asks_for_the_work(course):
    before = Job.objects.count()
    new = correct_item(
        a_wrong_answer(attempt_of(course.enrolment, PRACTICE)).step.item_version,
        ambiguity="ambiguous",
        by=course.operations,
        now=LATER,
    )
    rescoring = Rescoring.objects.get()
    assert (rescoring.item_version, rescoring.requested_by, rescoring.finished_at) == (new, course.operations, None)
    assert Job.objects.count() == before + 1
    assert not Regrade.objects.exists()


def test_the_attempt_has_a_new_revision_and_the_pages_read_it(course):
    attempt = attempt_of(course.enrolment, PRACTICE)
    before = accuracy_of(attempt)[0]
    in_favour_of(a_wrong_answer(attempt))
    assert accuracy_of(attempt) == {0: before, 1: pytest.approx(before + 1 / 10)}
    (row,) = [row for row in score_rows(Score.objects.filter(attempt=attempt)) if row.measure == "accuracy"]
    assert row.value == pytest.approx(before + 1 / 10)
    check_invariants()


def test_every_later_standing_is_judged_anew_and_no_earlier_one(course):
    version = load_general_policy()
    target = attempt_of(course.enrolment, SECOND_DAY)
    correct_item(a_clear_item(target), ambiguity="ambiguous", now=LATER)
    jobs.run_due()
    revised = set(Standing.objects.filter(revision=1).values_list("attempt", flat=True))
    due = course.enrolment.attempts.filter(completed_at__gte=target.completed_at, standings__isnull=False)
    assert revised == set(due.values_list("pk", flat=True)) > {target.pk}
    latest = latest_standings(type(course.enrolment).objects.all(), version)[course.enrolment.pk]
    accuracy = next(gate for gate in latest.gates if gate["gate"] == "accuracy")
    n = EVIDENCE["accuracy_clear"](Scope(course.enrolment, from_day=2)).n
    assert (accuracy["n"], latest.revision) == (n, 1)
    assert Standing.objects.filter(attempt__completed_at__lt=target.completed_at).exists()
    check_invariants()


def test_an_item_ruled_ambiguous_is_no_evidence_on_clear_items_and_one_ruled_clear_is(course):
    before = EVIDENCE["accuracy_clear"](Scope(course.enrolment)).n
    ambiguous = correct_item(a_clear_item(attempt_of(course.enrolment, SECOND_DAY)), ambiguity="ambiguous", now=LATER)
    jobs.run_due()
    assert EVIDENCE["accuracy_clear"](Scope(course.enrolment)).n == before - 1
    correct_item(ambiguous, ambiguity="clear", now=LATER)
    jobs.run_due()
    assert EVIDENCE["accuracy_clear"](Scope(course.enrolment)).n == before
    # Of the scores only the change of accuracy over the sitting knows which items are clear.
    assert set(Score.objects.filter(revision=1).values_list("attempt__module", flat=True)) <= {SECOND_DAY}
    assert len(set(Score.objects.filter(attempt__module=SECOND_DAY, measure="accuracy").values_list("value"))) == 1
    assert set(Standing.objects.filter(attempt__module=SECOND_DAY).values_list("revision", flat=True)) == {0, 1, 2}
    check_invariants()


def test_who_is_not_affected_keeps_every_row(people):
    practise(people.enrolment, 1, PERSON)
    wrong = a_wrong_answer(attempt_of(people.enrolment, PRACTICE))
    practise(people.other_enrolment, 1, PERSON)
    scores = Score.objects.filter(attempt__enrolment=people.other_enrolment)
    item = wrong.step.item_version.item_id
    other = attempt_of(people.other_enrolment, PRACTICE).responses.get(step__item_version__item=item)
    # Neither what the one chose nor what the other did, nor the key as it was: nothing changes for the other.
    if other.correct:
        in_favour_of(wrong)
        assert scores.filter(revision=1).exists()
    else:
        correct_item(wrong.step.item_version, key={"accepted": {wrong.step.item_version.key["label"]: 1.0}}, now=LATER)
        jobs.run_due()
        assert not scores.filter(revision=1).exists()
    assert Regrade.objects.filter(response=other).exists()


def test_a_correction_that_changes_nobodys_grade_adds_no_revision(course):
    wrong = a_wrong_answer(attempt_of(course.enrolment, PRACTICE))
    key = {"accepted": {wrong.step.item_version.key["label"]: 1.0, wrong.answer["choice"]: 0.5}}
    correct_item(wrong.step.item_version, key=key, now=LATER)
    jobs.run_due()
    assert not Score.objects.exclude(revision=0).exists()
    assert not Standing.objects.exclude(revision=0).exists()
    done = Rescoring.objects.get()
    assert (done.answers, done.attempts, done.raised, done.lowered) == (1, 1, 1, 0), "half a credit is more than none"


def test_the_end_is_told_once_with_its_counts(course):
    in_favour_of(a_wrong_answer(attempt_of(course.enrolment, PRACTICE)), by=course.operations)
    done = Rescoring.objects.get()
    assert (done.answers, done.attempts, done.raised, done.lowered) == (1, 1, 1, 0)
    assert done.finished_at == LATER or done.finished_at > done.created_at
    event = AuditEvent.objects.get(action="item.rescored")
    assert event.actor == course.operations
    assert event.data == {
        "item": str(done.item_version.item), "version": done.item_version.number,
        "answers": 1, "attempts": 1, "raised": 1, "lowered": 0,
    }  # fmt: skip


def test_twice_is_as_once(course):
    new = in_favour_of(a_wrong_answer(attempt_of(course.enrolment, PRACTICE)))
    before = everything()
    rescore_item(new.pk, now=LATER)
    rescore_people(new.pk, after=0, now=LATER)
    for attempt in course.enrolment.attempts.all():
        score_attempt(attempt.pk, now=LATER)
    assert everything() == before
    assert AuditEvent.objects.filter(action="item.rescored").count() == 1


def test_a_version_that_is_not_there_is_noted(db, caplog):
    rescore_item(999_999, now=LATER)
    rescore_people(999_999, after=0, now=LATER)
    assert caplog.text.count("is not there") == 2


def test_an_answer_that_comes_in_after_the_rescoring_counts_by_the_corrected_key(people):
    load_general_policy()
    attempt = open_attempt(people.enrolment)
    bodies = bodies_for(attempt)
    for body in bodies:
        submit_body(people.trainee, attempt, body, MONDAY_9)
    wrong = a_wrong_answer(attempt)
    other = open_attempt(people.other_enrolment)
    in_favour_of(wrong)
    for body in bodies_for(other):
        submit_body(people.other_trainee, other, body, MONDAY_9)
    late = open_and_finish(people)
    jobs.run_due()
    assert accuracy_of(attempt) == {0: pytest.approx((attempt.responses.filter(correct=True).count() + 1) / 10)}
    assert late.completed_at is not None
    check_invariants()


def open_and_finish(people):
    attempt = Attempt.objects.get(enrolment=people.enrolment, module=PRACTICE)
    return finish(people.trainee, attempt.public_id, now=MONDAY_9)


@pytest.fixture
def many(people: People):
    """Everybody answers a practice set; then every other item of it gets another key, or another ambiguity."""
    load_general_policy()
    config = program_of(people.version.pk).modules[PRACTICE].config
    guideline = program_of(people.version.pk).guideline(config["guideline"])
    labels = [label.id for label in guideline.labels]
    versions = {slug: slugs_of(people.version.pk)[slug] for slug in config["items"]}
    corrected = dict(versions)

    def correct_every_other() -> dict:
        for number, (slug, version) in enumerate(versions.items()):
            if number % 2:
                corrected[slug] = correct_item(version, key=key_for(labels[number % len(labels)]), ambiguity="clear")
        return corrected

    return people, versions, correct_every_other


def newest(attempts):
    """For each attempt in order: measure -> its newest values; the newest standing's gates."""
    scores = {a.pk: {} for a in attempts}
    for s in Score.objects.filter(attempt__in=scores).order_by("revision"):
        scores[s.attempt_id][s.measure] = (s.value, s.low, s.high, s.n, s.note)
    gates = {s.attempt_id: (s.verdict, s.gates) for s in Standing.objects.order_by("revision")}
    return [(scores[a.pk], gates[a.pk]) for a in attempts]


def test_scoring_again_gives_exactly_what_a_fresh_scoring_gives(many):
    """A twin of each person answers the same, but was asked and graded by the corrected items from the start."""
    people, versions, correct_every_other = many
    size = 2 * ANSWERS // len(versions)
    old = answer(crowd(people.cohort, "early", size, MONDAY_9), PRACTICE, versions, seed=7, now=MONDAY_9)
    for attempt in old:
        score_attempt(attempt.pk, now=LATER)
    before = newest(old)
    corrected = correct_every_other()
    jobs.run_due()
    assert sum(Rescoring.objects.values_list("answers", flat=True)) == ANSWERS
    fresh = answer(crowd(people.cohort, "twin", size, MONDAY_9), PRACTICE, corrected, seed=7, now=MONDAY_9)
    for attempt in fresh:
        score_attempt(attempt.pk, now=LATER)
    again = newest(fresh)
    assert newest(old) == again != before
    assert not Regrade.objects.filter(response__attempt__in=fresh).exists()
    assert Rescoring.objects.filter(finished_at=None).count() == 0

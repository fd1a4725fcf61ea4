"""Fault 17: gold is edited after answers. The correction is a new version; what was answered keeps its meaning."""

from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from assessments.domain.scoring import score_attempt
from assessments.models import Score, Standing
from courseware.domain import jobs
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import latest_version
from courseware.models import ItemVersion
from tests.faults.answering import bodies_for, body_for, open_attempt, post_all, post_answer, post_finish, signed_in
from tests.faults.courses import edited_course
from tests.faults.invariants import check_invariants
from tests.people import make_cohort
from training.models import Response

ITEM, FILE = "sev-001", "items/severity.toml"
OLD_KEY, NEW_KEY = "moderate", "severe"


@pytest.fixture
def correct_the_gold(course, tmp_path):
    """Loads the course with another key for one item."""

    def correct():
        old, new = (f'key = {{ label = "{key}" }}' for key in (OLD_KEY, NEW_KEY))
        call_command("load_course", str(edited_course(tmp_path, FILE, ITEM, old, new)), stdout=StringIO())
        assert latest_version().number == course.version.number + 1

    return correct


def step_of(attempt):
    return attempt.steps.select_related("attempt").get(item_version__item__slug=ITEM)


def answers(attempt):
    """A body for each step; the edited item gets what was its key."""
    edited = str(step_of(attempt).token)
    return [body | {"answer": {"choice": OLD_KEY}} if body["step"] == edited else body for body in bodies_for(attempt)]


def test_only_the_corrected_item_has_a_new_version(course, correct_the_gold):
    before = set(course.version.items.values_list("pk", flat=True))
    correct_the_gold()
    after = set(latest_version().items.values_list("pk", flat=True))
    old, new = (ItemVersion.objects.get(pk=pk) for pk in (*(before - after), *(after - before)))
    assert (old.item_id, old.number + 1) == (new.item_id, new.number)
    assert (old.key, new.key) == ({"label": OLD_KEY}, {"label": NEW_KEY})
    course.cohort.refresh_from_db()
    assert course.cohort.program_version == course.version
    check_invariants()


def test_finished_work_keeps_its_grades_scores_and_standing(course, correct_the_gold):
    attempt = open_attempt(course.enrolment)
    client = signed_in(course.trainee)
    assert set(post_all(client, attempt, answers(attempt))) == {200}
    jobs.run_due()
    before = [list(model.objects.order_by("pk").values()) for model in (Response, Score, Standing)]

    correct_the_gold()
    score_attempt(attempt.pk, now=timezone.now())
    assert [list(model.objects.order_by("pk").values()) for model in (Response, Score, Standing)] == before
    assert step_of(attempt).response.correct
    check_invariants()


def test_work_under_way_is_finished_on_the_version_it_began_with(course, correct_the_gold):
    attempt = open_attempt(course.enrolment)
    client, edited = signed_in(course.trainee), str(step_of(attempt).token)
    bodies = sorted(answers(attempt), key=lambda body: body["step"] == edited)
    for body in bodies[:5]:
        assert post_answer(client, attempt, body).status_code == 200
    correct_the_gold()
    replies = {body["step"]: post_answer(client, attempt, body) for body in bodies}
    assert {reply.status_code for reply in replies.values()} == {200}
    assert replies[edited].json()["feedback"]["key"] == OLD_KEY
    assert client.get(reverse("attempt", args=[attempt.public_id])).status_code == 200
    assert post_finish(client, attempt).status_code == 200
    check_invariants()


def test_a_cohort_on_the_new_version_is_graded_by_the_new_key(course, correct_the_gold):
    old = open_attempt(course.enrolment)
    assert set(post_all(signed_in(course.trainee), old, answers(old))) == {200}
    correct_the_gold()
    cohort = make_cohort("Summer cohort", latest_version(), course.instructor)
    enrolment = enrol(course.other_trainee, cohort, now=course.cohort.created_at)
    give_consent(enrolment, now=course.cohort.created_at)
    new = open_attempt(enrolment)
    client = signed_in(course.other_trainee)
    told = post_answer(client, new, body_for(step_of(new)) | {"answer": {"choice": OLD_KEY}})
    assert told.json()["feedback"]["correct"] is False
    assert told.json()["feedback"]["key"] == NEW_KEY
    assert step_of(old).response.correct
    assert step_of(old).item_version_id != step_of(new).item_version_id
    check_invariants()

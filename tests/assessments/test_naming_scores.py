"""A finished attempt at naming biases: how many were named rightly, with an interval, and nothing else."""

import json
from datetime import timedelta

import pytest

from assessments.domain.answers import answers_of
from assessments.domain.score_rows import score_rows
from assessments.measures.intervals import wilson
from assessments.models import Score
from courseware.domain import jobs
from tests.judged import body_judged
from tests.people import MONDAY_9, People
from training.domain.attempts import finish, submit
from training.domain.planning import create_attempt
from training.domain.submission import parse

NAMING = "w2d3-naming"


@pytest.mark.django_db
def test_the_share_named_rightly_is_scored_and_the_records_can_be_read_again(people: People):
    attempt = create_attempt(people.enrolment, NAMING, number=1, seed=11, simulated=False, now=MONDAY_9)
    steps = list(attempt.steps.select_related("attempt"))
    for number, step in enumerate(steps):
        body = body_judged(step, correct=number > 0)
        submit(people.trainee, attempt.public_id, parse(json.dumps(body).encode()), now=MONDAY_9)
    attempt = finish(people.trainee, attempt.public_id, now=MONDAY_9 + timedelta(minutes=5))
    jobs.run_due()
    wrong, *_ = answers_of(attempt).steps
    assert (wrong.correct, wrong.item) == (False, "")
    assert wrong.chosen != wrong.key
    assert wrong.passages[0][0] == "Record of a simulated annotator"
    assert len(wrong.passages[1][1].splitlines()) == 13
    [row] = score_rows(Score.objects.filter(attempt=attempt))
    right, asked = len(steps) - 1, len(steps)
    assert (row.measure, row.value, row.n) == ("naming_accuracy", right / asked, asked)
    assert (row.low, row.high) == pytest.approx(wilson(right, asked))

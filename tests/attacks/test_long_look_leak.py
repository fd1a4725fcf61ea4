"""Attack 4, on a document: which lines are wrong, in anything a trainee's browser is sent before the answer."""

import json
from pathlib import Path
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.loader import load
from tests.attacks.test_gold_leak import opened, reachable, sent
from tests.faults.answering import post_answer
from tests.looks import lines_of, write_look_course
from tests.people import People, make_cohort
from training.activities import check_config
from training.activities.drills.documents import THEMES
from training.models import Attempt, Step

PRACTICE, SECOND_PRACTICE, FIRST = range(3)  # by position
# Names of kinds that are no ordinary words: whatever sends a kind, sends one of these sooner or later.
KINDS = {kind for theme in THEMES.values() for kind in theme.kinds if "_" in kind}


@pytest.fixture
def attempt(people: People, tmp_path: Path) -> Attempt:
    """A course whose drill is a long look, begun by the trainee."""
    version = store(load(write_look_course(tmp_path / "small"), check_config), now=timezone.now()).version
    enrolment = enrol(people.trainee, make_cohort("Lookers", version, people.instructor), now=timezone.now())
    give_consent(enrolment, now=timezone.now())
    return opened(enrolment, "d1-drill")


@pytest.fixture
def tara(client: Client, people: People, attempt: Attempt) -> Client:
    client.force_login(people.trainee)
    return client


def step_at(attempt: Attempt, position: int) -> Step:
    return attempt.steps.select_related("attempt").get(position=position)


def told_in(text: str, attempt: Attempt) -> set[int]:
    """The positions of the steps that the text says something about which only their key says."""
    found = {
        step.position
        for step in attempt.steps.all()
        if any(line.planted and line.why in text for line in lines_of(step)) or str(step.plan["seed"]) in text
    }
    assert not {kind for kind in KINDS if kind in text}
    assert '"planted"' not in text or PRACTICE in found or SECOND_PRACTICE in found
    return found


def body(step: Step, marked: list[str]) -> dict:
    return {
        "uuid": str(uuid4()),
        "step": str(step.token),
        "answer": {"marked": marked, "marks": []},
        "confidence": None,
        "first": None,
        "timing": {"rtMs": 60_000, "activeMs": 60_000, "hidden": False},
    }


def test_no_address_tells_of_a_line_before_the_answer(tara, attempt):
    for path in reachable(attempt.enrolment):
        for accept in ("text/html", "application/json"):
            assert told_in(sent(tara.get(path, headers={"accept": accept})), attempt) == set(), path


def test_the_page_holds_the_text_and_nothing_besides(tara, attempt):
    data = tara.get(f"/attempts/{attempt.public_id}/").context["data"]
    assert data["answered"] == {}
    for step in data["steps"]:
        assert not {"key", "kind", "why", "planted", "seed", "theme", "feedback"} & set(step)
        assert all(set(line) == {"id", "text"} for line in step["lines"])


def test_refused_answers_tell_nothing(tara, attempt):
    step = step_at(attempt, FIRST)
    spoilt = [
        body(step, ["l99"]),
        body(step, ["l1", "l1"]),
        body(step, []) | {"answer": {"skipped": True}},
        body(step, []) | {"answer": {}},
        body(step, []) | {"confidence": 0.5},
    ]
    replies = [post_answer(tara, attempt, each) for each in spoilt]
    assert [reply.status_code for reply in replies] == [400] * len(spoilt)
    assert told_in("".join(map(sent, replies)), attempt) == set()


@pytest.mark.parametrize("guess", ["right", "wrong"])
def test_a_measured_section_is_stored_without_a_word_on_what_was_right(tara, attempt, guess):
    step = step_at(attempt, FIRST)
    marked = [line.id for line in lines_of(step) if line.planted == (guess == "right")]
    first, again = (post_answer(tara, attempt, body(step, marked)) for _ in range(2))
    stored = json.loads(first.content)
    assert stored["feedback"] is None
    assert set(stored) == {"saved", "uuid", "step", "feedback", "left"}
    assert again.status_code == 409
    page = tara.get(f"/attempts/{attempt.public_id}/")
    assert page.context["data"]["answered"] == {str(step.token): None}
    assert told_in("".join(map(sent, (first, again, page))), attempt) == set()


def test_practice_tells_of_its_own_lines_only_and_only_afterwards(tara, attempt):
    step = step_at(attempt, PRACTICE)
    answer = body(step, ["l1"])
    first, same, other = (post_answer(tara, attempt, each) for each in (answer, answer, body(step, ["l2"])))
    replies = [json.loads(reply.content) for reply in (first, same)]
    assert replies[0]["feedback"] == replies[1]["feedback"]
    assert [line["id"] for line in replies[0]["feedback"]["lines"] if line["marked"]] == ["l1"]
    assert other.status_code == 409
    page = tara.get(f"/attempts/{attempt.public_id}/")
    assert page.context["data"]["answered"] == {str(step.token): replies[0]["feedback"]}
    for reply in (first, other):
        assert told_in(sent(reply), attempt) == {PRACTICE}


def test_skipping_practice_tells_nothing(tara, attempt):
    step = step_at(attempt, SECOND_PRACTICE)
    reply = post_answer(tara, attempt, body(step, []) | {"answer": {"skipped": True}})
    assert json.loads(reply.content)["feedback"] is None
    assert told_in(sent(reply) + sent(tara.get(f"/attempts/{attempt.public_id}/")), attempt) == set()

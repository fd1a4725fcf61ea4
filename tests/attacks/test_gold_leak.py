"""Attack 4: the key in anything a trainee's browser is sent before the answer.

The course of these tests carries a secret in every rationale, factor, reason of a key and explanation of a lesson.
"""

import json
import random
import re
import uuid
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.test import Client
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from courseware.domain.content import store
from courseware.domain.enrolments import enrol, give_consent
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM, program_of
from courseware.loader import load
from courseware.models import Enrolment
from tests.courses import SECRET, write_course
from tests.faults.answering import PERSON, bodies_for, body_for, other_choice, post_answer, post_finish
from tests.ladder_course import SHOWN, Climbers
from tests.people import People, make_cohort
from tests.site import names
from tests.sittings_of_exposure import agree, revealed, sitting_of
from tests.test_pages_matrix import MATRIX
from training.activities import check_config
from training.domain.attempts import start
from training.domain.simulation import do_module
from training.models import Attempt

# Pages of the ladder that need ids; a test of their own reads them.
LADDER_PAGES = {"exposure_tier", "exposure_sitting", "exposure_after", "report_content"}
# What only feedback has.
FEEDBACK_NAMES = {"correct", "credit", "key", "keyName", "rationale", "factors", "accepted", "difficulty"}


@pytest.fixture
def enrolment(people: People, tmp_path: Path) -> Enrolment:
    """The trainee in a course of two days that is full of secrets."""
    version = store(load(write_course(tmp_path / "small"), check_config), now=timezone.now()).version
    cohort = make_cohort("Full of secrets", version, people.instructor)
    enrolment = enrol(people.trainee, cohort, now=timezone.now())
    give_consent(enrolment, now=timezone.now())
    return enrolment


@pytest.fixture
def tara(client: Client, people: People) -> Client:
    client.force_login(people.trainee)
    return client


def opened(enrolment: Enrolment, module: str) -> Attempt:
    """The module, with all that comes before it done (day 1 on an earlier date)."""
    rng, today = random.Random(1), timezone.now()
    for slug, day in program_of(enrolment.cohort.program_version_id).day_of.items():
        now = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(days=day)
        if slug == module:
            return start(enrolment, slug, now=today, seed=5)
        do_module(enrolment, slug, PERSON, rng, now=now)
    raise LookupError(module)


def sent(reply: HttpResponse) -> str:
    """Everything that reaches the browser: head, cookies and body."""
    return f"{reply.headers}{reply.cookies}{reply.content.decode()}"


def secrets_in(text: str) -> set[str]:
    """What the secrets in the text belong to: `text-1-2`, `pair-1-1`, a lesson's day."""
    found = {part.split('"')[0].split("<")[0].split("\\")[0].split(" ")[0] for part in text.split(SECRET)[1:]}
    return {"-".join(word.split("-")[2:]) for word in found}


def reachable(enrolment: Enrolment) -> list[str]:
    """Every address that needs no id, and those of everything of this trainee."""
    plain = [path for name in names() if (path := _without_arguments(name))]
    attempts = list(enrolment.attempts.values_list("public_id", flat=True))
    own = [f"/attempts/{found}/{end}" for found in attempts for end in ("", "done/")]
    course = f"?course={enrolment.public_id}"
    return [*plain, *own, f"/consent/{enrolment.public_id}/", f"/today/{course}", f"/progress/{course}"]


def _without_arguments(name: str) -> str | None:
    try:
        return reverse(name)
    except NoReverseMatch:
        return None


@pytest.mark.parametrize("module", ["d1-lesson", "d1-texts", "d1-pairs"])
class TestBeforeAndAfterOneAnswer:
    def test_no_page_or_reply_holds_a_secret_before_the_answer(self, tara, enrolment, module):
        attempt = Attempt.objects.get(pk=opened(enrolment, module).pk)
        earlier = {"d1-lesson": set(), "d1-texts": {"1"}, "d1-pairs": {"1", "text-1-1", "text-1-2"}}[module]
        for path in reachable(enrolment):
            for accept in ("text/html", "application/json"):
                found = secrets_in(sent(tara.get(path, headers={"accept": accept})))
                # Results of what is finished may speak of it, nothing of what is not.
                assert found <= earlier, path
        assert secrets_in(sent(tara.get(f"/attempts/{attempt.public_id}/"))) == set()

    def test_refused_answers_hold_none_either(self, tara, enrolment, module):
        attempt = opened(enrolment, module)
        body = body_for(attempt.steps.select_related("attempt").first())
        spoilt = [
            body | {"answer": {"choice": "nonsense"}},
            body | {"answer": {}},
            body | {"confidence": 3},
            body | {"key": "?"},
            body | {"uuid": "1"},
        ]
        replies = [post_answer(tara, attempt, each) for each in spoilt] + [post_finish(tara, attempt)]
        assert [reply.status_code for reply in replies] == [400] * 5 + [409]
        assert secrets_in("".join(map(sent, replies))) == set()

    def test_after_an_answer_only_that_items_secrets_are_told(self, tara, enrolment, module):
        attempt = opened(enrolment, module)
        told: set[str] = set()
        for step, body in zip(attempt.steps.select_related("attempt"), bodies_for(attempt), strict=True):
            own = {step.item_version.item.slug} if step.item_version else {"1"}
            told |= own
            assert secrets_in(sent(post_answer(tara, attempt, body))) == own
            assert secrets_in(sent(post_answer(tara, attempt, other_choice(step, body)))) == own
            assert secrets_in(sent(tara.get(f"/attempts/{attempt.public_id}/"))) == told


@pytest.mark.parametrize("module", ["d1-lesson", "d1-texts", "d1-pairs", "d2-pairs"])
def test_the_attempt_page_has_no_field_of_feedback(tara, enrolment, module):
    attempt = opened(enrolment, module)
    data = tara.get(f"/attempts/{attempt.public_id}/").context["data"]
    assert data["answered"] == {}
    for step in data["steps"]:
        assert not FEEDBACK_NAMES & set(step)
        assert all(set(option) <= {"id", "name", "help"} for option in step.get("options", []))


def test_a_pair_that_comes_back_does_not_bring_its_key_along(tara, enrolment):
    """The answer of day 1 was followed by its key; the page of day 2 says nothing of it."""
    attempt = opened(enrolment, "d2-pairs")
    page = sent(tara.get(f"/attempts/{attempt.public_id}/"))
    assert "Prompt 1 of day 1." in page
    assert secrets_in(page) == set()


def test_a_drill_has_nothing_to_tell(tara, enrolment):
    attempt = opened(enrolment, "d1-drill")
    reply = post_answer(tara, attempt, body_for(attempt.steps.select_related("attempt").first()))
    assert json.loads(reply.content)["feedback"] is None


def test_answers_are_kept_by_no_cache(tara, enrolment):
    attempt = opened(enrolment, "d1-texts")
    page = tara.get(f"/attempts/{attempt.public_id}/")
    assert {"no-store", "private"} <= {part.strip() for part in page["Cache-Control"].split(",")}


def test_no_static_file_holds_content():
    items = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config).items
    rationales = [item.rationale[:40] for item in items]
    checked = 0
    for finder in finders.get_finders():
        for path, storage in finder.list([]):
            if path.endswith((".js", ".json", ".css", ".svg", ".html", ".txt")) and not path.startswith("vendor/"):
                text = storage.open(path).read().decode(errors="replace")
                assert not [rationale for rationale in rationales if rationale in text], path
                checked += 1
    assert checked > 20


def test_no_page_of_the_ladder_tells_a_key_or_which_item_is_charged(climbers: Climbers, client: Client):
    """Neither before an item is shown, nor while it is, nor after its answer, nor when all is over."""
    client.force_login(climbers.trainee)
    now = timezone.now()
    agree(climbers.enrolment, now)
    attempt = sitting_of(climbers.enrolment, now)
    step = revealed(attempt, now)
    shown, read = f"{SHOWN} {step.item_version.item.slug}.", set()

    def read_all() -> None:
        for name, args in {
            "exposure": (),
            "exposure_tier": (climbers.enrolment.public_id, 1),
            "exposure_sitting": (attempt.public_id,),
            "exposure_after": (attempt.public_id,),
            "report_content": (attempt.public_id, step.token),
            "reactivity": (),
        }.items():
            reply = client.get(reverse(name, args=args))
            if reply.status_code == 200:
                read.add(name)
            # No secret, and neither the plan nor the twins by name: what is charged is not to be known beforehand.
            page = sent(reply)
            assert secrets_in(page) == set(), name
            assert not re.search(r'"charged"|charged["\']?[:=]|\b[cn]0-\d', page.replace(shown, "")), name

    read_all()
    form = {"step": step.token, "uuid": str(uuid.uuid4()), "choice": "severe"}
    assert secrets_in(sent(client.post(reverse("exposure_answer", args=[attempt.public_id]), form))) == set()
    read_all()
    client.post(reverse("exposure_stop", args=[attempt.public_id]))
    read_all()
    assert read == LADDER_PAGES | {"exposure", "reactivity"}


def test_what_a_trainee_may_read_is_in_the_matrix():
    """The addresses tried above are those of the matrix: a new page for trainees is tried as well."""
    for_trainees = {name for name, (get, _) in MATRIX.items() if get.split()[1] == "200"}
    assert for_trainees >= {"today", "progress", "attempt", "attempt_done", "consent", "settings"}
    needing_ids = {name for name in for_trainees if _without_arguments(name) is None}
    assert needing_ids - LADDER_PAGES == {
        "attempt", "attempt_done", "answer_contest", "consent", "verify_certificate", "credential", "credential_key",
        "credential_achievement", "account_confirm_email", "account_reset_password_from_key",
    }  # fmt: skip

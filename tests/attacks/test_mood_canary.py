"""Attack 33: to read how somebody felt, or that they chose or stopped an exposure, from anywhere but their own page.

The trainee sends ratings that nothing else comes to, by the form; has consented to a tier, was shown an item, answered
it, stopped the sitting and rests. Then everybody else opens every page there is, and every row that is kept is looked
through.
"""

import json
import logging
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch

from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import Item, Job
from tests.clients import signed_in
from tests.people import People
from tests.site import ANONYMOUS, ITEM, VISITORS, Site, build, names
from tests.training.wellbeing.answers import form
from training.models import Attempt, ExposureEntry, ExposureRest, MoodCheck, Response, Step, TierConsent
from training.signals import attempt_completed

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
RATINGS = {"pleasure": "73.0625", "arousal": "61.4375", "distress": "58.8125"}
# Also cut short, or rounded to three digits.
CANARY = re.compile(r"73[.,]06|61[.,]4[34]|58[.,]81")
# The public id of the sitting, and of its step.
EXPOSURE = UUID("00000000-0000-4000-8000-00000000c0de")
OTHERS = tuple(visitor for visitor in VISITORS if visitor != "trainee")
# Pages of these are the same to the byte, whatever the trainee chose and said.
STAFF = ("instructor", "other_instructor", "operations")
# New in each reply: the token of a form, the form's own id, and the seed that a form of items begins with.
TOKENS = re.compile(r'name="(?:csrfmiddlewaretoken|uuid|seed)" value="[^"]*"')
# Without those of signing in, which know of no course.
PAGES = [name for name in names() if not name.startswith(("account_", "mfa_"))]
# The same addresses asked for something else.
FURTHER = {"cohort": ("?part=charts", "?show=all"), "trainee": ("?part=charts",), "cohort_wellbeing": ("?people=1",)}


@pytest.fixture
def now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def site(people: People, now: None) -> Site:
    site = build(people)
    sitting, tier = (EXPOSURE,), (people.enrolment.public_id, 1)
    acts = ("sitting", "reveal", "hide", "answer", "stop", "after")
    site.arguments |= {
        "cohort_wellbeing": (people.cohort.public_id,),
        **dict.fromkeys((f"exposure_{act}" for act in acts), sitting),
        "exposure_tier": tier,
        "exposure_start": tier[:1],
        "report_content": (EXPOSURE, EXPOSURE),
    }
    return site


def say_and_stop(people: People) -> None:
    """Ratings by the form, and beside them a sitting that was begun, shown, and stopped."""
    client = signed_in(people.trainee)
    for moment in ("before", "after"):
        assert client.post("/wellbeing/mood/", form(people.enrolment, moment, **RATINGS)).status_code == 302
    assert client.post("/wellbeing/mood/", form(people.enrolment, "during", distress="58.8125")).status_code == 302
    assert MoodCheck.objects.count() == 3
    TierConsent.objects.create(
        enrolment=people.enrolment, tier=1, text_version="tier-1", text_hash="0" * 64, given_at=NOW
    )
    ladder = program_of(people.version.pk).ladder
    attempt = Attempt.objects.create(
        public_id=EXPOSURE,
        enrolment=people.enrolment,
        program_version=people.version,
        module=ladder.rungs[0].module.slug if ladder else "rung-0",
        kind="exposure",
        seed=1,
        length=1,
        variant="ended",
        started_at=NOW,
        completed_at=NOW,
        completed_on=NOW.date(),
    )
    # Of an item that has a page of its own.
    item = Item.objects.get(bank=ITEM[0], slug=ITEM[1]).versions.latest("pk")
    step = Step.objects.create(token=EXPOSURE, attempt=attempt, position=0, item_version=item, variant="ended")
    Response.objects.create(
        step=step,
        attempt=attempt,
        uuid=EXPOSURE,
        request_hash="0" * 64,
        answer={"choice": "none"},
        timing={"rtMs": 7500},
        credit=0.0,
        correct=False,
        received_at=NOW,
    )
    ExposureEntry.objects.create(
        user=people.trainee, step=step, rung=0, charged=True, revealed_at=NOW, hidden_at=NOW, seconds=7.5
    )
    ExposureRest.objects.create(user=people.trainee, cause="distress", since=NOW, until=NOW + timedelta(hours=48))
    attempt_completed.send(sender=Attempt, attempt_id=attempt.pk, now=NOW)
    jobs.run_due(now=NOW)


def walk(site: Site, visitor: str) -> dict[str, str]:
    """Every page, as this visitor gets it; without what is new in each reply."""
    client = Client(raise_request_exception=False)
    if visitor != ANONYMOUS:
        client.force_login(site.people.by_name[visitor])
    jar, pages = dict(client.cookies), {}
    logging.disable()  # of refusals; writing each with its traceback takes longer than the page
    for name in PAGES:
        for query in ("", *FURTHER.get(name, ())):
            client.cookies.clear()
            client.cookies.update(jar)
            reply = client.get(_path(site, name) + query)
            body = b"".join(reply) if reply.streaming else reply.content
            told = f"{reply.status_code} {reply.headers.get('Location', '')} {body.decode(errors='replace')}"
            pages[name + query] = TOKENS.sub("", told)
    logging.disable(logging.NOTSET)
    return pages


def _path(site: Site, name: str) -> str:
    """Where the site has nothing that this address could be of, that of nothing."""
    try:
        return site.path(name)
    except NoReverseMatch:
        return "/nowhere/"


@pytest.mark.parametrize("visitor", OTHERS)
def test_nobody_else_sees_it_on_any_page(site: Site, visitor: str):
    jobs.run_due(now=NOW)
    before = walk(site, visitor) if visitor in STAFF else {}
    say_and_stop(site.people)
    after = walk(site, visitor)
    assert [name for name, page in after.items() if CANARY.search(page)] == []
    assert [name for name in before if before[name] != after[name]] == []


def test_the_trainee_sees_it_on_the_page_and_in_the_export_and_nowhere_else(site: Site):
    say_and_stop(site.people)
    found = {name for name, page in walk(site, "trainee").items() if CANARY.search(page)}
    assert found == {"wellbeing", "wellbeing_export"}


def test_it_is_in_no_other_row_and_in_no_log(site: Site, caplog):
    """Mails, the audit, jobs, sessions and every other table; after the jobs of a week and of the night as well."""
    caplog.set_level("DEBUG")
    say_and_stop(site.people)
    jobs.run_due(now=NOW + timedelta(days=8))
    assert Job.objects.filter(name="training.publish_mood_week", state=Job.State.DONE).exists()
    held = {
        model.__name__
        for model in apps.get_models()
        if any(CANARY.search(str(row)) for row in model._base_manager.values_list())
    }
    assert held == {"MoodCheck"}
    sessions = [json.dumps(session.get_decoded(), default=str) for session in Session.objects.all()]
    assert not any(map(CANARY.search, sessions))
    assert not CANARY.search(caplog.text)

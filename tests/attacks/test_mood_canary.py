"""Attack 33: to read how somebody felt, or that they chose or stopped an exposure, from anywhere but their own page.

Two trainees send ratings that nothing else comes to, by the form. One of them has an open sitting, which a high
distress ends, and consents to a further tier. The other has never met the ladder: they consent, are shown an item,
answer it, stop and rest. Then everybody opens every page there is, and every row that is kept is looked through.
"""

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.contrib.sessions.models import Session
from django.test import Client
from django.urls import NoReverseMatch, reverse

from courseware.domain import jobs
from courseware.domain.programs import program_of
from courseware.models import Enrolment, Item, Job
from tests.clients import signed_in
from tests.people import People
from tests.site import ANONYMOUS, ITEM, VISITORS, Site, build, names
from tests.sittings_of_exposure import agree, revealed, sitting_of
from tests.test_pages_matrix import MATRIX
from tests.training.wellbeing.answers import form
from training.domain.wellbeing import erasing, weeks
from training.models import Attempt, ExposureEntry, ExposureRest, MoodCheck, Response, Step, TierConsent
from training.signals import attempt_completed

NOW = datetime(2026, 1, 6, 9, 0, tzinfo=UTC)
# The public id of the other trainee's sitting, and of its step.
EXPOSURE = UUID("00000000-0000-4000-8000-00000000c0de")
# Pages of these are the same to the byte, whatever the trainees chose and said.
STAFF = ("instructor", "other_instructor", "operations")
# New in each reply: the token of a form, the form's own id, and the seed that a form of items begins with.
TOKENS = re.compile(r'name="(?:csrfmiddlewaretoken|uuid|seed)" value="[^"]*"')
# Those that anybody can read, without those of signing in, which know of no course.
PAGES = [
    name
    for name in names()
    if not name.startswith(("account_", "mfa_")) and {"200", "on"} & set(MATRIX[name][0].split())
]
# The same addresses asked for something else.
FURTHER = {"cohort": ("?part=charts", "?show=all"), "trainee": ("?part=charts",), "cohort_wellbeing": ("?people=1",)}
OWN_PAGES = {"wellbeing", "wellbeing_export"}


@dataclass(frozen=True)
class Said:
    """Ratings that nothing else comes to; `anywhere` finds them also cut short, or rounded to three digits."""

    ratings: dict[str, str]
    high: str
    anywhere: re.Pattern[str]


SAID = {
    "trainee": Said(
        {"pleasure": "73.0625", "arousal": "61.4375", "distress": "58.8125"},
        "94.1875",
        re.compile(r"73[.,]06|61[.,]4[34]|58[.,]81|94[.,]1[89]"),
    ),
    "other_trainee": Said(
        {"pleasure": "27.5625", "arousal": "36.9375", "distress": "41.6875"},
        "87.3125",
        re.compile(r"27[.,]56|36[.,]9[34]|41[.,]6[89]|87[.,]31"),
    ),
}


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOW, tick=False) as coordinates:
        yield coordinates


def say(enrolment: Enrolment, said: Said) -> None:
    """Ratings by the form, the last of which is of a high distress."""
    client, before = signed_in(enrolment.user), MoodCheck.objects.count()
    for moment in ("before", "after"):
        assert client.post("/wellbeing/mood/", form(enrolment, moment, **said.ratings)).status_code == 302
    for distress in (said.ratings["distress"], said.high):
        assert client.post("/wellbeing/mood/", form(enrolment, "during", distress=distress)).status_code == 302
    assert MoodCheck.objects.count() == before + 4
    assert ExposureRest.objects.filter(user=enrolment.user, cause="distress").exists()


def begin_and_end(people: People) -> None:
    """What somebody does who has never met the ladder, with an item that has a page of its own."""
    enrolment = people.other_enrolment
    TierConsent.objects.create(enrolment=enrolment, tier=1, text_version="tier-1", text_hash="0" * 64, given_at=NOW)
    ladder = program_of(people.version.pk).ladder
    assert ladder is not None
    attempt = Attempt.objects.create(
        public_id=EXPOSURE,
        enrolment=enrolment,
        program_version=people.version,
        module=ladder.rungs[0].module.slug,
        kind="exposure",
        seed=1,
        length=1,
        variant="ended",
        started_at=NOW,
        completed_at=NOW,
        completed_on=NOW.date(),
    )
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
        user=enrolment.user, step=step, rung=0, charged=True, revealed_at=NOW, hidden_at=NOW, seconds=7.5
    )
    attempt_completed.send(sender=Attempt, attempt_id=attempt.pk, now=NOW)


def say_and_stop(people: People) -> None:
    begin_and_end(people)
    say(people.other_enrolment, SAID["other_trainee"])
    say(people.enrolment, SAID["trainee"])
    assert not Attempt.objects.filter(kind="exposure", completed_at=None).exists()
    agree(people.enrolment, NOW, tier=2)
    jobs.run_due(now=NOW)


def walk(site: Site, visitor: str) -> dict[str, str]:
    """Every page, as this visitor gets it; without what is new in each reply."""
    client = Client(raise_request_exception=False)
    if visitor != ANONYMOUS:
        client.force_login(site.people.by_name[visitor])
    jar, pages = dict(client.cookies), {}
    logging.disable()  # of refusals; writing each with its traceback takes longer than the page
    for asked, path in addresses(site).items():
        client.cookies.clear()
        client.cookies.update(jar)
        reply = client.get(path)
        body = b"".join(reply) if reply.streaming else reply.content
        told = f"{reply.status_code} {reply.headers.get('Location', '')} {body.decode(errors='replace')}"
        pages[asked] = TOKENS.sub("", told)
    logging.disable(logging.NOTSET)
    return pages


def addresses(site: Site) -> dict[str, str]:
    """What is asked for -> its address. Also of the other trainee, and of their sitting."""
    people = site.people
    theirs = (people.cohort.public_id, people.other_enrolment.public_id)
    asked = {name + query: _path(site, name) + query for name in PAGES for query in ("", *FURTHER.get(name, ()))}
    others = {
        "dossier": theirs[1:],
        **dict.fromkeys(("trainee", "trainee_judgement"), theirs),
        **dict.fromkeys(("attempt", "attempt_done", "exposure_sitting", "exposure_after"), (EXPOSURE,)),
    }
    return asked | {f"{name} of the other": reverse(name, args=args) for name, args in others.items()}


def _path(site: Site, name: str) -> str:
    """Where the site has nothing that this address could be of, that of nothing."""
    try:
        return site.path(name)
    except NoReverseMatch:
        return "/nowhere/"


def test_no_page_tells_anybody_else(people: People, clock):
    site = build(people)
    jobs.run_due(now=NOW)
    before = {visitor: walk(site, visitor) for visitor in STAFF}
    say_and_stop(people)
    for visitor in VISITORS:
        after = walk(site, visitor)
        for who, said in SAID.items():
            found = {page for page, told in after.items() if said.anywhere.search(told)}
            assert found == (OWN_PAGES if visitor == who else set()), f"{visitor} reads what {who} said"
        differing = [page for page, told in before.get(visitor, {}).items() if told != after[page]]
        assert differing == [], f"{visitor} sees from these that something was chosen, said or stopped"


def test_no_other_row_and_no_log_tells_it(people: People, clock, caplog):
    """Mails, the audit, jobs, sessions and every other table; after the jobs of a week and of nights as well."""
    caplog.set_level("DEBUG")
    agree(people.enrolment, NOW)
    revealed(sitting_of(people.enrolment, NOW), NOW)
    say_and_stop(people)
    for days in (1, 8):
        clock.move_to(NOW + timedelta(days=days))
        jobs.run_due(now=NOW + timedelta(days=days))
    for name in (erasing.JOB, weeks.JOB):
        assert Job.objects.filter(name=name, state=Job.State.DONE).exists(), f"{name} has not run"
    for who, said in SAID.items():
        held = {
            model.__name__
            for model in apps.get_models()
            if any(said.anywhere.search(str(row)) for row in model._base_manager.values_list())
        }
        assert held == {"MoodCheck"}, f"what {who} said is in other rows"
        sessions = [json.dumps(session.get_decoded(), default=str) for session in Session.objects.all()]
        assert not any(map(said.anywhere.search, sessions)), f"what {who} said is in a session"
        assert not said.anywhere.search(caplog.text), f"what {who} said is in a log"

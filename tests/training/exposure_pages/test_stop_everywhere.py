"""The way out: the same markup, first in the page, in every state of a sitting, and it works as a plain form."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.ladder_course import Climbers
from tests.training.exposure_pages.steps import LADDER, begin, press, read, set_care, sitting_path
from training.models import Attempt, Response

STOP = re.compile(r'<main [^>]*>\s*(<div class="exposure-stop">.*?</div>)', re.S)
TOKEN = re.compile(r'(name="csrfmiddlewaretoken" value=")[^"]+')


def pages_of_a_sitting(client: Client, climbers: Climbers, attempt: Attempt) -> dict[str, str]:
    """Every page that somebody can be on while their sitting is open, by its state."""
    path = sitting_path(attempt)
    set_care(climbers.operations, break_every=1)
    pages = {"first": read(client, path)}
    pages["revealed"] = press(client, pages["first"], "/reveal/")
    pages["refused"] = press(client, pages["revealed"], "/answer/", choice="")
    pages["hidden"] = press(client, pages["revealed"], "/hide/")
    pages["again"] = press(client, pages["hidden"], "/reveal/")
    pages["pause"] = press(client, pages["again"], "/answer/", choice="mild")
    set_care(climbers.operations, break_every=20)
    pages["next"] = read(client, path)
    pages["ladder"] = read(client, LADDER)
    tiers = [reverse("exposure_tier", args=[climbers.enrolment.public_id, tier]) for tier in (1, 2)]
    pages["agreed"], pages["other tier"] = (read(client, tier) for tier in tiers)
    step = attempt.steps.first()
    pages["report"] = read(client, reverse("report_content", args=[attempt.public_id, step.token]))
    press(client, pages["ladder"], "/rest/")
    pages["waiting"] = read(client, path)
    pages["resting ladder"] = read(client, LADDER)
    return pages


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee, enforce_csrf_checks=True)


def test_it_is_first_and_the_same_in_every_state_and_help_is_near(cleo, climbers):
    pages = pages_of_a_sitting(cleo, climbers, begin(cleo, climbers.enrolment))
    found = {state: STOP.search(page) for state, page in pages.items()}
    assert [state for state, match in found.items() if match is None] == []
    assert len({TOKEN.sub(r"\1", match[1]) for match in found.values()}) == 1
    assert all(page.count(">Stop here</button>") == 1 for page in pages.values())
    for state, page in pages.items():
        assert f'href="{reverse("help")}"' in page.partition("<main")[2].partition("</main>")[0], state


@pytest.mark.parametrize("state", ["again", "waiting", "report"])
def test_it_ends_the_sitting_from_there_and_keeps_what_was_answered(cleo, climbers, state):
    attempt = begin(cleo, climbers.enrolment)
    page = pages_of_a_sitting(cleo, climbers, attempt)[state]
    after = press(cleo, page, "/stop/")
    assert "This sitting has ended" in after
    attempt.refresh_from_db()
    assert attempt.completed_at is not None
    assert Response.objects.filter(attempt=attempt).count() == 1


def test_once_more_changes_nothing(cleo, climbers):
    attempt = begin(cleo, climbers.enrolment)
    page = read(cleo, sitting_path(attempt))
    press(cleo, page, "/stop/")
    ended = Attempt.objects.get(pk=attempt.pk).completed_at
    assert "This sitting has ended" in press(cleo, page, "/stop/")
    assert Attempt.objects.get(pk=attempt.pk).completed_at == ended
    assert STOP.search(read(cleo, LADDER)) is None

"""What the pages say that a choice could change: the scope of a certificate that nobody can get yet, so nothing now."""

import pytest
from django.test import Client
from django.urls import reverse

from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from tests.clients import signed_in
from tests.ladder_course import Climbers
from tests.training.exposure_pages.steps import LADDER, begin, read, sitting_path, words
from training.activities import check_config

PROMISED = ("a certificate covers less", "a certificate covers “general”", "the scope of a certificate is then general")


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


@pytest.mark.parametrize("page", ["ladder", "tier", "reactivity", "progress"])
def test_no_page_speaks_of_a_certificate_that_nobody_can_get_as_if_one_could(cleo, climbers, page):
    tier = reverse("exposure_tier", args=[climbers.enrolment.public_id, 2])
    path = {"ladder": LADDER, "tier": tier, "reactivity": "/progress/reactivity/", "progress": "/progress/"}[page]
    said = words(read(cleo, path))
    assert [promise for promise in PROMISED if promise in said] == []
    if page == "progress":
        assert "no certificate speaks of it yet" in said
    else:
        assert "could ever change is the scope of a certificate" in said
        assert "issued yet" in said
    if page == "tier":
        assert "up to tier 2" in said


def test_what_charged_means_and_that_twins_can_be_unpleasant_is_said_before_anything_is_shown(cleo, climbers):
    ladder = words(read(cleo, LADDER))
    assert "We call a text charged if its words are meant to sting, frighten or shut out" in ladder
    assert "It can be unpleasant too. The limits count charged texts only." in ladder
    assert "instructors see a weekly mean over five people or more, never one person’s" in ladder
    first = words(read(cleo, sitting_path(begin(cleo, climbers.enrolment))))
    assert "either can be unpleasant" in first


def test_the_lesson_and_its_question_say_the_same():
    lesson = load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config).program.modules["w3d5-lesson"].config
    assert "so today it changes nothing" in lesson["text"]
    assert "We call a text **charged**" in lesson["text"]
    right = next(one for one in lesson["check"]["options"] if one["id"] == lesson["check"]["answer"])
    assert right["text"] == "Nothing today; all it could ever change is the scope of a certificate"

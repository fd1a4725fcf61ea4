"""A sitting without scripts: one item at a time, hidden until it is revealed, and nothing that urges."""

import re
import uuid

import pytest
from django.test import Client
from django.urls import reverse

from tests.clients import signed_in
from tests.ladder_course import SHOWN, Climbers, rung_module
from tests.training.exposure_pages.steps import begin, forms, press, read, set_care, sitting_path, words
from training.models import Attempt, ExposureEntry, ExposureRest, Response


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


@pytest.fixture
def attempt(cleo: Client, climbers: Climbers) -> Attempt:
    return begin(cleo, climbers.enrolment)


def test_no_text_is_sent_before_its_reveal_and_then_that_one_alone(cleo, attempt):
    page = read(cleo, sitting_path(attempt))
    assert "What comes" in page
    assert SHOWN not in page
    slugs = [step.item_version.item.slug for step in attempt.steps.select_related("item_version__item")]
    revealed = press(cleo, page, "/reveal/")
    assert re.findall(rf"{SHOWN} (\S+)\.", revealed) == slugs[:1]
    assert ExposureEntry.objects.get().hidden_at is None
    # What explains the answer is for nobody here.
    assert "Unspoken" not in revealed


def test_answers_lead_through_to_a_page_without_scores(cleo, attempt):
    page = read(cleo, sitting_path(attempt))
    for number in range(1, attempt.length + 1):
        assert f"Item {number} of {attempt.length} at the most" in page
        page = press(cleo, page, "/reveal/")
        page = press(cleo, page, "/answer/", choice="mild")
        assert SHOWN not in page
    assert "This sitting has ended" in page
    assert Response.objects.filter(attempt=attempt).count() == attempt.length
    assert not re.search(r"\b(correct|wrong|as keyed|score|right answers?|per cent|key)\b|%", words(page))


def test_a_hidden_item_can_be_shown_again(cleo, attempt):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    hidden = press(cleo, revealed, "/hide/")
    assert SHOWN not in hidden
    assert "Hidden again" in hidden
    assert ExposureEntry.objects.get().seconds is not None
    assert SHOWN in press(cleo, hidden, "/reveal/")


def test_a_page_on_its_way_out_hides_and_is_sent_nothing(cleo, attempt):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    path = reverse("exposure_hide", args=[attempt.public_id])
    reply = cleo.post(path, forms(revealed)[path] | {"leaving": "yes"})
    assert (reply.status_code, reply.content) == (204, b"")
    assert SHOWN not in read(cleo, sitting_path(attempt))


def test_the_same_form_sent_twice_is_one_answer(cleo, attempt):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    for _ in range(2):
        press(cleo, revealed, "/answer/", choice="mild")
    assert Response.objects.filter(attempt=attempt).count() == 1


@pytest.mark.parametrize("choice", ["", "enormous"])
def test_without_a_label_nothing_is_recorded_and_the_item_stays(cleo, attempt, choice):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    page = press(cleo, revealed, "/answer/", choice=choice)
    assert "Choose one of the labels. Nothing was recorded." in page
    assert SHOWN in page
    assert not Response.objects.filter(attempt=attempt).exists()


def test_an_answer_to_what_was_hidden_meanwhile_says_so_and_loses_nothing(cleo, attempt):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    press(cleo, revealed, "/hide/")
    page = press(cleo, revealed, "/answer/", choice="mild")
    assert "notice-warn" in page
    assert "Hidden again" in page
    assert not Response.objects.filter(attempt=attempt).exists()


def test_a_pause_is_offered_with_a_way_to_breathe_and_to_say_how_it_goes(cleo, attempt, climbers):
    set_care(climbers.operations, break_every=1)
    page = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    page = press(cleo, page, "/answer/", choice="mild")
    assert "A pause, if you like one" in page
    assert "Feel your feet" in page
    assert 'name="moment" value="during"' in page
    assert "button-primary" not in page
    assert SHOWN in press(cleo, page, "/reveal/")


def test_at_a_rest_the_sitting_waits_until_a_moment_in_the_persons_zone(cleo, attempt, climbers):
    type(climbers.trainee).objects.filter(pk=climbers.trainee.pk).update(time_zone="Pacific/Auckland")
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    cleo.post(reverse("exposure_rest"))
    page = read(cleo, sitting_path(attempt))
    assert "This sitting waits" in page
    assert "(Pacific/Auckland)" in page
    assert "not an evidence-based threshold: ask a clinician" in page
    assert "/reveal/" not in page
    assert "button-primary" not in page
    assert "Every answer is kept" in page
    answered = press(cleo, revealed, "/answer/", choice="mild")
    assert SHOWN not in answered
    ExposureRest.objects.all().delete()
    assert "Show it again" in read(cleo, sitting_path(attempt))


def test_the_limit_is_said_where_it_is_met_whatever_comes_next(cleo, attempt, climbers):
    page = read(cleo, sitting_path(attempt))
    while "/reveal/" in page:
        page = press(cleo, press(cleo, page, "/reveal/"), "/answer/", choice="mild")
    shown = ExposureEntry.objects.filter(charged=True).count()
    second = begin(cleo, climbers.enrolment)
    set_care(climbers.operations, per_day=shown, per_week=shown)
    page = read(cleo, sitting_path(second))
    while "/reveal/" in page:
        page = press(cleo, press(cleo, page, "/reveal/"), "/answer/", choice="mild")
    assert "This sitting waits" in page
    assert "as your organisation allows" in page
    assert "/answer/" not in page
    assert ExposureEntry.objects.filter(charged=True).count() == shown


def test_withdrawing_in_another_tab_ends_it_at_once_and_keeps_the_answers(cleo, attempt, climbers):
    page = press(cleo, press(cleo, read(cleo, sitting_path(attempt)), "/reveal/"), "/answer/", choice="mild")
    revealed = press(cleo, page, "/reveal/")
    cleo.post(reverse("exposure_tier", args=[climbers.enrolment.public_id, 1]), {"action": "withdraw"})
    page = press(cleo, revealed, "/answer/", choice="mild")
    assert "This sitting has ended" in page
    assert SHOWN not in page
    assert Response.objects.filter(attempt=attempt).count() == 1


def test_a_high_distress_on_the_pause_card_ends_it(cleo, attempt, climbers):
    set_care(climbers.operations, break_every=1)
    page = press(cleo, press(cleo, read(cleo, sitting_path(attempt)), "/reveal/"), "/answer/", choice="mild")
    page = press(cleo, page, "/wellbeing/mood/", distress="90", pleasure="", arousal="")
    assert "This sitting has ended" in page
    assert "You rated your distress high" in page
    # Whom to talk to stands right below the message, before anything else.
    places = [page.index(part) for part in ('class="messages"', "Whom you can talk to", "<h1>")]
    assert places == sorted(places)


def test_after_a_high_distress_the_contacts_are_there_and_after_another_end_they_are_not(cleo, climbers):
    contact = {"country": "", "name": "Peer line", "reach": "+00 555 0100", "hours": ""}
    set_care(climbers.operations, contacts=[contact])
    attempt = begin(cleo, climbers.enrolment)
    press(cleo, read(cleo, sitting_path(attempt)), "/stop/")
    after = reverse("exposure_after", args=[attempt.public_id])
    page = read(cleo, after)
    assert "Peer line" not in page
    assert "Your allowance is on the ladder page. There is no need to use it." in page
    press(cleo, page, "/wellbeing/mood/", distress="90", pleasure="", arousal="")
    assert 'href="tel:+005550100"' in read(cleo, after)


def test_after_a_withdrawal_nothing_is_said_of_an_allowance(cleo, attempt, climbers):
    press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    page = press(cleo, read(cleo, "/exposure/"), "/tiers/1/")
    assert "This sitting has ended" in page
    assert "allowance" not in page
    assert "The limits are" not in page


def test_an_answer_from_an_old_tab_is_told_that_it_was_not_kept(cleo, attempt):
    revealed = press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    press(cleo, read(cleo, "/exposure/"), "/tiers/1/")
    page = press(cleo, revealed, "/answer/", choice="mild")
    assert "This sitting has ended; this last answer was not kept." in page
    assert not Response.objects.filter(attempt=attempt).exists()


@pytest.mark.parametrize("limits", [{"offered": False}, {"highest_rung": 0}])
def test_what_is_not_offered_any_more_is_not_offered_again_and_again(cleo, climbers, limits):
    attempt = begin(cleo, climbers.enrolment)
    if "highest_rung" in limits:
        Attempt.objects.filter(pk=attempt.pk).update(module=rung_module(1))
    first = read(cleo, sitting_path(attempt))
    press(cleo, first, "/reveal/")
    set_care(climbers.operations, **limits)
    for page in (read(cleo, sitting_path(attempt)), press(cleo, first, "/reveal/")):
        assert "This is not offered any more" in page
        assert SHOWN not in page
        assert "/reveal/" not in page
    assert "This sitting has ended" in press(cleo, page, "/stop/")


def test_a_hidden_item_can_be_reported_without_a_second_look(cleo, attempt):
    first = read(cleo, sitting_path(attempt))
    assert "/report/" not in first
    revealed = press(cleo, first, "/reveal/")
    hidden = press(cleo, revealed, "/hide/")
    report = reverse("report_content", args=[attempt.public_id, attempt.steps.first().token])
    for page in (revealed, hidden):
        assert f'href="{report}"' in page
    assert "“Stop here” ends the sitting" in hidden
    assert "/report/" not in press(cleo, press(cleo, hidden, "/reveal/"), "/answer/", choice="mild")


def test_only_submitting_is_a_filled_button(cleo, attempt):
    first = read(cleo, sitting_path(attempt))
    revealed = press(cleo, first, "/reveal/")
    hidden = press(cleo, revealed, "/hide/")
    after = press(cleo, hidden, "/stop/")
    assert [page.count("button-primary") for page in (first, revealed, hidden, after)] == [0, 1, 0, 0]
    assert '<button class="button button-primary" type="submit">Submit</button>' in revealed


def test_its_title_names_the_rung(cleo, attempt):
    assert f"<title>Rung 0 · Item 1 of {attempt.length} at the most · Attune</title>" in read(
        cleo, sitting_path(attempt)
    )


def test_nothing_here_counts_time_or_urges(cleo, attempt, climbers):
    set_care(climbers.operations, break_every=1)
    first = read(cleo, sitting_path(attempt))
    revealed = press(cleo, first, "/reveal/")
    pause = press(cleo, revealed, "/answer/", choice="mild")
    ladder, after = read(cleo, "/exposure/"), press(cleo, pause, "/stop/")
    for page in (first, revealed, pause, ladder, after):
        assert not re.search(r"\b(timers?|seconds|speed|countdown|hurry up|streak)\b", page, re.I)
        assert "<progress" not in page
        assert page.count("button-primary") <= 1


def test_every_page_is_the_persons_own_and_kept_by_no_cache(cleo, attempt, climbers):
    press(cleo, read(cleo, sitting_path(attempt)), "/reveal/")
    step = str(attempt.steps.first().token)
    sent = {"step": step, "uuid": str(uuid.uuid4()), "choice": "mild"}
    others = (climbers.other_trainee, climbers.instructor, climbers.operations)
    for client, status in [(signed_in(other), 404) for other in others] + [(Client(), 302)]:
        for name in ("sitting", "after"):
            assert client.get(reverse(f"exposure_{name}", args=[attempt.public_id])).status_code == status
        for name in ("reveal", "hide", "answer", "stop"):
            reply = client.post(reverse(f"exposure_{name}", args=[attempt.public_id]), sent)
            assert reply.status_code == status, (name, status)
    attempt.refresh_from_db()
    assert attempt.completed_at is None
    assert not Response.objects.filter(attempt=attempt).exists()
    for path in (sitting_path(attempt), "/exposure/"):
        assert "no-store" in cleo.get(path)["Cache-Control"]


def test_what_is_no_identifier_is_not_found(cleo, attempt):
    for name in ("reveal", "hide", "answer"):
        path = reverse(f"exposure_{name}", args=[attempt.public_id])
        assert cleo.post(path, {"step": "no-such"}).status_code == 404
        assert cleo.post(path, {"step": str(uuid.uuid4()), "uuid": str(uuid.uuid4())}).status_code == 404


def test_before_its_end_there_is_no_page_after_it(cleo, attempt):
    after = reverse("exposure_after", args=[attempt.public_id])
    assert cleo.get(after)["Location"] == sitting_path(attempt)
    cleo.post(reverse("exposure_stop", args=[attempt.public_id]))
    assert cleo.get(after).status_code == 200
    assert cleo.get(sitting_path(attempt))["Location"] == after

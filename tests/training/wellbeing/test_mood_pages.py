"""The form of mood and the person's own page: what is asked, kept, shown, taken along and deleted, and by whom."""

import json
import re
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.http import HttpResponse
from django.template import engines
from django.test import RequestFactory

from tests.clients import signed_in, text_of
from tests.ladder_course import TUESDAY_9, Climbers
from tests.people import MONDAY_9
from tests.training.wellbeing.answers import form, note
from training.domain.exposure import consents, sittings
from training.domain.exposure.wording import moment
from training.domain.wellbeing import moods
from training.domain.wellbeing.pairs import marks, paired
from training.models import Attempt, CarePolicy, ExposureRest, MoodCheck

MOOD = "/wellbeing/mood/"


def said(reply: HttpResponse) -> list[str]:
    """The messages that the next page shows."""
    return [str(message) for message in get_messages(reply.wsgi_request)]


class TestForm:
    def drawn(self, climbers: Climbers, moment: str) -> str:
        template = engines["django"].from_string(
            '{% include "training/_mood_form.html" with moment=moment next="/exposure/" %}'
        )
        context = {"enrolment": climbers.enrolment, "moment": moment}
        return template.render(context, RequestFactory().get("/exposure/"))

    def test_nothing_is_answered_until_somebody_answers(self, climbers: Climbers):
        page = self.drawn(climbers, "before")
        numbers = re.findall(r'<input type="number"[^>]*>', page)
        assert re.findall(r'name="(\w+)"', "".join(numbers)) == ["pleasure", "arousal", "distress"]
        assert not re.search(r"value=|required", "".join(numbers))
        # The sliders are for scripts, and send nothing of their own.
        assert not [slider for slider in re.findall(r'<input class="mood-range"[^>]*>', page) if "name=" in slider]

    def test_it_says_what_is_in_force(self, climbers: Climbers):
        CarePolicy.objects.create(
            mood_days=12, distress_stop=65, rest_hours=30, made_by=climbers.operations, created_at=MONDAY_9
        )
        page = self.drawn(climbers, "after")
        assert "kept for 12 days" in page
        assert "distress of 65 or more" in page
        assert "rest for 30 hours" in page
        assert "Only you see your ratings" in page

    def test_during_a_sitting_it_asks_for_distress_alone(self, climbers: Climbers):
        assert re.findall(r'data-scale="(\w+)"', self.drawn(climbers, "during")) == ["distress"]

    def test_two_forms_are_two_checks(self, climbers: Climbers):
        ids = {re.search(r'name="uuid" value="([^"]+)"', self.drawn(climbers, "before"))[1] for _ in range(2)}
        assert len(ids) == 2


class TestSending:
    def test_an_empty_form_is_fine_and_stores_nothing(self, climbers: Climbers):
        reply = signed_in(climbers.trainee).post(MOOD, form(climbers.enrolment))
        assert (reply.status_code, reply["Location"]) == (302, "/wellbeing/")
        assert said(reply) == ["Nothing was answered, so nothing is kept."]
        assert not MoodCheck.objects.exists()

    def test_what_is_answered_is_kept_once(self, climbers: Climbers):
        client, sent = signed_in(climbers.trainee), form(climbers.enrolment, arousal="61", uuid=uuid4())
        assert said(client.post(MOOD, sent)) == ["Your ratings are saved, for you alone."]
        client.post(MOOD, sent)
        check = MoodCheck.objects.get()
        assert (check.pleasure, check.arousal, check.distress) == (None, 61, None)

    @pytest.mark.parametrize("value", ["101", "-1", "nan", "inf", "many", "1e400"])
    def test_what_is_no_rating_stores_nothing_and_is_not_repeated(self, climbers: Climbers, value: str):
        reply = signed_in(climbers.trainee).post(MOOD, form(climbers.enrolment, pleasure="50", distress=value))
        assert said(reply) == ["Nothing was saved. A rating is a number from 0 to 100."]
        assert not MoodCheck.objects.exists()

    def test_it_is_for_ones_own_enrolment(self, climbers: Climbers):
        for who in (climbers.other_trainee, climbers.instructor, climbers.operations):
            assert signed_in(who).post(MOOD, form(climbers.enrolment, pleasure="5")).status_code == 404
        assert signed_in(climbers.trainee).post(MOOD, {}).status_code == 404
        assert not MoodCheck.objects.exists()

    @pytest.mark.parametrize(
        "wanted",
        ["", "//evil.example/wellbeing/", "https://evil.example/wellbeing/", "/today/", "/wellbeing/export/", "/\\evil",
         "https://[evil", "\t//evil.example", "/wellbeing/?distress=90"],
    )  # fmt: skip
    def test_it_leads_to_our_own_pages_only(self, climbers: Climbers, wanted: str):
        reply = signed_in(climbers.trainee).post(MOOD, form(climbers.enrolment, next=wanted))
        assert reply["Location"] == "/wellbeing/"

    def test_it_leads_back_to_where_the_form_stands(self, climbers: Climbers):
        reply = signed_in(climbers.trainee).post(MOOD, form(climbers.enrolment, next="/exposure/"))
        assert reply["Location"] == "/exposure/"

    def test_a_high_distress_leads_to_the_end_of_the_sitting_and_says_until_when(self, climbers: Climbers):
        consents.give(climbers.enrolment, 1, "tier-1-v1", now=TUESDAY_9)
        attempt = sittings.begin(climbers.enrolment, 0, now=TUESDAY_9, seed=1)
        climbers.trainee.time_zone = "Europe/Lisbon"
        climbers.trainee.save()
        sent = form(climbers.enrolment, "during", distress="93.4375", next="/exposure/")
        client = signed_in(climbers.trainee)
        reply = client.post(MOOD, sent)
        assert reply["Location"] == f"/exposure/sittings/{attempt.public_id}/after/"
        (words,) = said(reply)
        until = moment(ExposureRest.objects.get().until, climbers.trainee.zone)
        assert until.endswith("(Europe/Lisbon)")
        # In a cookie until the next page: what is said of a rest of one's own, word for word, and nothing of why.
        assert words == f"The ladder rests until {until}. The rest of the course stays open."
        assert "You rated your distress high" in text_of(client, reply["Location"])
        assert "93.4" not in str(reply.headers) + reply.content.decode() + str(reply.cookies)
        assert Attempt.objects.get(pk=attempt.pk).completed_at is not None

    def test_the_message_of_a_high_distress_is_that_of_a_rest_of_ones_own(self, climbers: Climbers):
        with time_machine.travel(TUESDAY_9, tick=False):
            CarePolicy.objects.create(rest_hours=24, made_by=climbers.operations, created_at=MONDAY_9)
            asked = signed_in(climbers.trainee).post("/exposure/rest/")
            rated = signed_in(climbers.other_trainee).post(MOOD, form(climbers.other_enrolment, distress="90"))
        assert said(rated) == said(asked)
        tags = [[message.tags for message in get_messages(reply.wsgi_request)] for reply in (asked, rated)]
        assert tags[0] == tags[1]


class TestOwnPage:
    def test_it_is_empty_for_whoever_said_nothing(self, people):
        for who in (people.stranger, people.instructor, people.operations):
            assert "Nothing is kept" in text_of(signed_in(who), "/wellbeing/")

    def test_it_shows_ones_own_ratings_in_ones_own_zone_and_when_each_is_erased(self, climbers: Climbers):
        climbers.trainee.time_zone = "Asia/Tokyo"
        climbers.trainee.save()
        note(climbers.enrolment, pleasure=73.0625)
        note(climbers.other_enrolment, pleasure=61.4375)
        with time_machine.travel(TUESDAY_9, tick=False):
            reply = signed_in(climbers.trainee).get("/wellbeing/")
        page = reply.content.decode()
        assert "5 Jan 2026, 18:00 JST" in page
        assert "6 Apr 2026, 11:30 JST" in page
        assert "73.0625" in page
        assert "61.4375" not in page
        assert "no-store" in reply["Cache-Control"]

    def test_the_export_is_all_that_is_kept_and_is_not_stored_on_the_way(self, climbers: Climbers):
        check = note(climbers.enrolment, pleasure=10, distress=73.0625)
        note(climbers.other_enrolment, pleasure=61.4375)
        reply = signed_in(climbers.trainee).get("/wellbeing/export/")
        assert "no-store" in reply["Cache-Control"]
        assert reply["Content-Disposition"].startswith("attachment")
        document = json.loads(reply.content)
        assert document["about"].startswith("What you said of how you felt")
        assert document["time_zone"] == "UTC"
        (row,) = document["checks"]
        assert row == {
            "id": str(check.public_id),
            "cohort": "Climbers",
            "moment": "before",
            "pleasure": 10.0,
            "arousal": None,
            "distress": 73.0625,
            "taken_at": "2026-01-05T09:00:00+00:00",
            "erase_at": "2026-04-05T09:00:00+00:00",
        }

    def test_deleting_one(self, climbers: Climbers):
        mine, other = note(climbers.enrolment, pleasure=1), note(climbers.other_enrolment, pleasure=2)
        client = signed_in(climbers.trainee)
        for check in (mine.public_id, mine.public_id, other.public_id, "nonsense"):
            assert client.post("/wellbeing/delete/", {"check": check})["Location"] == "/wellbeing/"
        assert list(MoodCheck.objects.values_list("pk", flat=True)) == [other.pk]

    def test_before_deleting_it_says_how_many_and_that_they_will_be_gone(self, climbers: Climbers):
        client = signed_in(climbers.trainee)
        for said in ("This deletes your one set of ratings for good.", "This deletes all 2 of your sets of ratings"):
            note(climbers.enrolment, pleasure=1)
            page = text_of(client, "/wellbeing/")
            assert said in page
            assert "It will be gone for good." in page

    def test_deleting_all_needs_the_word(self, climbers: Climbers):
        for value in (1, 2):
            note(climbers.enrolment, pleasure=value)
        other = note(climbers.other_enrolment, pleasure=2)
        client = signed_in(climbers.trainee)
        refused = client.post("/wellbeing/delete/", {"check": "all", "confirmation": "yes"})
        assert "Type the word delete" in refused.content.decode()
        assert MoodCheck.objects.count() == 3
        client.post("/wellbeing/delete/", {"check": "all", "confirmation": " Delete "})
        assert list(MoodCheck.objects.values_list("pk", flat=True)) == [other.pk]

    def test_its_cost_does_not_grow_with_the_rows(self, climbers: Climbers, django_assert_num_queries):
        client = signed_in(climbers.trainee)
        for count in (1, 40):
            for hour in range(count):
                note(climbers.enrolment, ("before", "after")[hour % 2], pleasure=hour, now=MONDAY_9 + hour * HOUR)
            text_of(client, "/wellbeing/")
            with django_assert_num_queries(4):
                text_of(client, "/wellbeing/")


HOUR = timedelta(hours=1)


class TestPairs:
    def check(self, hours: float, moment: str, cohort: int = 1, **ratings: float) -> MoodCheck:
        return MoodCheck(moment=moment, cohort_id=cohort, taken_at=MONDAY_9 + timedelta(hours=hours), **ratings)

    def test_each_after_goes_with_the_latest_before_of_its_cohort(self):
        lone, before, after = self.check(0, "before"), self.check(1, "before"), self.check(1.5, "after")
        elsewhere, during = self.check(1.2, "before", cohort=2), self.check(1.3, "during")
        second = self.check(2, "after")
        pairs = paired([second, after, during, elsewhere, before, lone])
        assert [(pair.before, pair.after) for pair in pairs] == [(before, after)]

    def test_what_lies_half_a_day_apart_is_no_pair(self):
        assert paired([self.check(0, "before"), self.check(6.5, "after")]) == []

    def test_the_newest_ten_are_drawn_from_the_oldest(self):
        checks = [
            self.check(day * 24 + late, moment, pleasure=day)
            for day in range(12)
            for late, moment in ((0, "before"), (1, "after"))
        ]
        drawn = marks(paired(checks), "pleasure")
        assert len(drawn) == 10
        assert [mark.x for mark in drawn] == sorted(mark.x for mark in drawn)
        assert [mark.before for mark in drawn] == [round(112 - 98 * day / 100, 1) for day in range(2, 12)]
        assert marks(paired(checks), "distress") == []


def test_someone_elses_page_has_nothing_of_it(climbers: Climbers):
    check = note(climbers.enrolment, distress=73.0625)
    assert str(check.public_id) not in text_of(signed_in(climbers.other_trainee), "/wellbeing/")
    assert moods.checks_of(climbers.other_trainee) == []

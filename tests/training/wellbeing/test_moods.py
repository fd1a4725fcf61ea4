"""What people say of how they feel: optional, theirs, kept as told, and with one consequence only."""

from datetime import datetime, timedelta
from uuid import uuid4

import pytest

from courseware.domain.enrolments import withdraw_consent
from courseware.models import AuditEvent, Job
from tests.ladder_course import TUESDAY_9, Climbers
from tests.people import MONDAY_9, make_person
from tests.training.wellbeing.answers import note
from training.domain.attempts import Refused
from training.domain.exposure import consents, sittings
from training.domain.wellbeing import moods
from training.domain.wellbeing.moods import Ratings
from training.models import Attempt, CarePolicy, ExposureRest, MoodCheck


def test_nothing_answered_stores_nothing(climbers: Climbers):
    assert not moods.note(climbers.enrolment, "before", Ratings(), now=MONDAY_9).kept
    assert not MoodCheck.objects.exists()
    assert not Job.objects.filter(name__startswith="training.").exists()


def test_what_is_answered_is_kept_as_long_as_the_organisation_says(climbers: Climbers):
    CarePolicy.objects.create(mood_days=10, made_by=climbers.operations, created_at=MONDAY_9)
    check = note(climbers.enrolment, "after", pleasure=0, arousal=100)
    assert (check.user, check.cohort) == (climbers.trainee, climbers.cohort)
    assert (check.pleasure, check.arousal, check.distress) == (0, 100, None)
    assert check.erase_at == MONDAY_9 + timedelta(days=10)


def test_only_distress_is_asked_during_a_sitting(climbers: Climbers):
    check = note(climbers.enrolment, "during", pleasure=40, distress=10)
    assert (check.pleasure, check.distress) == (None, 10)
    assert not moods.note(climbers.enrolment, "during", Ratings(pleasure=40), now=MONDAY_9).kept


def test_without_consent_nothing_more_is_kept(climbers: Climbers):
    withdraw_consent(climbers.enrolment, now=MONDAY_9)
    with pytest.raises(Refused):
        moods.note(climbers.enrolment, "before", Ratings(distress=90), now=MONDAY_9)
    assert not MoodCheck.objects.exists()


def test_the_same_form_sent_twice_is_one_check_with_what_was_said_last(climbers: Climbers):
    form = uuid4()
    for ratings in (Ratings(pleasure=10, distress=90), Ratings(distress=95)):
        moods.note(climbers.enrolment, "before", ratings, now=MONDAY_9, public_id=form)
    check = MoodCheck.objects.get()
    assert (check.public_id, check.pleasure, check.distress) == (form, None, 95)
    assert ExposureRest.objects.count() == 1


def test_an_old_form_sent_again_after_the_rest_makes_another(climbers: Climbers):
    form, later = uuid4(), MONDAY_9 + timedelta(days=3)
    for now in (MONDAY_9, later):
        noted = moods.note(climbers.enrolment, "before", Ratings(distress=90), now=now, public_id=form)
        assert noted.rests_until == now + timedelta(hours=48)
    assert ExposureRest.objects.count() == 2


def test_somebody_elses_form_changes_nothing_of_theirs(climbers: Climbers):
    mine = note(climbers.enrolment, pleasure=30)
    moods.note(climbers.other_enrolment, "before", Ratings(pleasure=80), now=MONDAY_9, public_id=mine.public_id)
    assert MoodCheck.objects.get(user=climbers.trainee).pleasure == 30
    assert MoodCheck.objects.get(user=climbers.other_trainee).pleasure == 80


class TestHighDistress:
    def begun(self, climbers: Climbers) -> Attempt:
        consents.give(climbers.enrolment, 1, "tier-1-v1", now=TUESDAY_9)
        return sittings.begin(climbers.enrolment, 0, now=TUESDAY_9, seed=1)

    def test_it_ends_the_open_sitting_and_the_ladder_rests(self, climbers: Climbers):
        attempt = self.begun(climbers)
        later = TUESDAY_9 + timedelta(minutes=3)
        noted = moods.note(climbers.enrolment, "during", Ratings(distress=70), now=later)
        rest = ExposureRest.objects.get()
        assert (rest.user, rest.cause) == (climbers.trainee, "distress")
        assert (rest.since, rest.until) == (later, later + timedelta(hours=48))
        assert (noted.ended, noted.rests_until) == ((attempt,), rest.until)
        attempt.refresh_from_db()
        assert attempt.completed_at == later

    def test_below_the_limit_the_sitting_goes_on(self, climbers: Climbers):
        attempt = self.begun(climbers)
        noted = moods.note(climbers.enrolment, "during", Ratings(distress=69.9), now=TUESDAY_9)
        assert (noted.ended, noted.rests_until) == ((), None)
        attempt.refresh_from_db()
        assert attempt.completed_at is None
        assert not ExposureRest.objects.exists()

    def test_another_persons_sitting_goes_on(self, climbers: Climbers):
        attempt = self.begun(climbers)
        moods.note(climbers.other_enrolment, "before", Ratings(distress=100), now=TUESDAY_9)
        attempt.refresh_from_db()
        assert attempt.completed_at is None

    def test_deleting_the_rating_leaves_the_rest(self, climbers: Climbers):
        check = note(climbers.enrolment, distress=100)
        assert moods.delete(climbers.trainee, check.public_id)
        assert ExposureRest.objects.count() == 1


def test_deleting_is_of_ones_own(climbers: Climbers):
    mine, other = note(climbers.enrolment, pleasure=1), note(climbers.other_enrolment, pleasure=2)
    assert not moods.delete(climbers.trainee, other.public_id)
    assert moods.delete(climbers.trainee, mine.public_id)
    note(climbers.enrolment, pleasure=3)
    assert moods.delete_all(climbers.trainee) == 1
    assert list(MoodCheck.objects.values_list("pk", flat=True)) == [other.pk]


def test_nothing_of_it_is_in_the_audit(climbers: Climbers):
    events = AuditEvent.objects.count()
    check = note(climbers.enrolment, distress=100)
    moods.delete(climbers.trainee, check.public_id)
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize(
    ("stored", "days", "expected"), [(90, 30, 30), (30, 90, 30), (30, 30, 30)], ids=["earlier", "never later", "same"]
)
def test_a_shorter_time_moves_what_is_stored(climbers: Climbers, stored: int, days: int, expected: int):
    taken = datetime(2026, 1, 5, 9, 0, 0, 123456, tzinfo=MONDAY_9.tzinfo)
    check = note(climbers.enrolment, pleasure=50, now=taken)
    MoodCheck.objects.update(erase_at=taken + timedelta(days=stored))
    moods.shorten(days)
    check.refresh_from_db()
    assert check.erase_at == taken + timedelta(days=expected)


def test_someone_without_ratings_has_none_to_delete(climbers: Climbers):
    note(climbers.enrolment, pleasure=1)
    assert moods.delete_all(make_person("none@attune.example", "Nell None")) == 0

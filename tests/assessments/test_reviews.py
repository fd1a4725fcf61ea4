"""Reviews of keys: opened by contests, decided by two who do not see each other, settled where they disagree."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from assessments.domain import reviews
from assessments.models import Adjudication, Rescoring, Review
from courseware.domain import jobs
from courseware.domain.corrections import correct
from courseware.domain.versions import content_of
from courseware.keys import InvalidKey
from courseware.models import AuditEvent, Item, ItemVersion
from tests.contested import LATER, WHY, Reviewed, answer_wrongly, contest, under_review
from tests.people import People
from training.domain.contests import InvalidReason
from training.models import Contest

State = Review.State


@pytest.fixture
def reviewed(people: People) -> Reviewed:
    return under_review(people)


def acts(action: str) -> list[AuditEvent]:
    return list(AuditEvent.objects.filter(action=f"review.{action}").order_by("sequence"))


class TestOpening:
    def test_a_contest_opens_one_review_of_its_version(self, reviewed):
        review = Review.objects.get()
        assert (review.item_version, review.state) == (reviewed.version, State.OPEN)
        (event,) = acts("opened")
        assert event.actor is None
        assert event.data == {"item": str(reviewed.version.item), "why": "contested"}

    def test_it_is_opened_by_the_job_and_not_by_the_contest(self, people):
        contest(answer_wrongly(people.enrolment), reviewed=False)
        assert not Review.objects.exists()
        jobs.run_due()
        assert Review.objects.count() == 1

    def test_a_second_contest_of_the_item_joins_the_open_review(self, reviewed):
        contest(answer_wrongly(reviewed.people.other_enrolment, version=reviewed.version))
        assert (Review.objects.count(), Contest.objects.count()) == (1, 2)

    def test_the_job_twice_is_the_job_once(self, reviewed):
        again = reviews.open_for_contest(reviewed.contest.pk, now=LATER + timedelta(hours=1))
        assert again == reviewed.review
        assert len(acts("opened")) == 1

    def test_a_contest_that_a_closed_review_has_answered_opens_none(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            reviewed.decide(who, reviewed.best)
        assert reviews.open_for_contest(reviewed.contest.pk, now=LATER + timedelta(days=1)) is None
        assert Review.objects.count() == 1

    def test_a_key_changed_since_is_not_reviewed(self, people):
        response = answer_wrongly(people.enrolment)
        made = contest(response, reviewed=False)
        version = response.step.item_version
        content = replace(content_of(version), ambiguity="ambiguous")
        correct(version, content, by=people.operations, note="Two readings.", now=LATER)
        assert reviews.open_for_contest(made.pk, now=LATER) is None

    def test_the_database_holds_one_open_review_for_an_item(self, reviewed):
        with pytest.raises(IntegrityError), transaction.atomic():
            Review.objects.create(item=reviewed.version.item, item_version=reviewed.version, opened_at=LATER)

    def test_by_hand_on_the_newest_version_once(self, people):
        item = Item.objects.first()
        first = reviews.open_by_hand(item, people.operations, now=LATER)
        assert reviews.open_by_hand(item, people.operations, now=LATER) == first
        assert first.item_version == item.versions.latest("number")
        assert acts("opened")[0].actor == people.operations

    def test_by_hand_for_operations_only(self, people):
        with pytest.raises(PermissionDenied):
            reviews.open_by_hand(Item.objects.first(), people.instructor, now=LATER)


class TestTwoDecisions:
    def test_one_leaves_it_open(self, reviewed):
        review = reviewed.decide(reviewed.one, reviewed.best)
        assert (review.state, review.adjudications.count()) == (State.OPEN, 1)
        assert acts("settled") == []

    def test_two_that_agree_with_the_key_uphold_it(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best)
        review = reviewed.decide(reviewed.two, reviewed.best)
        assert (review.state, review.new_version, review.settled_by) == (State.UPHELD, None, None)
        assert review.settled_at == LATER + timedelta(hours=1)
        assert ItemVersion.objects.filter(item=reviewed.version.item).count() == 1
        assert acts("settled")[0].data == {"item": str(reviewed.version.item), "outcome": "upheld"}

    def test_two_that_agree_on_another_key_make_a_version(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.other(), reason="The first reason for it.")
        review = reviewed.decide(reviewed.two, reviewed.other(), reason="The second reason for it.")
        new = review.new_version
        assert review.state == State.CHANGED
        assert (new.supersedes, new.key, new.ambiguity) == (reviewed.version, {"label": reviewed.other()}, "clear")
        assert new.provenance == "adjudicated by two people"
        assert new.change_note == "The first reason for it."
        assert new.rationale == "The first reason for it. The second reason for it."
        assert (new.edited_by, new.body) == (reviewed.two, reviewed.version.body)
        assert acts("settled")[0].data["version"] == new.number

    def test_a_changed_key_asks_for_a_rescoring(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            reviewed.decide(who, reviewed.other())
        assert Rescoring.objects.get().item_version == reviewed.review.new_version

    def test_another_ambiguity_alone_keeps_key_and_rationale(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            review = reviewed.decide(who, reviewed.best, "ambiguous")
        new = review.new_version
        assert (review.state, new.ambiguity) == (State.CHANGED, "ambiguous")
        assert (new.key, new.rationale) == (reviewed.version.key, reviewed.version.rationale)

    @pytest.mark.parametrize("second", [("best", "ambiguous"), ("other", "clear")])
    def test_two_that_differ_leave_it_to_be_settled(self, reviewed, second):
        label, ambiguity = (reviewed.best if second[0] == "best" else reviewed.other()), second[1]
        reviewed.decide(reviewed.one, reviewed.best)
        review = reviewed.decide(reviewed.two, label, ambiguity)
        assert (review.state, review.settled_at) == (State.DISAGREED, None)
        assert acts("settled") == []

    def test_a_long_reason_is_cut_in_the_change_note(self, reviewed):
        for who in (reviewed.one, reviewed.two):
            review = reviewed.decide(who, reviewed.other(), reason="word " * 400)
        assert len(review.new_version.change_note) == 300

    def test_the_audit_of_a_decision_does_not_tell_it(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.other())
        (event,) = acts("adjudicated")
        assert (event.actor, event.data) == (reviewed.one, {"item": str(reviewed.version.item)})


class TestWhoMayDecide:
    def test_nobody_twice(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best)
        with pytest.raises(reviews.NotDecidable, match="before"):
            reviewed.decide(reviewed.one, reviewed.other())
        with pytest.raises(IntegrityError), transaction.atomic():
            Adjudication.objects.create(
                review=reviewed.review,
                adjudicator=reviewed.one,
                key={},
                ambiguity="clear",
                reason=WHY,
                created_at=LATER,
            )

    def test_no_third(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best)
        reviewed.decide(reviewed.two, reviewed.other())
        with pytest.raises(reviews.NotDecidable, match="Two decisions"):
            reviewed.decide(reviewed.three, reviewed.best)
        assert Adjudication.objects.count() == 2

    @pytest.mark.parametrize("name", ["trainee", "instructor", "stranger"])
    def test_operations_only(self, reviewed, name):
        with pytest.raises(PermissionDenied):
            reviewed.decide(reviewed.people.by_name[name], reviewed.best)
        assert not Adjudication.objects.exists()

    def test_not_who_answered_the_item_whether_they_contested_it_or_not(self, reviewed):
        people = reviewed.people
        answer_wrongly(people.other_enrolment, version=reviewed.version)
        for person in (people.trainee, people.other_trainee):
            person.is_operations = True
            person.save()
            with pytest.raises(PermissionDenied):
                reviewed.decide(person, reviewed.best)

    def test_a_decision_cannot_be_changed(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best)
        with pytest.raises(Exception, match="append"), transaction.atomic():
            Adjudication.objects.update(ambiguity="ambiguous")


class TestBadDecisions:
    @pytest.mark.parametrize("key", [{"label": "no-such"}, {}, {"side": "a"}, {"label": ["none"]}])
    def test_a_key_that_the_item_cannot_have_is_refused(self, reviewed, key):
        with pytest.raises(InvalidKey):
            reviews.adjudicate(reviewed.review_id, reviewed.one, reviews.Decision(key, "clear", WHY), now=LATER)
        assert not Adjudication.objects.exists()

    def test_an_ambiguity_nobody_knows_is_refused(self, reviewed):
        with pytest.raises(InvalidKey, match="perhaps"):
            reviewed.decide(reviewed.one, reviewed.best, "perhaps")

    def test_a_reason_is_needed(self, reviewed):
        with pytest.raises(InvalidReason):
            reviewed.decide(reviewed.one, reviewed.best, reason="Because.")


class TestSettling:
    @pytest.fixture
    def disagreed(self, reviewed: Reviewed) -> Reviewed:
        reviewed.decide(reviewed.one, reviewed.best)
        reviewed.decide(reviewed.two, reviewed.other())
        return reviewed

    @pytest.mark.parametrize("who", ["one", "two", "three"])
    def test_either_or_a_third_upholds_it(self, disagreed, who):
        person = getattr(disagreed, who)
        review = disagreed.settle(person, disagreed.best)
        assert (review.state, review.settled_by, review.settlement) == (State.UPHELD, person, WHY)
        assert acts("settled")[0].actor == person

    def test_or_changes_it(self, disagreed):
        review = disagreed.settle(disagreed.three, disagreed.other())
        assert review.state == State.CHANGED
        assert review.new_version.key == {"label": disagreed.other()}
        assert review.new_version.provenance == "adjudicated by two people, then settled"
        assert review.new_version.rationale == WHY

    def test_once(self, disagreed):
        disagreed.settle(disagreed.three, disagreed.best)
        with pytest.raises(reviews.NotDecidable):
            disagreed.settle(disagreed.one, disagreed.other())

    def test_with_a_reason(self, disagreed):
        with pytest.raises(InvalidReason):
            disagreed.settle(disagreed.three, disagreed.best, reason=" ")
        assert disagreed.review.state == State.DISAGREED

    def test_not_by_somebody_with_a_stake(self, disagreed):
        trainee = disagreed.people.trainee
        trainee.is_operations = True
        trainee.save()
        with pytest.raises(PermissionDenied):
            disagreed.settle(trainee, disagreed.other())

    def test_not_before_there_is_a_disagreement(self, reviewed):
        with pytest.raises(reviews.NotDecidable):
            reviewed.settle(reviewed.one, reviewed.best)


class TestCorrectedMeanwhile:
    def edit(self, reviewed: Reviewed, **changes: object) -> ItemVersion:
        content = replace(content_of(reviewed.version), **changes)
        return correct(reviewed.version, content, by=reviewed.three, note="By hand.", now=LATER)

    def test_another_key_closes_the_review(self, reviewed):
        new = self.edit(reviewed, key={"label": reviewed.other()})
        review = reviewed.decide(reviewed.one, reviewed.best)
        assert (review.state, review.new_version) == (State.CHANGED, new)
        assert "Corrected in the bank" in review.settlement
        assert not Adjudication.objects.exists()

    def test_a_better_rationale_leaves_it_open_about_the_newer_version(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.other())
        new = self.edit(reviewed, rationale="Put better.")
        review = reviewed.decide(reviewed.two, reviewed.other())
        assert review.state == State.CHANGED
        assert (review.item_version, review.new_version.supersedes) == (new, new)

    def test_it_can_be_closed_without_deciding(self, reviewed):
        with pytest.raises(reviews.NotDecidable, match="still asks"):
            reviews.close_corrected(reviewed.review_id, reviewed.one, now=LATER)
        self.edit(reviewed, ambiguity="ambiguous")
        review = reviews.close_corrected(reviewed.review_id, reviewed.one, now=LATER + timedelta(hours=1))
        assert (review.state, review.settled_by) == (State.CHANGED, reviewed.one)

    def test_a_new_contest_then_opens_a_review_of_the_new_version(self, reviewed):
        new = self.edit(reviewed, ambiguity="ambiguous")
        reviews.close_corrected(reviewed.review_id, reviewed.one, now=LATER + timedelta(minutes=2))
        answered = answer_wrongly(reviewed.people.other_enrolment, version=new)
        made = contest(answered, reviewed=False, now=LATER + timedelta(hours=1))
        review = reviews.open_for_contest(made.pk, now=LATER + timedelta(hours=1))
        assert (review.item_version, review.state) == (new, State.OPEN)

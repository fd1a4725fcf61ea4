"""The pages of reviews: the queue, one item to decide on blind, what is open once two decisions are in."""

import re
from dataclasses import replace
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from assessments.models import Adjudication, Review
from courseware.domain.corrections import correct
from courseware.domain.enrolments import enrol
from courseware.domain.versions import content_of
from courseware.models import Item, ItemVersion, User
from tests.clients import signed_in, text_of
from tests.contested import LATER, REASON, WHY, Reviewed, answer_wrongly, contest, under_review
from tests.faults.answering import PAIRS, PRACTICE
from tests.people import People, make_person
from training.models import Attempt, Response, Step

QUEUE = "/operations/bank/reviews/"


@pytest.fixture
def reviewed(people: People) -> Reviewed:
    return under_review(people)


def page_of(reviewed: Reviewed, person: User) -> str:
    return text_of(signed_in(person), reverse("bank_review", args=[reviewed.review_id]))


def decide(client: Client, reviewed: Reviewed, **fields: object) -> str:
    form = {"answer": reviewed.best, "ambiguity": "clear", "reason": WHY} | fields
    url = reverse("bank_review_decide", args=[reviewed.review_id])
    return client.post(url, form, follow=True).content.decode()


def witnesses(people: People, missed: ItemVersion) -> None:
    """Three people who are right about twenty items of the bank and wrong about one."""
    others = people.version.items.exclude(pk=missed.pk).filter(kind="ordinal")[:20]
    for number in range(3):
        enrolment = enrol(make_person(f"able-{number}@attune.example", "Able"), people.cohort, now=LATER)
        attempt = Attempt.objects.create(
            enrolment=enrolment, program_version=people.version, module=PRACTICE, kind="practice", seed=1, length=21,
            started_at=LATER, completed_at=LATER, completed_on=LATER.date(),
        )  # fmt: skip
        for position, version in enumerate([missed, *others]):
            right = position > 0
            Response.objects.create(
                step=Step.objects.create(attempt=attempt, position=position, item_version=version), attempt=attempt,
                uuid=uuid4(), request_hash="", answer={"choice": "none"}, credit=float(right), correct=right,
                received_at=LATER,
            )  # fmt: skip


class TestQueue:
    def test_empty_it_says_how_items_get_there(self, people):
        page = text_of(signed_in(people.operations), QUEUE)
        assert "No key is in doubt" in page
        assert "when a trainee contests its key" in page

    def test_it_lists_the_open_ones_with_counts_and_whether_one_has_decided(self, reviewed):
        client = signed_in(reviewed.one)
        page = text_of(client, QUEUE)
        assert str(reviewed.version.item) in page
        assert "0 of 2" in page
        assert "Not decided" in page
        decide(client, reviewed)
        page = text_of(client, QUEUE)
        assert "1 of 2" in page
        assert "You have decided" in page
        assert "Not decided" in text_of(signed_in(reviewed.two), QUEUE)

    def test_states_are_in_the_address(self, reviewed):
        client = signed_in(reviewed.one)
        reviewed.decide(reviewed.one, reviewed.best)
        reviewed.decide(reviewed.two, reviewed.other())
        name = str(reviewed.version.item)
        assert [name in text_of(client, f"{QUEUE}?show={show}") for show in ("open", "disagreed", "closed")] == [
            False,
            True,
            False,
        ]
        reviewed.settle(reviewed.three, reviewed.best)
        page = text_of(client, f"{QUEUE}?show=closed")
        assert name in page
        assert "Key upheld" in page
        assert text_of(client, f"{QUEUE}?show=nonsense") is not None

    def test_a_review_is_opened_by_hand(self, people):
        client = signed_in(people.operations)
        item = Item.objects.first()
        reply = client.post(reverse("bank_review_open"), {"item": f" {item} "})
        assert reply["Location"] == reverse("bank_review", args=[Review.objects.get(item=item).public_id])
        assert f'value="{item}"' in text_of(client, f"{QUEUE}?item={item}")

    @pytest.mark.parametrize("name", ["", "foundations", "foundations/", "foundations/no-such", "a/b/c", "/x"])
    def test_an_item_that_is_not_there_is_said(self, people, name):
        page = signed_in(people.operations).post(reverse("bank_review_open"), {"item": name}).content.decode()
        assert 'class="field-error"' in page
        assert not Review.objects.exists()

    def test_it_costs_the_same_with_many(self, reviewed, django_assert_num_queries):
        client = signed_in(reviewed.one)
        text_of(client, QUEUE)
        with django_assert_num_queries(5):
            text_of(client, QUEUE)
        for item in Item.objects.exclude(pk=reviewed.version.item_id)[:12]:
            Review.objects.create(item=item, item_version=item.versions.first(), opened_at=LATER)
        with django_assert_num_queries(5):
            assert text_of(client, QUEUE).count("Not decided") == 13


class TestSuggestions:
    def test_none_says_when_there_would_be(self, people):
        assert "Nothing stands out" in text_of(signed_in(people.operations), f"{QUEUE}?show=suggested")

    def test_what_able_trainees_miss_is_suggested_until_it_is_reviewed(self, people):
        version = people.version.items.filter(item__slug="sev-001").get()
        witnesses(people, version)
        client = signed_in(people.operations)
        page = text_of(client, f"{QUEUE}?show=suggested")
        assert f'name="item" value="{version.item}"' in page
        assert "Missed by 3 of 3 able trainees" in page
        client.post(reverse("bank_review_open"), {"item": str(version.item)})
        assert "Nothing stands out" in text_of(client, f"{QUEUE}?show=suggested")


class TestBlind:
    def test_before_deciding_there_is_the_item_its_guideline_and_why_it_is_doubted(self, reviewed):
        page = page_of(reviewed, reviewed.one)
        for text in reviewed.version.body.values():
            assert text.replace("'", "&#x27;") in page
        assert "Guideline: " in page
        assert REASON in page

    def test_neither_the_key_nor_its_rationale_nor_who_contested_it(self, reviewed):
        page = page_of(reviewed, reviewed.one)
        assert "Key under review" not in page
        assert reviewed.version.rationale[:40].replace("'", "&#x27;") not in page
        assert reverse("bank_item", args=[reviewed.version.item.bank, reviewed.version.item.slug]) not in page
        assert "Tara Trainee" not in page
        assert "checked" not in page

    def test_who_has_decided_sees_key_and_own_decision_and_waits(self, reviewed):
        client = signed_in(reviewed.one)
        page = decide(client, reviewed, reason="My own reason for it.")
        assert "Your decision is stored. A second person decides next" in page
        assert "Key under review" in page
        assert "My own reason for it." in page
        assert "<textarea" not in page

    def test_the_second_sees_nothing_of_the_first_before_deciding(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.other(), reason="The first one's reason.")
        page = page_of(reviewed, reviewed.two)
        assert "first one" not in page
        assert "Oki Operations" not in page.replace(reviewed.two.name, "")
        assert "1 of 2 decisions in" in page
        assert "The decisions" not in page


class TestAfterwards:
    def test_a_disagreement_shows_both_with_names_and_a_form_to_settle_it(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.best, reason="The first one has this reason.")
        page = decide(signed_in(reviewed.two), reviewed, answer=reviewed.other(), reason="The second has that.")
        assert "The other one differs" in page
        for person in (reviewed.one, reviewed.two, reviewed.three):
            page = page_of(reviewed, person)
            for shown in ("The first one has this reason.", "The second has that.", "Oki Operations", "Settle it"):
                assert shown in page
        page = decide(signed_in(reviewed.three), reviewed, reason="Settled so, for this reason.")
        assert "the key stands" in page
        assert "Settled so, for this reason." in page
        assert "<textarea" not in page

    def test_an_agreement_on_another_key_shows_the_new_version(self, reviewed):
        reviewed.decide(reviewed.one, reviewed.other())
        page = decide(signed_in(reviewed.two), reviewed, answer=reviewed.other())
        assert "the item has a new version" in page
        assert "Key changed: version 2" in page

    def test_also_accepted_answers_earn_half(self, reviewed):
        decide(signed_in(reviewed.one), reviewed, also=[reviewed.other()])
        assert Adjudication.objects.get().key == {"accepted": {reviewed.best: 1.0, reviewed.other(): 0.5}}

    @pytest.mark.parametrize(
        "fields", [{"answer": "no-such"}, {"answer": ""}, {"ambiguity": "perhaps"}, {"reason": "Short."}]
    )
    def test_a_form_that_is_not_right_stores_nothing_and_keeps_what_was_typed(self, reviewed, fields):
        page = decide(signed_in(reviewed.one), reviewed, **fields)
        assert "field-error" in page
        assert not Adjudication.objects.exists()
        assert WHY in page or "Short." in page

    def test_the_best_answer_cannot_also_earn_half(self, reviewed):
        page = decide(signed_in(reviewed.one), reviewed, also=[reviewed.best])
        assert "full credit already" in page
        assert not Adjudication.objects.exists()


class TestCorrectedMeanwhile:
    def test_the_page_says_so_and_closes_it(self, reviewed):
        content = replace(content_of(reviewed.version), ambiguity="ambiguous")
        correct(reviewed.version, content, by=reviewed.two, note="Two readings.", now=LATER)
        page = page_of(reviewed, reviewed.one)
        assert "corrected in the bank in the meantime" in page
        assert "<textarea" not in page
        url = reverse("bank_review_decide", args=[reviewed.review_id])
        page = signed_in(reviewed.one).post(url, {"action": "close"}, follow=True).content.decode()
        assert "Closed. The item was corrected in the bank." in page
        assert reviewed.review.state == Review.State.CHANGED

    def test_a_bank_without_the_guideline_says_so(self, reviewed):
        version = reviewed.version
        Review.objects.all().delete()
        odd = ItemVersion.objects.create(
            item=Item.objects.create(bank="elsewhere", slug="odd"), number=1, content_hash="x", kind=version.kind,
            guideline="gone", body=version.body, key=version.key, rationale="", factors=[], difficulty=0.5,
            created_at=LATER,
        )  # fmt: skip
        review = Review.objects.create(item=odd.item, item_version=odd, opened_at=LATER)
        client = signed_in(reviewed.one)
        page = text_of(client, reverse("bank_review", args=[review.public_id]))
        assert "has no guideline" in page
        reply = client.post(reverse("bank_review_decide", args=[review.public_id]), {}, follow=True)
        assert "has no guideline" in reply.content.decode()


def test_a_pair_is_decided_by_side(people):
    response = answer_wrongly(people.enrolment, PAIRS)
    contest(response)
    review = Review.objects.get()
    client = signed_in(people.operations)
    url = reverse("bank_review", args=[review.public_id])
    page = text_of(client, url)
    assert re.findall(r'name="answer" value="(\w+)"', page) == ["a", "b", "tie", "both_bad"]
    form = {"answer": "tie", "strength": "slight", "category": "honest", "ambiguity": "ambiguous", "reason": WHY}
    client.post(f"{url}decide/", form)
    assert Adjudication.objects.get().key == {"side": "tie", "strength": "slight", "category": "honest"}

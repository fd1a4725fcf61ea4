"""Attack: learning what the other decided, or what the key is, before deciding oneself."""

import re

import pytest
from django.urls import reverse

from tests.clients import signed_in
from tests.contested import Reviewed, under_review
from tests.people import People

# Django writes the form token anew each time.
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]*"')
SAID = "Nothing but a remarkable reason, given by the first."


@pytest.fixture
def half_decided(people: People) -> Reviewed:
    reviewed = under_review(people)
    reviewed.decide(reviewed.one, reviewed.other(), "ambiguous", SAID)
    return reviewed


def pages(reviewed: Reviewed) -> dict[str, str]:
    """Every page of operations that could tell of the review, as somebody who has yet to decide sees it."""
    client = signed_in(reviewed.two)
    review = reverse("bank_review", args=[reviewed.review_id])
    refused = client.post(f"{review}decide/", {"answer": "no-such"})
    queue = reverse("bank_reviews")
    item = reverse("bank_item", args=[reviewed.version.item.bank, reviewed.version.item.slug])
    replies = {path: client.get(path) for path in (review, queue, f"{queue}?show=closed", reverse("audit"), item)}
    return {path: reply.content.decode() for path, reply in {**replies, "refused": refused}.items()}


def test_no_page_tells_the_first_decision(half_decided):
    assert [path for path, page in pages(half_decided).items() if SAID in page] == []


@pytest.mark.parametrize("number", [0, 1])
def test_the_page_is_the_same_whatever_the_first_decided(people, number):
    reviewed = under_review(people)
    client = signed_in(reviewed.two)
    path = reverse("bank_review", args=[reviewed.review_id])
    before = client.get(path).content.decode()
    reviewed.decide(reviewed.one, [reviewed.best, reviewed.other()][number])
    after = client.get(path).content.decode().replace("1 of 2 decisions in", "0 of 2 decisions in")
    assert TOKEN.sub("", before) == TOKEN.sub("", after)


def test_the_key_is_not_on_the_page_that_asks_for_it(half_decided):
    page = signed_in(half_decided.two).get(reverse("bank_review", args=[half_decided.review_id])).content.decode()
    assert "Key under review" not in page
    assert half_decided.version.rationale[:40].replace("'", "&#x27;") not in page


def test_after_ones_own_decision_the_other_is_open(half_decided):
    half_decided.decide(half_decided.two, half_decided.best)
    page = signed_in(half_decided.two).get(reverse("bank_review", args=[half_decided.review_id])).content.decode()
    assert SAID in page

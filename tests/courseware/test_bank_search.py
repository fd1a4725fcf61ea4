"""Browsing and searching the item bank: every filter is in the address, and every count is true."""

import math
import re
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from courseware.domain import bank, editing
from courseware.domain.versions import content_of, new_version
from courseware.models import Item, ItemVersion
from tests.clients import signed_in, text_of
from tests.people import People

LIST = "/operations/bank/"
# On one page.
ROWS = 25
# Session, person, banks, guidelines to choose from, counts by state, the page's rows, their guidelines.
QUERIES = 7


@pytest.fixture
def operations(people: People) -> Client:
    return signed_in(people.operations)


def version_of(slug: str) -> ItemVersion:
    return ItemVersion.objects.select_related("item").filter(item__slug=slug).latest("number")


def add(bank_name: str, slug: str, like: str = "sev-001", **fields: object) -> ItemVersion:
    """An item like another one but for `fields`."""
    content = replace(content_of(version_of(like)), slug=slug, **fields)
    version = new_version(Item.objects.create(bank=bank_name, slug=slug), 1, content, timezone.now())
    version.save()
    return version


def slugs(client: Client, **asked: object) -> list[str]:
    """The items that the page shows, in its order."""
    reply = client.get(LIST, asked)
    assert reply.status_code == 200
    return [row.version.item.slug for row in reply.context["rows"]]


def found(client: Client, **asked: object) -> int:
    return client.get(LIST, asked).context["found"]


class TestFilters:
    def test_all_items_in_pages(self, operations: Client):
        last = math.ceil(found(operations) / ROWS)
        pages = [slugs(operations, page=page) for page in range(1, last + 1)]
        assert [len(page) for page in pages[:-1]] == [ROWS] * (last - 1)
        everything = [slug for page in pages for slug in page]
        assert everything == sorted(version.item.slug for version in ItemVersion.objects.select_related("item"))
        assert slugs(operations, page="99") == pages[-1]

    def test_each_narrows_to_exactly_those(self, people: People, operations: Client):
        versions = list(ItemVersion.objects.select_related("item"))
        for asked, rule in (
            ({"kind": "preference"}, lambda v: v.kind == "preference"),
            ({"guideline": "support"}, lambda v: v.guideline == "support"),
            ({"ambiguity": "ambiguous"}, lambda v: v.ambiguity == "ambiguous"),
            ({"domain": versions[0].domain.upper()}, lambda v: v.domain == versions[0].domain),
            ({"easiest": "0.5"}, lambda v: v.difficulty >= 0.5),
            ({"easiest": "0.2", "hardest": "0.45"}, lambda v: 0.2 <= v.difficulty <= 0.45),
            ({"bank": "foundations", "kind": "ordinal"}, lambda v: v.kind == "ordinal"),
        ):
            wanted = sorted(version.item.slug for version in versions if rule(version))
            assert wanted, asked
            assert found(operations, **asked) == len(wanted), asked
            assert slugs(operations, **asked) == wanted[:ROWS], asked

    def test_provenance_by_its_first_word(self, operations: Client):
        add("outside", "one", provenance="measured from 10 raters")
        add("outside", "two", provenance="imported from a file")
        assert slugs(operations, provenance="measured") == ["one"]
        assert slugs(operations, provenance="imported") == ["two"]

    def test_a_bank_has_its_own_guidelines_to_choose_from(self, operations: Client):
        add("outside", "one")
        assert slugs(operations, bank="outside") == ["one"]
        assert '<option value="severity">' in text_of(operations, f"{LIST}?bank=foundations")
        assert '<option value="severity">' not in text_of(operations, f"{LIST}?bank=outside")

    @pytest.mark.parametrize(
        "asked",
        [
            {"bank": "nothing"},
            {"kind": "x"},
            {"easiest": "hard"},
            {"hardest": "7"},
            {"state": "item__bank"},
            {"page": "x"},
            {"q": "a" * 101},
            {"easiest": "nan"},
        ],
    )
    def test_what_is_asked_wrongly_is_left_out(self, operations: Client, asked):
        assert found(operations, **asked) == ItemVersion.objects.count()

    def test_a_wrong_number_is_named_beside_its_field(self, operations: Client):
        assert "id_hardest_error" in text_of(operations, f"{LIST}?hardest=7")


class TestStates:
    def test_are_counted_and_chosen(self, people: People, operations: Client):
        every = ItemVersion.objects.count()
        act = {"by": people.operations, "reason": "Why not", "now": timezone.now()}
        editing.retire(version_of("sev-001").item, **act)
        editing.keep_for_sittings(version_of("sev-001").item, **act)
        editing.keep_for_sittings(version_of("sev-002").item, **act)
        assert slugs(operations, state="retired") == ["sev-001"]
        assert slugs(operations, state="sittings") == ["sev-002"]
        assert found(operations, state="asked") == every - 2
        counts = {name: count for name, _, count in operations.get(LIST).context["states"]}
        assert counts == {"all": every, "asked": every - 2, "sittings": 1, "retired": 1}

    def test_counts_are_of_what_else_is_asked(self, operations: Client):
        reply = operations.get(LIST, {"q": "sev-001"})
        assert {name: count for name, _, count in reply.context["states"]}["all"] == 1

    def test_links_keep_the_other_filters(self, operations: Client):
        page = text_of(operations, f"{LIST}?kind=ordinal&page=2")
        assert 'href="?kind=ordinal&amp;state=retired"' in page
        assert re.search(r'href="\?kind=ordinal&amp;page=1"', page)


class TestWords:
    def test_are_found_in_texts_names_and_rationales_in_any_case(self, operations: Client):
        assert slugs(operations, q="HARVEST quieter") == ["sev-001"]
        assert slugs(operations, q="sev-001") == ["sev-001"]
        assert "sev-001" in slugs(operations, q="told outright")
        assert "pref-003" in slugs(operations, q="SUMIF")

    def test_all_of_them_have_to_be_there(self, operations: Client):
        assert slugs(operations, q="harvest qqqq") == []

    @pytest.mark.parametrize("text", ["%", "_____", "100%_"])
    def test_wildcards_are_plain_characters(self, operations: Client, text: str):
        assert all(
            text in str(version_of(slug).body) + version_of(slug).rationale for slug in slugs(operations, q=text)
        )

    def test_letters_beyond_ascii(self, operations: Client):
        add("outside", "elbe", body={"text": "Über die Brücke 東京 Ελλάδα"})
        for word in ("Brücke", "東京", "Ελλάδα"):
            assert slugs(operations, q=word) == ["elbe"]

    def test_only_what_is_in_force_is_found(self, people: People, operations: Client):
        version = version_of("sev-001")
        text = version.body["text"].replace("harvest", "winter")
        editing.edit(
            version,
            replace(content_of(version), body={"text": text}),
            by=people.operations,
            note="Another season",
            now=timezone.now(),
        )
        assert slugs(operations, q="harvest quieter") == []
        assert slugs(operations, q="winter quieter") == ["sev-001"]


class TestEmpty:
    def test_nothing_found_says_how_to_see_more(self, operations: Client):
        page = text_of(operations, f"{LIST}?q=qqqq")
        assert "Nothing found" in page
        assert "Show everything" in page

    def test_an_empty_bank_says_what_will_appear(self, operations: Client, monkeypatch):
        monkeypatch.setattr(bank, "banks", list)
        page = text_of(operations, f"{LIST}?q=qqqq")
        assert "The bank is empty" in page


class TestCost:
    def count(self, client: Client, **asked: object) -> int:
        client.get(LIST, asked)
        with CaptureQueriesContext(connection) as captured:
            client.get(LIST, asked)
        return len(captured)

    def test_one_item_and_many_and_many_banks_cost_the_same(self, operations: Client):
        assert self.count(operations, q="sev-001") == QUERIES
        assert self.count(operations) == QUERIES
        for number in range(30):
            add(f"bank-{number}", f"item-{number}")
        assert self.count(operations) == QUERIES

"""Attack: what people wrote into items is code, turns the reading direction, or is a spreadsheet's formula.

The bank's pages show all of it as the text it is, the file holds it as data, and names that a spreadsheet could run
are refused. That nobody but operations comes near is in tests/test_pages_matrix.py.
"""

import json
from dataclasses import replace

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courseware.domain import editing
from courseware.domain.versions import content_of
from courseware.models import Item, ItemVersion
from tests.attacks.test_script_in_text import ALL, Page
from tests.clients import signed_in, text_of
from tests.people import People

SLUG = "sev-001"
TURNED = "Pay to \u202egnp.exe\u202c now\u200b"
FORMULA = '=HYPERLINK("https://evil.example","click")'
PAGES = ("bank_item", "bank_compare", "bank_edit")


@pytest.fixture
def operations(people: People) -> Client:
    """With an item whose every text is an attack, in two versions."""
    for text in (f"{FORMULA} {ALL}", f"{FORMULA} {ALL} {TURNED}"):
        version = newest()
        content = replace(
            content_of(version),
            body={"text": text},
            rationale=text,
            factors=({"name": ALL, "text": text, "weight": 1.0},),
            domain='"><svg onload=alert(1)>',
            provenance=f"authored {ALL}"[:200],
        )
        editing.edit(version, content, by=people.operations, note=ALL[:300], now=timezone.now())
    editing.retire(newest().item, by=people.operations, reason=ALL[:300], now=timezone.now())
    return signed_in(people.operations)


def newest() -> ItemVersion:
    return ItemVersion.objects.select_related("item").filter(item__slug=SLUG).latest("number")


def url(name: str) -> str:
    return reverse(name, args=["foundations", SLUG])


def test_every_page_shows_it_as_text(operations: Client):
    addresses = ["/operations/bank/", "/operations/bank/?q=HYPERLINK", *map(url, PAGES)]
    for address in addresses:
        page = text_of(operations, address)
        assert Page(page).found == [], address
    for name in PAGES:
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text_of(operations, url(name)), name


def test_what_is_typed_and_searched_comes_back_as_text(operations: Client):
    for reply in (
        operations.get("/operations/bank/", {"q": ALL[:90], "bank": ALL, "domain": "<script>", "state": ALL}),
        operations.post(url("bank_retire"), {"reason": ALL}),
        operations.post(url("bank_edit"), {"note": ALL, "rationale": ALL, "body_text": ALL, "key-label": ALL}),
    ):
        assert reply.status_code == 200
        assert Page(reply.content.decode()).found == []
        assert "&lt;script&gt;" in reply.content.decode()


def test_characters_that_turn_the_text_are_named_and_stay_in_their_place(operations: Client):
    page = text_of(operations, url("bank_item"))
    assert "right-to-left override (1)" in page
    assert "zero width space (1)" in page
    # Each text is in an element of its own direction, so that it turns nothing around it.
    for name in ("bank_item", "bank_compare"):
        shown = text_of(operations, url(name))
        before = shown[: shown.index("\u202e")]
        assert before.rindex('dir="auto"') > before.rindex("</p>")
    assert '<bdi class="bank-excerpt">' in text_of(operations, "/operations/bank/?q=HYPERLINK")


def test_the_file_holds_it_as_data(operations: Client):
    reply = operations.get(reverse("bank_export", args=["foundations"]) + "?retired=yes")
    assert reply["X-Content-Type-Options"] == "nosniff"
    assert reply["Content-Disposition"].startswith("attachment")
    rows = [json.loads(line) for line in b"".join(reply.streaming_content).decode().splitlines()]
    assert next(row for row in rows if row.get("slug") == SLUG)["body"]["text"] == newest().body["text"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"base": "1"},
        {"base": "3", "factors-TOTAL_FORMS": "x"},
        {"base": "3", "factors-TOTAL_FORMS": "9999999", "factors-INITIAL_FORMS": "0"},
        {"base": "3", "over": "-1"},
        {"base": "3", "over": "3", "key-form": "constructor"},
        {"base": "3", "body_text": "\x00", "twin": "../../etc/passwd"},
        {"base": "99999999999999999999"},
    ],
)
def test_forms_bent_by_hand_are_refused_and_change_nothing(operations: Client, sent: dict[str, str]):
    before = ItemVersion.objects.count()
    for action in ("preview", "save"):
        assert operations.post(url("bank_edit"), sent | {"action": action}).status_code in {200, 404, 409}
    assert ItemVersion.objects.count() == before


def test_acts_need_the_token_of_the_site(people: People):
    client = signed_in(people.operations, enforce_csrf_checks=True)
    for name in ("bank_retire", "bank_restore", "bank_sittings", "bank_edit"):
        assert client.post(url(name), {"reason": "From another site", "keep": "yes"}).status_code == 403
    item = Item.objects.get(slug=SLUG)
    assert (item.retired_at, item.sittings_only) == (None, False)

"""The item bank's pages for operations: one item with its history, comparing versions, acts on it, the file."""

import json
from dataclasses import replace

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from courseware.domain import editing
from courseware.domain.versions import content_of
from courseware.importers.source import Source
from courseware.models import AuditEvent, Form, FormEntry, Item, ItemVersion
from tests.clients import signed_in, text_of
from tests.people import People

BANK = "foundations"


@pytest.fixture
def operations(people: People) -> Client:
    return signed_in(people.operations)


def version_of(slug: str) -> ItemVersion:
    return ItemVersion.objects.select_related("item").filter(item__bank=BANK, item__slug=slug).latest("number")


def url(name: str, slug: str = "sev-001") -> str:
    return reverse(name, args=[BANK, slug])


def corrected(people: People, slug: str = "sev-001", note: str = "Somebody asked", **fields: object) -> ItemVersion:
    version = version_of(slug)
    content = replace(content_of(version), **fields)
    return editing.edit(version, content, by=people.operations, note=note, now=timezone.now())


def queries(client: Client, path: str) -> int:
    client.get(path)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(path).status_code == 200
    return len(captured)


class TestItem:
    def test_all_that_is_known_of_it_and_its_key_in_words(self, operations: Client):
        version = version_of("sev-001")
        page = text_of(operations, url("bank_item"))
        for words in ("Loaded from a file", "Moderate", version.domain, "Authored", "Reference factors", "0.45"):
            assert words in page, words
        assert all(factor["name"] in page for factor in version.factors)

    def test_what_may_be_planted_in_words_and_escaped(self, people: People, operations: Client):
        assert "What may be planted" not in text_of(operations, url("bank_item"))
        planted = {"anchoring": {"label": "mild"}, "halo": {"warm": "A <b>kind</b> text.", "worn_in": "x"}}
        corrected(people, planted=planted)
        page = text_of(operations, url("bank_item"))
        section = page[page.index("What may be planted") : page.index("<h2>Why</h2>")]
        for words in ("Anchoring", "Suggested answer", ">Mild<", "Halo", "Warm wording", "Worn in"):
            assert words in section, words
        assert "A &lt;b&gt;kind&lt;/b&gt; text." in section

    def test_soft_gold_as_shares_of_so_many_raters(self, people: People, operations: Client):
        corrected(people, key={"distribution": {"mild": 0.7, "moderate": 0.3}, "raters": 10})
        page = text_of(operations, url("bank_item"))
        assert "How 10 raters answered" in page
        assert '<progress class="meter" value="0.7000"' in page

    def test_soft_gold_that_is_estimated_says_that_nobody_has_rated_it(self, people: People, operations: Client):
        corrected(people, key={"distribution": {"mild": 0.7, "moderate": 0.3}, "estimated": True})
        page = text_of(operations, url("bank_item"))
        assert "Mild (70\u00a0%, estimated)" in page
        assert "no panel has rated the item yet" in page
        assert "Share</th>" in page

    def test_its_history_says_who_when_why_and_what_it_replaces(self, people: People, operations: Client):
        corrected(people, note="The label was too low", key={"label": "severe"})
        page = text_of(operations, url("bank_item"))
        for words in ("The label was too low", "Oki Operations", "Replaced by version 2", "Version 1", "In force"):
            assert words in page, words
        assert f"{url('bank_compare')}?from=1&amp;to=2" in page

    def test_a_twin_is_a_link_where_the_bank_has_it(self, people: People, operations: Client):
        corrected(people, twin="sev-002")
        assert f'<a href="{url("bank_item", "sev-002")}">' in text_of(operations, url("bank_item"))
        corrected(people, twin="gone-since")
        assert "(not in this bank)" in text_of(operations, url("bank_item"))

    def test_a_form_that_it_is_in_is_named(self, people: People, operations: Client):
        form = Form.objects.create(
            bank=BANK, name="Exam one", purpose="exam", created_by=people.operations, created_at=timezone.now()
        )
        FormEntry.objects.create(form=form, item=version_of("sev-001").item, position=1)
        assert "Exam one" in text_of(operations, url("bank_item"))

    def test_what_is_not_there_is_404(self, operations: Client):
        for name in ("bank_item", "bank_compare", "bank_edit"):
            assert operations.get(url(name, "no-such-item")).status_code == 404
            assert operations.get(reverse(name, args=["no-such-bank", "sev-001"])).status_code == 404
        assert operations.post(url("bank_retire", "no-such-item"), {"reason": "None"}).status_code == 404
        Item.objects.create(bank=BANK, slug="empty")
        assert operations.get(url("bank_item", "empty")).status_code == 404

    def test_costs_the_same_with_one_version_and_with_many(self, people: People, operations: Client):
        before = queries(operations, url("bank_item"))
        assert before == 7
        for number in range(5):
            corrected(people, rationale=f"Reason {number}", note=f"Change {number}")
            item = version_of("sev-001").item
            act = editing.keep_for_sittings if number % 2 else editing.allow_in_practice
            act(item, by=people.operations, reason="Why not", now=timezone.now())
        assert queries(operations, url("bank_item")) == before


class TestCompare:
    def test_changed_words_are_marked_and_the_rest_is_not(self, people: People, operations: Client):
        version = version_of("sev-001")
        text = version.body["text"].replace("quieter", "louder")
        assert text != version.body["text"]
        corrected(people, body={"text": text}, key={"label": "severe"}, difficulty=0.8)
        page = text_of(operations, url("bank_compare") + "?from=1&to=2")
        assert "supper was <del>quieter</del><ins>louder</ins> this year" in page
        assert "<del>One label: Moderate</del>" in page
        assert "<ins>One label: Severe</ins>" in page
        assert "<del>0.45</del>" in page
        assert "3 fields differ" in page
        assert "<del>0</del>" not in page  # intensity is the same

    def test_a_correction_is_compared_with_what_it_corrects(self, people: People, operations: Client):
        corrected(people, rationale="Second")
        corrected(people, rationale="Third")
        assert "Version 2 and version 3" in text_of(operations, url("bank_compare"))
        assert "Version 1 and version 2" in text_of(operations, url("bank_compare") + "?to=2")
        assert "Version 3 and version 1" in text_of(operations, url("bank_compare") + "?from=3&to=1")

    def test_one_version_has_nothing_to_compare_with(self, operations: Client):
        assert "Nothing differs" in text_of(operations, url("bank_compare"))

    @pytest.mark.parametrize(("asked", "status"), [("0", 404), ("9", 404), ("x", 200), ("", 200), ("²", 200)])
    def test_numbers_that_no_version_has(self, operations: Client, asked: str, status: int):
        assert operations.get(url("bank_compare"), {"from": asked}).status_code == status

    def test_texts_too_long_to_compare_stand_one_after_the_other(self, people: People, operations: Client):
        corrected(people, body={"text": "one " * 5000})
        corrected(people, body={"text": "other " * 5000})
        page = text_of(operations, url("bank_compare"))
        assert "Too long to mark word by word" in page


ACTS = [
    ("bank_retire", {}, "item.retired"),
    ("bank_sittings", {"keep": "yes"}, "item.kept_for_sittings"),
]


class TestActs:
    @pytest.mark.parametrize(("name", "data", "action"), ACTS)
    def test_done_with_a_reason_and_noted_once(self, people: People, operations: Client, name, data, action):
        for _ in range(2):
            reply = operations.post(url(name), {"reason": "Seen too often", **data})
            assert reply["Location"] == url("bank_item")
        event = AuditEvent.objects.get(stream="item")
        assert (event.action, event.actor, event.data) == (action, people.operations, {"reason": "Seen too often"})
        assert event.subject == f"courseware.item:{version_of('sev-001').item_id}"
        assert "Seen too often" in text_of(operations, url("bank_item"))

    def test_retired_and_restored(self, operations: Client):
        operations.post(url("bank_retire"), {"reason": "Wrong"})
        assert version_of("sev-001").item.retired_at is not None
        operations.post(url("bank_restore"), {"reason": "Right after all"})
        assert version_of("sev-001").item.retired_at is None
        actions = AuditEvent.objects.filter(stream="item").values_list("action", flat=True)
        assert list(actions) == ["item.retired", "item.restored"]

    def test_kept_for_sittings_and_allowed_again(self, operations: Client):
        operations.post(url("bank_sittings"), {"reason": "For the exam", "keep": "yes"})
        assert version_of("sev-001").item.sittings_only
        operations.post(url("bank_sittings"), {"reason": "Exam is over", "keep": "no"})
        assert not version_of("sev-001").item.sittings_only

    @pytest.mark.parametrize("reason", ["", "   ", "x" * 301])
    def test_without_a_reason_nothing_happens_and_the_page_says_so(self, operations: Client, reason: str):
        reply = operations.post(url("bank_retire"), {"reason": reason})
        assert "id_reason_retire_error" in reply.content.decode()
        assert version_of("sev-001").item.retired_at is None
        assert not AuditEvent.objects.filter(stream="item").exists()


class TestExport:
    def test_is_read_back_and_is_never_kept_by_a_cache(self, people: People, operations: Client, tmp_path):
        editing.retire(version_of("sev-002").item, by=people.operations, reason="Old", now=timezone.now())
        reply = operations.get(reverse("bank_export", args=[BANK]))
        assert reply["Content-Disposition"] == 'attachment; filename="foundations.jsonl"'
        assert reply["Cache-Control"] == "no-store"
        (tmp_path / "bank.jsonl").write_bytes(b"".join(reply.streaming_content))
        rows = [row for _, row in Source(tmp_path / "bank.jsonl").objects()]
        slugs = {row["slug"] for row in rows if "slug" in row}
        assert len(slugs) == Item.objects.filter(bank=BANK).count() - 1
        assert "sev-002" not in slugs
        assert any("guideline" in row and "slug" not in row for row in rows)

    def test_with_retired_items_where_they_are_asked_for(self, people: People, operations: Client):
        editing.retire(version_of("sev-002").item, by=people.operations, reason="Old", now=timezone.now())
        reply = operations.get(reverse("bank_export", args=[BANK]) + "?retired=yes")
        lines = b"".join(reply.streaming_content).decode().splitlines()
        assert "sev-002" in {json.loads(line).get("slug") for line in lines}

    def test_of_no_bank_is_404(self, operations: Client):
        assert operations.get(reverse("bank_export", args=["nothing-here"])).status_code == 404


def test_the_bank_is_a_place_of_its_own_in_the_navigation(operations: Client):
    page = text_of(operations, "/operations/bank/")
    assert '<a href="/operations/bank/" aria-current="page">Item bank</a>' in page
    assert '<a href="/operations/" aria-current="page">' not in page
    assert '<a href="/operations/" aria-current="page">Operations</a>' in text_of(operations, "/operations/")

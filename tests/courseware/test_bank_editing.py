"""Editing an item in the bank into a new version: previewed, checked, saved, and refused where somebody was faster."""

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from courseware.curriculum import Guideline, ItemContent
from courseware.domain import editing
from courseware.domain.guidelines import store_guidelines
from courseware.domain.versions import content_of, new_version
from courseware.models import AuditEvent, GuidelineVersion, Item, ItemVersion
from courseware.signals import item_corrected
from tests.clients import signed_in, text_of
from tests.people import People

BANK = "foundations"
NOTE = "The supper was in spring"
# An item with a reply that may be shown in a warm and in a curt wording.
PLANTED = "cmp-001"
SPAN = Guideline("decides", "What decides", "Which sentence decides?", "span", (), "Mark one sentence.")
SPAN_TEXT = "The bus is late. The rain is warm. Nobody minds."


@pytest.fixture
def operations(people: People) -> Client:
    return signed_in(people.operations)


@pytest.fixture
def span_item(people: People) -> ItemVersion:
    store_guidelines(BANK, [SPAN], timezone.now())
    content = ItemContent(
        slug="span-1", kind="span", guideline="decides", domain="", body={"text": SPAN_TEXT},
        key={"spans": [{"start": 17, "end": 34}]}, rationale="", factors=(), difficulty=0.5, intensity=0,
        ambiguity="clear", language="en", licence="MIT", provenance="authored",
    )  # fmt: skip
    version = new_version(Item.objects.create(bank=BANK, slug="span-1"), 1, content, timezone.now())
    version.save()
    return version


def url(slug: str = "sev-001") -> str:
    return reverse("bank_edit", args=[BANK, slug])


def version_of(slug: str = "sev-001") -> ItemVersion:
    return ItemVersion.objects.select_related("item").filter(item__bank=BANK, item__slug=slug).latest("number")


class Inputs(HTMLParser):
    """What a browser would send of a page's main form, without its buttons."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.values: dict[str, str] = {}
        self.select = self.area = ""
        self.feed(page.split("<main")[1])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        name = given.get("name", "")
        if tag == "input" and name and (given.get("type") not in ("radio", "checkbox") or "checked" in given):
            self.values[name] = given.get("value", "on" if given.get("type") == "checkbox" else "")
        elif tag == "select":
            self.select = name
        elif tag == "option" and ("selected" in given or self.select not in self.values):
            self.values[self.select] = given.get("value", "")
        elif tag == "textarea":
            self.area = name
            self.values[name] = ""

    def handle_data(self, data: str) -> None:
        if self.area:
            self.values[self.area] += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea":
            # A browser leaves out the line break that follows the tag, and sends others as \r\n.
            self.values[self.area] = self.values[self.area].removeprefix("\n").replace("\n", "\r\n")
            self.area = ""


def inputs(reply: HttpResponse) -> dict[str, str]:
    return Inputs(reply.content.decode()).values


def typed(client: Client, slug: str = "sev-001", **changes: str) -> dict[str, str]:
    """The form as it opens, with a note and `changes` (double underscores stand for dashes)."""
    values = inputs(client.get(url(slug)))
    return values | {"note": NOTE} | {name.replace("__", "-"): value for name, value in changes.items()}


def send(client: Client, data: dict[str, str], action: str, slug: str = "sev-001") -> HttpResponse:
    return client.post(url(slug), data | {"action": action})


def save(client: Client, slug: str = "sev-001", **changes: str) -> HttpResponse:
    """Preview, then save what the preview's page holds."""
    previewed = send(client, typed(client, slug, **changes), "preview", slug)
    assert "As the trainee sees it" in previewed.content.decode(), previewed.context["form"].problems
    return send(client, inputs(previewed), "save", slug)


def problems(reply: HttpResponse) -> dict[str, str]:
    return {field.html_name: error for field, error in reply.context["form"].problems}


class TestSaving:
    def test_every_field_ends_up_in_the_new_version(self, people: People, operations: Client):
        reply = save(
            operations, body_text="A new text.\r\n\r\nIn two parts.", key__label="severe", rationale="Because.",
            ambiguity="undecided", difficulty="0.125", intensity="3", domain="village fair", twin="sev-002",
            language="de", licence="CC-BY-4.0", provenance="adjudicated by two people",
            factors__0__name="belonging, named", factors__0__weight="0.5",
        )  # fmt: skip
        assert reply["Location"] == reverse("bank_item", args=[BANK, "sev-001"])
        version = version_of()
        assert (version.number, version.edited_by, version.change_note) == (2, people.operations, NOTE)
        assert version.supersedes.number == 1
        content = content_of(version)
        assert content.body == {"text": "A new text.\n\nIn two parts."}
        assert content.key == {"label": "severe"}
        assert (content.rationale, content.ambiguity, content.domain) == ("Because.", "undecided", "village fair")
        assert (content.difficulty, content.intensity, content.twin) == (0.125, 3, "sev-002")
        assert (content.language, content.licence) == ("de", "CC-BY-4.0")
        assert content.provenance == "adjudicated by two people"
        assert content.factors[0]["name"] == "belonging, named"
        assert len(content.factors) == 3

    def test_what_may_be_planted_in_it_stays(self, operations: Client):
        before = version_of(PLANTED).planted
        save(operations, PLANTED, rationale="Because.")
        assert version_of(PLANTED).number == 2
        assert version_of(PLANTED).planted == before != {}

    def test_is_an_audited_event_of_the_item(self, people: People, operations: Client):
        save(operations, rationale="Because.")
        event = AuditEvent.objects.get(action="item.corrected")
        assert event.actor == people.operations
        assert event.subject == f"courseware.item:{version_of().item_id}"
        assert event.data == {"from": 1, "to": 2, "note": NOTE}

    def test_another_key_tells_whoever_grades_again(self, operations: Client):
        told: list[int] = []

        def hear(version_id: int, **_: Any) -> None:
            told.append(version_id)

        item_corrected.connect(hear)
        try:
            save(operations, rationale="Because.")
            assert told == []
            save(operations, key__label="severe")
            assert told == [version_of().pk]
        finally:
            item_corrected.disconnect(hear)

    @pytest.mark.parametrize("slug", ["sev-001", "pref-001", "sup-001", "span-1", PLANTED])
    def test_what_is_opened_and_sent_unchanged_is_no_new_version(self, span_item, operations: Client, slug: str):
        reply = send(operations, typed(operations, slug), "preview", slug)
        assert "Nothing is changed" in reply.content.decode(), reply.context["form"].problems
        assert ItemVersion.objects.filter(item__slug=slug).count() == 1

    def test_nothing_is_saved_that_was_not_seen(self, operations: Client):
        reply = send(operations, typed(operations, rationale="Never seen."), "save")
        assert "Look at it once more" in reply.content.decode()
        assert version_of().number == 1
        changed = inputs(reply) | {"rationale": "Changed after the preview."}
        assert "Look at it once more" in send(operations, changed, "save").content.decode()
        assert version_of().number == 1
        assert send(operations, inputs(reply), "save").status_code == 302
        assert version_of().rationale == "Never seen."


class TestKeys:
    def key_of(self, slug: str = "sev-001") -> dict[str, Any]:
        return version_of(slug).key

    def test_accepted_labels_with_credits(self, operations: Client):
        save(operations, key__form="accepted", key__credit_1="0.5", key__credit_2="1", key__credit_0="")
        labels = [label.id for label in Guideline.from_document(guideline("severity").document).labels]
        assert self.key_of() == {"accepted": {labels[1]: 0.5, labels[2]: 1.0}}

    def test_soft_gold(self, operations: Client):
        save(operations, key__form="distribution", key__share_0="0.25", key__share_1="0.75", key__raters="8")
        labels = [label.id for label in Guideline.from_document(guideline("severity").document).labels]
        assert self.key_of() == {"distribution": {labels[0]: 0.25, labels[1]: 0.75}, "raters": 8}

    def test_shares_that_the_authors_estimate_have_no_raters(self, operations: Client):
        estimated = {"key__form": "distribution", "key__share_0": "0.25", "key__share_1": "0.75"}
        save(operations, **estimated, key__estimated="on")
        labels = [label.id for label in Guideline.from_document(guideline("severity").document).labels]
        assert self.key_of() == {"distribution": {labels[0]: 0.25, labels[1]: 0.75}, "estimated": True}
        reply = send(operations, typed(operations), "preview")
        assert "Nothing is changed" in reply.content.decode(), reply.context["form"].problems
        page = text_of(operations, url())
        assert 'name="key-estimated"' in page

    def test_a_side_with_strength_reason_and_category(self, operations: Client):
        save(
            operations, "pref-001", key__side="tie", key__strength="slight", key__reason="Both say it.",
            key__category="honest",
        )  # fmt: skip
        wanted = {"side": "tie", "strength": "slight", "reason": "Both say it.", "category": "honest"}
        assert self.key_of("pref-001") == wanted

    def test_passages(self, span_item, operations: Client):
        page = text_of(operations, url("span-1"))
        assert "<code>17-34</code>" in page
        save(operations, "span-1", key__spans="0-16\r\n17 – 34 0.5")
        assert self.key_of("span-1") == {"spans": [{"start": 0, "end": 16}, {"start": 17, "end": 34, "credit": 0.5}]}

    def test_inputs_of_another_form_do_not_count(self, operations: Client):
        save(operations, key__form="label", key__label="severe", key__credit_0="9", key__raters="-1")
        assert self.key_of() == {"label": "severe"}

    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"key__form": "accepted", "key__credit_1": "0.5"}, "key-credit_0", "at least one label the credit 1.0"),
            ({"key__form": "accepted", "key__credit_1": "2"}, "key-credit_1", "less than or equal to 1"),
            ({"key__form": "accepted"}, "key-credit_0", "must be a table"),
            ({"key__form": "distribution", "key__share_0": "0.4", "key__raters": "3"}, "key-share_0", "add up to 0.4"),
            ({"key__form": "distribution", "key__share_0": "1"}, "key-raters", "how many people"),
            (
                {"key__form": "distribution", "key__share_0": "1", "key__raters": "3", "key__estimated": "on"},
                "key-raters",
                "either estimated or those of raters",
            ),
            ({"key__form": "side"}, "key-form", "not one of the available choices"),
            ({"key__label": "terrible"}, "key-label", "not one of the available choices"),
        ],
    )
    def test_a_wrong_key_is_named_beside_its_field(self, operations: Client, changes, field, words):
        found = problems(send(operations, typed(operations, **changes), "preview"))
        assert words in found[field]

    @pytest.mark.parametrize(
        ("spans", "words"),
        [
            ("first sentence", "is not a passage"),
            ("20-10", "expected whole numbers"),
            ("900-950", "names no part of the text"),
            ("", "at least one"),
        ],
    )
    def test_a_wrong_passage_is_named_beside_its_field(self, span_item, operations: Client, spans, words):
        found = problems(send(operations, typed(operations, "span-1", key__spans=spans), "preview", "span-1"))
        assert words in found["key-spans"]


def guideline(slug: str) -> GuidelineVersion:
    return GuidelineVersion.objects.filter(bank=BANK, slug=slug).latest("number")


class TestWrongFields:
    @pytest.mark.parametrize(
        ("changes", "field", "words"),
        [
            ({"body_text": ""}, "body_text", "required"),
            ({"body_text": " \n "}, "body_text", "empty"),
            ({"body_text": "bell \x07"}, "body_text", "control characters"),
            ({"body_text": "x" * 200_001}, "body_text", "at most 200000"),
            ({"difficulty": "1.5"}, "difficulty", "less than or equal to 1"),
            ({"difficulty": "nan"}, "difficulty", "number"),
            ({"intensity": "6"}, "intensity", "less than or equal to 5"),
            ({"intensity": "2.5"}, "intensity", "whole number"),
            ({"ambiguity": "maybe"}, "ambiguity", "not one of the available"),
            ({"twin": "sev-001"}, "twin", "not its own twin"),
            ({"twin": "nobody"}, "twin", "has no item nobody"),
            ({"domain": "=cmd|' /C calc'!A0"}, "domain", "spreadsheet"),
            ({"provenance": "found somewhere"}, "provenance", "expected one of authored"),
            ({"licence": ""}, "licence", "required"),
            ({"note": ""}, "note", "required"),
            ({"note": "x" * 301}, "note", "at most 300"),
            ({"factors__0__weight": "0.9"}, "factors-0-weight", "add up to"),
            ({"factors__0__name": ""}, "factors-0-name", "a name, a text and a weight"),
            ({"factors__3__text": "Alone"}, "factors-3-weight", "a name, a text and a weight"),
        ],
    )
    def test_are_named_beside_the_field_and_nothing_typed_is_lost(self, operations: Client, changes, field, words):
        data = typed(operations, **({"rationale": "Typed with care."} | changes))
        reply = send(operations, data, "save")
        found = problems(reply)
        assert words in found[field], found
        assert inputs(reply)["rationale"] == "Typed with care."
        assert version_of().number == 1

    def test_a_pair_may_have_one_empty_response_and_not_two(self, operations: Client):
        reply = send(operations, typed(operations, "pref-001", body_response_a=""), "preview", "pref-001")
        assert "(This response is empty.)" in reply.content.decode()
        data = typed(operations, "pref-001", body_response_a="", body_response_b="")
        assert "nothing to compare" in problems(send(operations, data, "preview", "pref-001"))["body_response_b"]

    def test_fields_that_the_form_does_not_have_change_nothing(self, operations: Client):
        save(operations, rationale="Because.", item="7", kind="span", number="77", body_source="More")
        version = version_of()
        assert (version.number, version.kind, list(version.body)) == (2, "ordinal", ["text"])

    @pytest.mark.parametrize("base", ["", "0", "9", "x"])
    def test_a_base_that_is_no_version_is_404(self, operations: Client, base: str):
        assert send(operations, typed(operations, base=base), "preview").status_code == 404


class TestPreview:
    def test_shows_question_texts_options_and_what_follows(self, operations: Client):
        reply = send(operations, typed(operations, body_text="Only this.", rationale="Because."), "preview")
        shown = reply.context["preview"]
        document = Guideline.from_document(guideline("severity").document)
        assert shown.question == document.question
        assert shown.texts == (("Text", "Only this."),)
        assert [option.name for option in shown.options] == [label.name for label in document.labels]
        assert (shown.key.summary, shown.why) == ("Moderate", "Because.")
        assert "Save as version 2" in reply.content.decode()

    def test_pairs_and_passages(self, span_item, operations: Client):
        pair = send(operations, typed(operations, "pref-001", rationale="R."), "preview", "pref-001").context["preview"]
        assert [name for name, _ in pair.pair] == ["Left", "Right"]
        assert pair.why.endswith("that they can. R.")
        data = typed(operations, "span-1", rationale="R.")
        span = send(operations, data, "preview", "span-1").context["preview"]
        assert [option.name for option in span.options] == [
            "The bus is late.", "The rain is warm.", "Nobody minds.",
        ]  # fmt: skip
        assert span.key.summary == "The rain is warm."

    def test_stores_nothing(self, operations: Client):
        send(operations, typed(operations, rationale="R."), "preview")
        assert version_of().number == 1
        assert not AuditEvent.objects.filter(stream="item").exists()


class TestMeanwhile:
    def other_edit(self, people: People) -> None:
        content = replace(content_of(version_of()), rationale="Somebody else was faster.")
        editing.edit(version_of(), content, by=people.operations, note="Faster", now=timezone.now())

    def test_a_superseded_version_is_refused_and_nothing_is_lost(self, people: People, operations: Client):
        data = typed(operations, rationale="Mine.", factors__0__text="Also mine.")
        previewed = inputs(send(operations, data, "preview"))
        self.other_edit(people)
        reply = send(operations, previewed, "save")
        page = reply.content.decode()
        assert reply.status_code == 409
        assert "Version 2 was made in the meantime" in page
        assert f"{reverse('bank_compare', args=[BANK, 'sev-001'])}?from=1&amp;to=2" in page
        assert version_of().rationale == "Somebody else was faster."
        kept = inputs(reply)
        assert {name for name in data if kept[name] != data[name]} == {"csrfmiddlewaretoken"}
        assert (kept["rationale"], kept["factors-0-text"]) == ("Mine.", "Also mine.")

    def test_mine_can_be_put_in_its_place_after_another_look(self, people: People, operations: Client):
        data = typed(operations, rationale="Mine.")
        self.other_edit(people)
        refused = send(operations, data, "preview")
        again = operations.post(url(), inputs(refused) | {"over": "2"})
        assert "As the trainee sees it" in again.content.decode()
        assert version_of().number == 2
        assert send(operations, inputs(again), "save").status_code == 302
        version = version_of()
        assert (version.number, version.supersedes.number, version.rationale) == (3, 2, "Mine.")

    def test_a_version_loaded_from_files_meanwhile_is_noticed_too(self, operations: Client):
        data = typed(operations, rationale="Mine.")
        version = version_of()
        new_version(version.item, 2, replace(content_of(version), rationale="Loaded."), timezone.now()).save()
        assert send(operations, data, "preview").status_code == 409

    def test_a_version_still_asked_elsewhere_can_be_edited(self, operations: Client):
        version = version_of()
        new_version(version.item, 2, replace(content_of(version), rationale="Loaded."), timezone.now()).save()
        page = text_of(operations, reverse("bank_item", args=[BANK, "sev-001"]))
        assert f"{url()}?version=1" in page
        assert inputs(operations.get(f"{url()}?version=1"))["base"] == "1"

    def test_a_superseded_version_is_not_opened(self, people: People, operations: Client):
        self.other_edit(people)
        assert operations.get(f"{url()}?version=1")["Location"] == url()
        assert operations.get(f"{url()}?version=7").status_code == 404


def test_without_its_guideline_an_item_is_shown_and_not_edited(people: People, operations: Client):
    content = replace(content_of(version_of()), slug="alone")
    new_version(Item.objects.create(bank="loose", slug="alone"), 1, content, timezone.now()).save()
    page = text_of(operations, reverse("bank_item", args=["loose", "alone"]))
    assert "which the bank does not have" in page
    address = reverse("bank_edit", args=["loose", "alone"])
    assert address not in page
    assert operations.get(address)["Location"] == reverse("bank_item", args=["loose", "alone"])

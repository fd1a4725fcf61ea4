"""The pages on which operations look at forms, build them and take them apart."""

import json
import re
from html import unescape

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from courseware.domain.bank_rows import store_new
from courseware.domain.guidelines import store_guidelines
from courseware.models import AuditEvent, Form, Item
from tests.clients import signed_in, text_of
from tests.courseware.importers.reading import TONE
from tests.courseware.test_forms_of_items import BANK, content
from tests.faults.answering import bodies_for, open_attempt, submit_body
from tests.item_forms import put_together
from tests.people import JOINED, MONDAY_9, People

NEW = "/operations/bank/forms/new/"
WANTED = {"bank": BANK, "purpose": "checkpoint", "name": "Autumn", "count": "2", "size": "6", "seed": "11"}
HOSTILE = '<script>alert("x")</script>'


@pytest.fixture
def client(people: People) -> Client:
    store_guidelines(BANK, [TONE], JOINED)
    store_new(BANK, [content(number) for number in range(24)], JOINED)
    return signed_in(people.operations)


def hidden(page: str) -> dict[str, str]:
    """What the form that saves would send."""
    form = page[page.index(f'method="post" action="{NEW}"') :]
    fields = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', form)
    return {name: unescape(value) for name, value in fields if name != "csrfmiddlewaretoken"}


def test_nothing_there_says_how_to_begin(client):
    page = text_of(client, reverse("bank_forms"))
    assert "No forms yet" in page
    assert NEW in page


def test_what_is_asked_for_is_shown_before_it_is_saved(client):
    page = text_of(client, f"{NEW}?bank={BANK}")
    assert "What it comes to" not in page
    reply = client.get(NEW, WANTED)
    page = reply.content.decode()
    assert "24 items to draw from" in page
    assert "Autumn A" in page
    assert all(line in page for line in reply.context["draft"].warnings)
    keys = reply.context["tables"][0]
    assert keys["rows"] == [("Cold", [(3, 6), (3, 6)]), ("Warm", [(3, 6), (3, 6)])]
    assert not Form.objects.exists()


def test_what_was_seen_is_what_is_saved(client, people):
    seen = client.get(NEW, WANTED)
    reply = client.post(NEW, hidden(seen.content.decode()), follow=True)
    assert reply.redirect_chain == [(reverse("bank_forms"), 302)]
    assert "Saved: Autumn A, Autumn B." in reply.content.decode()
    for form, held in zip(Form.objects.order_by("name"), seen.context["draft"].forms, strict=True):
        assert list(form.entries.values_list("item__slug", flat=True)) == [candidate.slug for candidate in held]
        assert (form.purpose, form.created_by) == ("checkpoint", people.operations)
    assert Item.objects.filter(sittings_only=True).count() == 12


def test_a_bank_that_changed_in_between_is_shown_again_and_nothing_is_saved(client):
    seen = client.get(NEW, WANTED)
    Item.objects.filter(slug=seen.context["draft"].forms[0][0].slug).update(retired_at=MONDAY_9)
    reply = client.post(NEW, hidden(seen.content.decode()))
    page = reply.content.decode()
    assert "The bank has changed since these forms were drawn" in page
    assert not Form.objects.exists()
    assert client.post(NEW, hidden(page)).status_code == 302
    assert Form.objects.count() == 2


def test_one_form_leads_to_its_page_and_its_name_is_then_taken(client):
    one = {**WANTED, "count": "1"}
    reply = client.post(NEW, hidden(client.get(NEW, one).content.decode()))
    form = Form.objects.get()
    assert reply["Location"] == reverse("bank_form", args=[form.public_id])
    page = unescape(client.get(NEW, one).content.decode())
    assert "tones has a form named Autumn already." in page
    assert "What it comes to" not in page


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("bank", "nowhere"), ("purpose", "fun"), ("name", ""), ("name", "x" * 79), ("count", "7"), ("count", "0"),
        ("size", "201"), ("size", "many"), ("easiest", "2"), ("hardest", "-1"), ("seed", "-1"), ("domain", "x" * 61),
        ("guideline", "nowhere"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_at_its_field(client, field, value):
    for ask in (client.get, client.post):
        reply = ask(NEW, {**WANTED, field: value})
        assert reply.status_code == 200
        assert reply.context["form"].has_error(field)
    assert not Form.objects.exists()


def test_difficulties_the_wrong_way_round_are_said(client):
    reply = client.get(NEW, {**WANTED, "easiest": "0.8", "hardest": "0.2"})
    assert reply.context["form"].has_error("hardest")


def test_too_few_items_are_said_and_an_empty_form_cannot_be_saved(client):
    page = unescape(client.get(NEW, {**WANTED, "size": "20"}).content.decode())
    assert "There are 24 items for 40 places: the forms are smaller than wanted." in page
    reply = client.get(NEW, {**WANTED, "domain": "nowhere"})
    assert "There are not enough items for this" in reply.content.decode()
    reply = client.post(NEW, {**WANTED, "domain": "nowhere"})
    assert "a form would be empty" in reply.content.decode()
    assert not Form.objects.exists()


def test_items_of_the_course_are_left_out_unless_asked_for(client):
    course = {**WANTED, "bank": "foundations", "size": "5"}
    reply = client.get(NEW, course)
    assert "that a course asks in practice" in reply.content.decode()
    assert reply.context["draft"].pool.practised > 0
    reply = client.get(NEW, {**course, "practised": "on"})
    assert "used in practice" in reply.content.decode()


def test_the_form_page_counts_who_met_what(client, people):
    attempt = open_attempt(people.enrolment)
    items = [step.item_version.item for step in attempt.steps.select_related("item_version__item")]
    form = put_together(items, people.operations)
    for body in bodies_for(attempt)[:2]:
        submit_body(people.trainee, attempt, body, MONDAY_9)
    Item.objects.filter(pk=items[-1].pk).update(retired_at=MONDAY_9)
    reply = client.get(reverse("bank_form", args=[form.public_id]))
    lines = reply.context["lines"]
    assert [line.version.item.slug for line in lines] == [item.slug for item in items]
    assert [(line.seen.answers, line.practised) for line in lines] == [(1, 1)] * 2 + [(0, 0)] * (len(items) - 2)
    page = unescape(reply.content.decode())
    assert "1 item was retired since and will not be asked." in page
    assert "Autumn: 2 items were used in practice" in page
    assert "3 warnings" in text_of(client, reverse("bank_forms")) or "2 warnings" in text_of(
        client, reverse("bank_forms")
    )


def test_a_form_is_downloaded_in_its_order(client, people):
    items = list(Item.objects.filter(bank=BANK).order_by("-slug")[:3])
    form = put_together(items, people.operations)
    reply = client.get(reverse("bank_form_items", args=[form.public_id]))
    rows = [json.loads(line) for line in reply.content.decode().splitlines()]
    assert rows[0]["guideline"]["slug"] == "tone"
    assert [row["slug"] for row in rows[1:]] == [item.slug for item in items]
    assert reply["Content-Disposition"].startswith("attachment;")
    assert reply["Cache-Control"] == "no-store"


def test_dissolving_wants_the_word(client, people):
    form = put_together(Item.objects.filter(bank=BANK)[:3], people.operations)
    Item.objects.filter(form_entry__form=form).update(sittings_only=True)
    path = reverse("bank_form_dissolve", args=[form.public_id])
    reply = client.post(path, {"confirmation": "yes"})
    assert "Type the word" in unescape(reply.content.decode())
    assert Form.objects.exists()
    reply = client.post(path, {"confirmation": " Dissolve "}, follow=True)
    assert "3 items are free for other forms and stay kept for sittings" in reply.content.decode()
    assert not Form.objects.exists()
    assert Item.objects.filter(sittings_only=True).count() == 3
    event = AuditEvent.objects.get(action="form.dissolved")
    assert (event.actor, event.data["to_practice"]) == (people.operations, False)
    assert client.post(path, {"confirmation": "dissolve"}).status_code == 404


def test_an_empty_form_has_a_page(client, people):
    form = put_together([], people.operations)
    assert "This form has no items" in text_of(client, reverse("bank_form", args=[form.public_id]))
    assert "no items" in text_of(client, reverse("bank_forms"))


def test_names_are_text(client, people):
    put_together(Item.objects.filter(bank=BANK)[:2], people.operations, name=HOSTILE)
    page = text_of(client, reverse("bank_forms")) + client.get(NEW, {**WANTED, "name": HOSTILE}).content.decode()
    assert HOSTILE not in page
    assert HOSTILE in unescape(page)


def test_pages_cost_the_same_with_one_form_and_with_many(client, people):
    items = list(Item.objects.filter(bank=BANK))
    form = put_together(items[:1], people.operations)
    paths = {"bank_forms": reverse("bank_forms"), "bank_form": reverse("bank_form", args=[form.public_id])}

    def counted() -> dict[str, int]:
        found = {}
        for name, path in paths.items():
            client.get(path)
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(path)
            found[name] = len(queries)
        return found

    few = counted()
    for place, item in enumerate(items[1:12], start=1):
        form.entries.create(item=item, position=place)
    for number in range(5):
        put_together(items[12 + 2 * number : 14 + 2 * number], people.operations, name=f"Form {number}")
    assert counted() == few == {"bank_forms": 7, "bank_form": 7}

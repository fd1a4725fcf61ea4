"""Attack: markup, formulas and paths in a file of items. Shown as text, harmless in a spreadsheet, and never a path."""

import csv
import io
from pathlib import Path

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from courseware.models import ItemImport, ItemVersion
from tests.attacks.test_script_in_text import ALL, PAYLOADS
from tests.clients import signed_in, text_of
from tests.imports import imports_dir, uploaded  # noqa: F401
from tests.rows_of_items import row, text_of_rows

pytestmark = pytest.mark.usefixtures("imports_dir")


@pytest.fixture
def client(people):
    return signed_in(people.operations)


def marked_up(page: str) -> list[str]:
    """Payloads that stand in the page as they were sent."""
    return [payload for payload in PAYLOADS if "<" in payload and payload in page]


def test_markup_in_texts_labels_and_names_is_shown_as_text(client, drain_jobs):
    rows = (row(1, text=ALL, rationale=ALL), row(2, label=ALL), row(3, text=ALL.upper() + " and more"))
    found = uploaded(client, text_of_rows(*rows), name='"><img src=x onerror=alert(1)>.jsonl')
    drain_jobs()
    page = text_of(client, reverse("bank_import", args=[found.public_id]))
    assert marked_up(page) == []
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img" not in page
    client.post(reverse("bank_import_store", args=[found.public_id]), {"leave_out": "yes"})
    drain_jobs()
    # The bank has the text as it was: what a trainee judges is what the file said.
    assert ItemVersion.objects.get(item__slug="t-1").body == {"text": ALL}
    assert "<img" not in text_of(client, reverse("bank_imports"))


def test_markup_in_a_message_about_the_file_is_shown_as_text(client, drain_jobs):
    found = uploaded(client, b"<script>alert(1)</script>,b\n1,2\n", "a.csv", format="csv", columns="text=<b>x</b>")
    drain_jobs()
    page = text_of(client, reverse("bank_import", args=[found.public_id]))
    assert "there is no column" in page
    assert "<b>x" not in page
    assert "<script>alert" not in page


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t="])
def test_a_formula_in_the_rejected_rows_is_harmless_in_a_spreadsheet(client, drain_jobs, start):
    """A column that the person who imports has named so, and that the report names again."""
    column = f"{start}HYPERLINK(1)".strip()
    content = f'{column},label\n,warm\n"x",warm\n'
    found = uploaded(
        client, content, "a.csv", format="csv", columns=f"text={column}", guideline="new", guideline_slug="tone",
        labels="warm\ncold",
    )  # fmt: skip
    drain_jobs()
    reply = client.get(reverse("bank_import_rejected", args=[found.public_id]))
    table = list(csv.reader(io.StringIO(reply.content.decode())))
    assert table[1][0] == "2"
    assert table[1][1] == "'" + column
    assert not any(cell[:1] in set("=+-@\t\r") for line in table for cell in line)
    assert reply["Content-Type"] == "text/csv; charset=utf-8"
    assert reply["X-Content-Type-Options"] == "nosniff"


def posted_with_name(client: Client, name: str) -> HttpResponse:
    """The form as no browser sends it: Django's own client would clean the name."""
    fields = {"format": "jsonl", "new_bank": "tone", "language": "en"}
    parts = [f'Content-Disposition: form-data; name="{field}"\r\n\r\n{value}' for field, value in fields.items()]
    head = f'Content-Disposition: form-data; name="file"; filename="{name}"\r\nContent-Type: text/plain'
    parts.append(f"{head}\r\n\r\n{text_of_rows(row(1))}")
    body = "".join(f"--edge\r\n{part}\r\n" for part in parts) + "--edge--\r\n"
    return client.post(reverse("bank_import_new"), body.encode(), content_type="multipart/form-data; boundary=edge")


@pytest.mark.parametrize(
    "name", ["../../escape.jsonl", "/etc/cron.d/x", "..\\..\\x.jsonl", "%2e%2e%2fx", "a\tb", "x" * 400]
)
def test_a_file_name_is_a_name_and_never_a_path(client, drain_jobs, imports_dir, name):  # noqa: F811
    assert posted_with_name(client, name).status_code == 302
    found = ItemImport.objects.get()
    assert [path.name for path in imports_dir.iterdir()] == [found.stored_as]
    assert set(found.stored_as) <= set("0123456789abcdef")
    assert found.file_name
    assert not set(found.file_name) & set("/\\\r\n\t")
    drain_jobs()
    path = reverse("bank_import_rejected", args=[found.public_id])
    assert name not in client.get(path)["Content-Disposition"]
    assert not (Path(imports_dir).parent / "escape.jsonl").exists()


def test_nobody_but_operations_gets_near_an_import(people, drain_jobs):
    found = uploaded(signed_in(people.operations))
    drain_jobs()
    for person in (people.trainee, people.instructor, people.stranger):
        client = signed_in(person)
        for name in ("bank_import", "bank_import_rejected"):
            assert client.get(reverse(name, args=[found.public_id])).status_code == 403
        for name in ("bank_import_store", "bank_import_drop"):
            assert client.post(reverse(name, args=[found.public_id])).status_code == 403
        assert client.post(reverse("bank_import_new"), {"new_bank": "mine"}).status_code == 403
    found.refresh_from_db()
    assert found.state == ItemImport.State.CHECKED
    assert ItemImport.objects.count() == 1

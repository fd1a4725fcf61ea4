"""The pages on which operations import a file: upload, wait, see what was found, decide."""

import gzip
import json
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from courseware.domain import item_imports
from courseware.models import GuidelineVersion, Item, ItemImport, ItemVersion, Job
from tests.clients import signed_in, text_of
from tests.courseware.importers.reading import TONE
from tests.imports import imports_dir, upload, uploaded  # noqa: F401
from tests.rows_of_items import row, text_of_rows

pytestmark = pytest.mark.usefixtures("imports_dir")
State = ItemImport.State


@pytest.fixture
def client(people):
    return signed_in(people.operations)


def page_of(found):
    return reverse("bank_import", args=[found.public_id])


def store(client, found, **form):
    return client.post(reverse("bank_import_store", args=[found.public_id]), form, follow=True)


def drop(client, found):
    return client.post(reverse("bank_import_drop", args=[found.public_id]), follow=True)


def test_no_imports_yet(client):
    page = text_of(client, reverse("bank_imports"))
    assert "No imports yet" in page
    assert reverse("bank_import_new") in page


def test_from_the_upload_to_the_items(client, drain_jobs):
    found = uploaded(client)
    waiting = text_of(client, page_of(found))
    assert "The file is being looked through" in waiting
    assert f'hx-get="{page_of(found)}"' in waiting
    assert "Look again now" in waiting
    drain_jobs()
    checked = text_of(client, page_of(found))
    assert "hx-get" not in checked
    assert "Store all 4" in checked
    assert "which is made by this import" in checked
    assert "Remark 1 of the series." in checked
    assert "Which tone?" in checked
    reply = store(client, found)
    assert "The items are being stored" in reply.content.decode()
    drain_jobs()
    done = text_of(client, page_of(found))
    assert "The upload is deleted" in done
    assert "Store all" not in done
    assert Item.objects.filter(bank="tone").count() == 4
    listed = text_of(client, reverse("bank_imports"))
    assert "items.jsonl" in listed
    assert "Oki Operations" in listed
    assert "Stored" in listed


def test_a_file_with_rejected_rows_shows_each_and_stores_the_others_only(client, drain_jobs):
    found = uploaded(client, text_of_rows(row(1), row(2, label="tepid"), row(3)))
    drain_jobs()
    page = text_of(client, page_of(found))
    assert "Store the 2 good rows, leave out 1" in page
    assert "&#x27;tepid&#x27; is not among the answers cold, warm" in page
    assert "nobody said to leave them out" in store(client, found).content.decode()
    drain_jobs()
    assert not ItemVersion.objects.filter(item__bank="tone").exists()
    store(client, found, leave_out="yes")
    drain_jobs()
    assert Item.objects.filter(bank="tone").count() == 2
    assert "1 rejected row was left out" in text_of(client, page_of(found))


def test_the_same_file_again_has_nothing_to_store(client, drain_jobs):
    for _ in range(2):
        found = uploaded(client, **({"bank": "tone", "new_bank": ""} if Item.objects.filter(bank="tone") else {}))
        drain_jobs()
        page = text_of(client, page_of(found))
        store(client, found)
        drain_jobs()
    assert "The bank has all of it already, word for word" in page
    assert ItemVersion.objects.filter(item__bank="tone").count() == 4


def test_a_changed_item_is_said_to_be_a_new_version(client, drain_jobs):
    store_first = uploaded(client)
    drain_jobs()
    store(client, store_first)
    drain_jobs()
    found = uploaded(client, text_of_rows(row(1, label="cold"), row(8)), bank="tone", new_bank="")
    drain_jobs()
    page = text_of(client, page_of(found))
    assert "1 item would be new and 1 would become a new version" in page
    assert "graded again" in page


def test_texts_that_are_alike_are_listed(client, drain_jobs):
    found = uploaded(client, text_of_rows(row(1), row(2, text="Remark 1 of the series.")))
    drain_jobs()
    page = text_of(client, page_of(found))
    assert "Texts that are alike" in page
    assert "The same words" in page
    assert "row 2" in page


def test_what_cannot_be_read_says_where(client, drain_jobs):
    found = uploaded(client, text_of_rows(row(1)).encode() + b"\xff\n")
    drain_jobs()
    page = text_of(client, page_of(found))
    assert "row 3: is not UTF-8 text (byte 0xff)" in page
    assert "Nothing was stored" in page
    assert "can no longer be stored" in store(client, found).content.decode()


def test_dropping_says_so_and_twice_is_once(client, drain_jobs):
    found = uploaded(client)
    drain_jobs()
    assert "items.jsonl is dropped" in drop(client, found).content.decode()
    assert drop(client, found).status_code == 200
    assert "Nothing was stored, and the upload is deleted" in text_of(client, page_of(found))
    assert "can no longer be stored" in store(client, found).content.decode()


def test_a_packed_table_with_other_column_names_and_a_guideline_of_ones_own(client, drain_jobs):
    packed = gzip.compress(b"sentence,gold\nWell done.,warm\nGo away.,cold\n")
    found = uploaded(
        client, packed, "letters.csv.gz", format="csv", columns="text = sentence\n\nlabel=gold\n", licence="CC0",
        guideline="new", guideline_slug="mood", labels="warm\ncold\n", question="Which mood?", domain="letters",
    )  # fmt: skip
    drain_jobs()
    assert "Store all 2" in text_of(client, page_of(found))
    store(client, found)
    drain_jobs()
    version = ItemVersion.objects.get(body={"text": "Go away."})
    assert (version.key, version.guideline, version.licence, version.domain) == (
        {"label": "cold"},
        "mood",
        "CC0",
        "letters",
    )
    assert GuidelineVersion.objects.get(bank="tone").document["question"] == "Which mood?"


def test_a_guideline_of_the_bank_is_chosen(client, people, drain_jobs):
    table = "text,label\nIs this rude?,mild\n"
    chosen = {"bank": "foundations", "new_bank": "", "guideline": "foundations/severity"}
    found = uploaded(client, table, "a.csv", format="csv", **chosen)
    drain_jobs()
    found.refresh_from_db()
    assert (found.report["new"], found.report["rejected_count"]) == (1, 0)


@pytest.mark.parametrize(
    ("fields", "field", "words"),
    [
        ({"new_bank": ""}, "new_bank", "Choose a bank above, or name a new one"),
        ({"new_bank": "a/b"}, "new_bank", "up to 50 letters"),
        ({"new_bank": "imports"}, "new_bank", "has a page called imports"),
        ({"bank": "foundations"}, "new_bank", "not both"),
        ({"bank": "nowhere", "new_bank": ""}, "bank", "not one of the available choices"),
        ({"format": "xlsx"}, "format", "not one of the available choices"),
        ({"columns": "text"}, "columns", "Line 1, 'text', is not of the form"),
        ({"language": ""}, "language", "required"),
        ({"guideline": "foundations/severity"}, "guideline", "belongs to the bank foundations"),
        ({"guideline": "new", "labels": "a\nb"}, "guideline_slug", "Give the new guideline a name"),
        ({"guideline": "new", "guideline_slug": "x", "labels": "a"}, "labels", "two or more labels"),
        ({"guideline": "new", "guideline_slug": "x", "labels": "a\na"}, "labels", "there twice"),
        (
            {"bank": "foundations", "new_bank": "", "guideline": "new", "guideline_slug": "severity", "labels": "a\nb"},
            "guideline_slug",
            "says otherwise: choose it",
        ),
    ],
)
def test_a_wrong_field_is_named_and_nothing_is_kept(client, imports_dir, fields, field, words):  # noqa: F811
    reply = upload(client, **fields)
    assert reply.status_code == 200
    assert words in " ".join(reply.context["form"].errors[field])
    assert not ItemImport.objects.exists()
    assert not imports_dir.exists()


def test_an_empty_file_and_no_file(client):
    form = upload(client, b"").context["form"]
    assert "empty" in form.errors["file"][0]
    reply = client.post(reverse("bank_import_new"), {"format": "jsonl", "new_bank": "tone", "language": "en"})
    assert "required" in reply.context["form"].errors["file"][0]


def test_a_folded_part_with_a_mistake_is_open(client):
    reply = upload(client, columns="text").content.decode()
    assert '<details class="more" open>' in reply
    assert reply.count('<details class="more" open>') == 1


def test_the_rejected_rows_as_a_file(client, drain_jobs):
    found = uploaded(client, text_of_rows(row(1), row(2, label="tepid"), row(3, key=None)))
    drain_jobs()
    path = reverse("bank_import_rejected", args=[found.public_id])
    reply = client.get(path)
    lines = reply.content.decode().splitlines()
    assert lines[0] == "row,column,reason"
    assert lines[1].startswith("3,key,'tepid' is not among") or lines[1].startswith("3,key,\"'tepid'")
    assert len(lines) == 3
    assert reply["Content-Disposition"] == f'attachment; filename="rejected-{found.public_id}.csv"'
    assert [one["row"] for one in json.loads(client.get(path, {"as": "json"}).content)] == [3, 4]


def test_many_rejected_rows_are_folded_and_counted(client, drain_jobs, monkeypatch):
    found = uploaded(client, text_of_rows(*(row(n, label="tepid") for n in range(1100))))
    drain_jobs()
    page = text_of(client, page_of(found))
    assert "The first 1,000 of 1,100" in page
    assert "980 more" in page
    assert "There is nothing to store" in page


def test_work_that_was_given_up_is_said_and_can_be_dropped(client, drain_jobs):
    found = uploaded(client)
    drain_jobs()
    store(client, found)
    job = Job.objects.filter(name=item_imports.STORE)
    job.update(last_error="MemoryError: ", run_at=timezone.now() + timedelta(minutes=1))
    assert "It is tried again at" in text_of(client, page_of(found))
    assert "can no longer be dropped" in drop(client, found).content.decode()
    job.update(state=Job.State.DEAD, finished_at=timezone.now())
    assert "This did not work" in text_of(client, page_of(found))
    assert "is dropped" in drop(client, found).content.decode()


def test_the_preview_shows_pairs_side_by_side(client, drain_jobs):
    pair = {"prompt": "Why?", "chosen": "Because it rained.", "rejected": "No idea."}
    found = uploaded(client, json.dumps(pair), format="ultrafeedback")
    drain_jobs()
    page = text_of(client, page_of(found))
    assert 'class="pair"' in page
    assert "Because it rained." in page
    assert "Store the item" in page


def test_a_bank_with_a_guideline_and_no_item_can_be_chosen(client):
    from courseware.domain.guidelines import store_guidelines

    store_guidelines("empty", [TONE], timezone.now())
    form = client.get(reverse("bank_import_new")).context["form"]
    assert ("empty", "empty") in form.fields["bank"].choices


def test_pages_cost_the_same_with_many_rows(client, drain_jobs, django_assert_num_queries):
    found = uploaded(client)
    drain_jobs()
    many = uploaded(client, text_of_rows(*(row(n, label="tepid") for n in range(300))))
    drain_jobs()
    for path in (page_of(found), page_of(many)):
        client.get(path)
        with django_assert_num_queries(4):
            client.get(path)
    for number in range(30):
        uploaded(client, name=f"{number}.jsonl")
        if number in (0, 29):
            with django_assert_num_queries(4):
                client.get(reverse("bank_imports"))


def test_an_upload_over_the_limit_is_refused(client, monkeypatch, imports_dir):  # noqa: F811
    from courseware import import_form

    monkeypatch.setattr(import_form, "UPLOAD_LIMIT", 100)
    reply = upload(client, b"x" * 101)
    assert "The file has 101 bytes; at most 100 are taken here" in reply.context["form"].errors["file"][0]
    assert not imports_dir.exists()

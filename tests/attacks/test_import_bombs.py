"""Attack: files made to fill the disk, the memory or the day. They are refused, and nothing of them stays."""

import gzip
import io
import zipfile
import zlib

import pytest

from courseware import import_form
from courseware.importers import bounded
from courseware.importers.source import MAX_ROW_CHARACTERS
from courseware.models import Item, ItemImport
from tests.clients import signed_in
from tests.imports import imports_dir, upload, uploaded  # noqa: F401
from tests.rows_of_items import row, text_of_rows

pytestmark = pytest.mark.usefixtures("imports_dir")


@pytest.fixture
def client(people):
    return signed_in(people.operations)


@pytest.fixture
def refusal(client, drain_jobs, imports_dir):  # noqa: F811
    """What the page says of a file that cannot be read."""

    def told(content: bytes, name: str, **fields: str) -> str:
        found = uploaded(client, content, name, **fields)
        drain_jobs()
        found.refresh_from_db()
        assert found.state == ItemImport.State.FAILED, found.report
        assert list(imports_dir.iterdir()) == []
        assert not Item.objects.filter(bank="tone").exists()
        return found.report["error"]

    return told


def test_a_zip_archive_is_not_opened(refusal):
    bomb = io.BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("items.jsonl", b"0" * (10 << 20))
    assert "is a zip archive; unpack it" in refusal(bomb.getvalue(), "items.jsonl")


def test_a_gzip_bomb_stops_long_before_it_is_unpacked(refusal, monkeypatch):
    """A thousandfold: 64 MB of line ends, as one line would stop at its length anyway."""
    monkeypatch.setattr(bounded, "HARMLESS_BYTES", 1 << 20)
    bomb = gzip.compress(b"\n" * (64 << 20))
    assert len(bomb) < 100_000
    assert "unpacks to more than" in refusal(bomb, "items.jsonl.gz")


def test_a_bomb_in_a_bomb_is_no_text(refusal):
    inner = gzip.compress(b"0" * (4 << 20))
    assert "this is not a text file" in refusal(gzip.compress(inner), "items.jsonl.gz.gz")


def test_one_endless_line(refusal):
    assert "is longer than 1,000,000 characters" in refusal(b'{"a": "' + b"x" * (MAX_ROW_CHARACTERS + 1), "a.jsonl")


def test_one_endless_field_of_a_table(refusal):
    assert "row " in refusal(b'text,label\n"' + b"x\n" * 600_000, "a.csv", format="csv")


def test_a_deep_nest_is_rejected_as_a_row(client, drain_jobs):
    found = uploaded(client, b'{"a": ' + b"[" * 200_000 + b"\n" + text_of_rows(row(1)).encode())
    drain_jobs()
    found.refresh_from_db()
    assert (found.report["accepted"], found.report["rejected"][0]["row"]) == (1, 1)


@pytest.mark.parametrize("cut", [10, 100, 200])
def test_a_packed_file_cut_short(refusal, cut):
    packed = gzip.compress(text_of_rows(*(row(n, text=f"{zlib.crc32(bytes([n]))}") for n in range(60))).encode())
    assert "cannot be unpacked" in refusal(packed[:cut], "items.jsonl.gz")


def test_oversize_is_refused_with_its_size(client, monkeypatch, imports_dir):  # noqa: F811
    monkeypatch.setattr(import_form, "UPLOAD_LIMIT", 1000)
    reply = upload(client, b"x" * 1001)
    assert "The file has 1,001 bytes; at most 1,000 are taken here" in reply.content.decode()
    assert not ItemImport.objects.exists()
    assert not imports_dir.exists()

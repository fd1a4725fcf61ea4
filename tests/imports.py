"""Files of items uploaded by operations, for tests: the page's form, and an import already looked through."""

from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from courseware.domain import item_imports
from courseware.domain.importing import ItemFile, look_through
from courseware.importers.candidates import Options
from courseware.models import ItemImport, User
from tests.rows_of_items import ROWS, row, text_of_rows


@pytest.fixture
def imports_dir(tmp_path: Path, settings: Any) -> Path:
    """Where uploads lie during the test."""
    settings.IMPORTS_DIR = tmp_path / "imports"
    return settings.IMPORTS_DIR


def upload(client: Client, content: str | bytes | None = None, name: str = "items.jsonl", **fields: Any) -> Any:
    """The reply to the form with that file; `fields` in place of its own."""
    content = text_of_rows(*ROWS) if content is None else content
    data = content if isinstance(content, bytes) else content.encode()
    form = {"file": SimpleUploadedFile(name, data), "format": "jsonl", "new_bank": "tone", "language": "en"}
    return client.post(reverse("bank_import_new"), {**form, "scale": "nominal"} | fields)


def uploaded(client: Client, *args: Any, **fields: Any) -> ItemImport:
    """The import that the form begins."""
    reply = upload(client, *args, **fields)
    assert reply.status_code == 302, reply.context["form"].errors
    return ItemImport.objects.latest("pk")


def looked_through(by: User, now: datetime) -> ItemImport:
    """An import that waits for a decision, with a rejected row and two texts that are alike; its file is not there."""
    rows = (*ROWS, row(5, label="tepid"), row(6, text=ROWS[0]["body"]["text"]))
    with TemporaryDirectory() as folder:
        path = Path(folder, "items.jsonl")
        path.write_text(text_of_rows(*rows))
        looked = look_through(ItemFile(path, "jsonl", "tone", Options()))
    return ItemImport.objects.create(
        bank="tone",
        format="jsonl",
        options=item_imports._options_document(Options()),
        file_name="items.jsonl",
        state=ItemImport.State.CHECKED,
        rows_done=looked.report.rows,
        report=item_imports._report_document(looked),
        uploaded_by=by,
        created_at=now,
    )

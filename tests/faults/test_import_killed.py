"""Fault: an import of items is killed half-way. Nothing of it is there, and its job, run again, stores it once."""

from datetime import timedelta

import pytest
from django.utils import timezone

from courseware.domain import item_imports, jobs, leases
from courseware.importers.candidates import Options
from courseware.models import AuditEvent, GuidelineVersion, Item, ItemImport, ItemVersion, Job
from tests.faults import processes
from tests.faults.invariants import check_invariants
from tests.faults.website import wait_for
from tests.imports import imports_dir  # noqa: F401
from tests.people import make_person
from tests.rows_of_items import row, text_of_rows

State = ItemImport.State
ROWS = 1200


@pytest.fixture
def operator(transactional_db):
    return make_person("oki@attune.example", "Oki Operations", is_operations=True)


@pytest.fixture
def wanted(operator, imports_dir):  # noqa: F811
    """An import that is looked through and that somebody wants stored."""
    found = item_imports.begin(
        [text_of_rows(*(row(n) for n in range(ROWS))).encode()],
        file_name="items.jsonl", format_name="jsonl", bank="tone", options=Options(), by=operator, now=timezone.now(),
    )  # fmt: skip
    jobs.run_due()
    found.refresh_from_db()
    assert item_imports.ask_to_store(found, leave_out=False, by=operator, now=timezone.now())
    return found


def test_killed_half_way_through_storing_leaves_nothing(wanted, operator, imports_dir, tmp_path):  # noqa: F811
    job = leases.claim(timezone.now())
    assert job.name == item_imports.STORE
    marker = tmp_path / "half-way"
    storing = processes.start(
        "-m", "tests.faults.stalled_import", str(wanted.pk), str(operator.pk), str(ROWS // 2), str(marker),
        DJANGO_SETTINGS_MODULE="courseware.settings", IMPORTS_DIR=str(imports_dir),
    )  # fmt: skip
    try:
        wait_for(lambda: marker.exists() or storing.poll() is not None, "the import is half-way")
        assert storing.poll() is None, "it ended by itself"
        assert not ItemVersion.objects.exists()  # nobody sees half of it
    finally:
        processes.kill(storing)

    wanted.refresh_from_db()
    assert (wanted.state, wanted.finished_at) == (State.STORING, None)
    for model in (Item, ItemVersion, GuidelineVersion):
        assert not model.objects.exists()
    assert not AuditEvent.objects.filter(action="bank.imported").exists()
    assert [path.name for path in imports_dir.iterdir()] == [wanted.stored_as]

    # The lease of the runner that died runs out, and another one has the job.
    later = timezone.now() + leases.LEASE + timedelta(seconds=1)
    leases.sweep(later)
    jobs.run_due(now=later)
    wanted.refresh_from_db()
    assert wanted.state == State.STORED
    assert Item.objects.count() == ItemVersion.objects.count() == ROWS
    assert AuditEvent.objects.filter(action="bank.imported").count() == 1
    assert list(imports_dir.iterdir()) == []
    assert set(Job.objects.exclude(name=item_imports.ABANDON).values_list("state", flat=True)) == {Job.State.DONE}
    check_invariants(now=timezone.now() + timedelta(days=15))

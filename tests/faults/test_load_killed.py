"""Fault 19: an import is killed half-way. Loading a course is all or nothing, and leaves no lock behind."""

from io import StringIO

import pytest
from django.core.management import call_command

from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM, latest_version
from courseware.models import Item, ItemVersion, Program, ProgramVersion
from tests.faults import processes
from tests.faults.answering import bodies_for, open_attempt, post_all, signed_in
from tests.faults.courses import edited_course
from tests.faults.invariants import check_invariants
from tests.faults.website import wait_for

CONTENT = CONTENT_ROOT / DEFAULT_PROGRAM
TABLES = (Program, ProgramVersion, Item, ItemVersion, ProgramVersion.items.through)


@pytest.fixture
def kill_while_loading(tmp_path):
    """Loads a folder in a process of its own and kills that once so many item versions are written."""

    def kill_after(items, folder):
        marker = tmp_path / "half-way"
        loading = processes.start(
            "-m", "tests.faults.stalled_load", str(folder), str(items), str(marker),
            DJANGO_SETTINGS_MODULE="courseware.settings",
        )  # fmt: skip
        try:
            wait_for(lambda: marker.exists() or loading.poll() is not None, "the load is half-way")
            assert loading.poll() is None, "it ended by itself"
        finally:
            processes.kill(loading)

    return kill_after


def rows():
    return {model: list(model.objects.order_by("pk").values()) for model in TABLES}


def load(folder):
    told = StringIO()
    call_command("load_course", str(folder), stdout=told)
    return told.getvalue()


def test_the_first_load_killed_half_way_leaves_nothing(transactional_db, kill_while_loading):
    kill_while_loading(40, CONTENT)
    assert not any(rows().values())
    told = load(CONTENT)
    loaded = rows()
    assert f"({len(loaded[ItemVersion])} new item versions)" in told
    assert len(loaded[ItemVersion]) > 40
    assert "nothing changed" in load(CONTENT)
    assert rows() == loaded
    check_invariants()


def test_a_correction_killed_half_way_leaves_the_old_version_in_force(live_course, kill_while_loading, tmp_path):
    attempt = open_attempt(live_course.enrolment)
    before = rows()
    corrected = edited_course(tmp_path, "items/severity.toml", "sev-001", '"moderate"', '"severe"')
    kill_while_loading(1, corrected)
    assert rows() == before
    assert latest_version() == live_course.version
    assert set(post_all(signed_in(live_course.trainee), attempt, bodies_for(attempt))) == {200}

    assert "1 new item versions" in load(corrected)
    assert latest_version().number == 2
    check_invariants()

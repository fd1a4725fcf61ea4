"""A disk without room, as the database under test meets it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from django.db import OperationalError, connection
from django.utils import timezone

from courseware.models import Job

# SQLite's own upper limit, to take ours back.
ANY_NUMBER_OF_PAGES = 1_073_741_823
# Where an answer, the end of an attempt and its scores are written.
TABLES = ("training_response", "courseware_job", "assessments_score")


@contextmanager
def full_disk() -> Iterator[None]:
    """Until the block ends the database finds no room for new rows. Not to be begun within a transaction."""
    with ExitStack() as stack:
        if connection.vendor == "sqlite":
            stack.enter_context(_no_page_left())
        else:
            for table in TABLES:
                stack.enter_context(_no_room_in(table))
        yield


@contextmanager
def _no_page_left() -> Iterator[None]:
    """The file may not grow, and the pages that earlier rows left free are taken."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE ballast (content BLOB)")
        cursor.execute("PRAGMA page_count")
        cursor.execute(f"PRAGMA max_page_count = {cursor.fetchone()[0]}")
        for size in (400_000, 40_000, 3_000):
            _until_full(lambda size=size: cursor.execute("INSERT INTO ballast VALUES (zeroblob(%s))", [size]))
    # The last page of the jobs has room for a few more rows even then.
    now = timezone.now()
    _until_full(lambda: Job.objects.create(name="ballast", state=Job.State.DONE, run_at=now, created_at=now))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA max_page_count = {ANY_NUMBER_OF_PAGES}")
            cursor.execute("DROP TABLE ballast")
        Job.objects.filter(name="ballast").delete()


def _until_full(write: Callable[[], object]) -> None:
    try:
        while True:
            write()
    except OperationalError as error:
        if "full" not in str(error):
            raise


@contextmanager
def _no_room_in(table: str) -> Iterator[None]:
    """PostgreSQL has no such limit: after the row is written, a trigger raises what the server would raise."""
    name = f"{table}_no_room"
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            "RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$"
        )
        cursor.execute(f"CREATE TRIGGER {name} AFTER INSERT ON {table} FOR EACH ROW EXECUTE FUNCTION {name}()")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TRIGGER {name} ON {table}")
            cursor.execute(f"DROP FUNCTION {name}()")

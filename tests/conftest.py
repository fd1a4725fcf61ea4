"""What every test may count on. People and content are in tests/people.py, the browser in tests/browser/."""

import gc
import os
from collections.abc import Callable, Iterator

import hypothesis
import pytest

from tests import environment

# Before anything imports a model: pytest reads this file first.
environment.set_up_django()

from django.conf import settings as django_settings  # noqa: E402
from django.core.cache import cache  # noqa: E402
from django.db import connection  # noqa: E402

from tests import flush  # noqa: E402
from tests.ladder_course import climbers, live_climbers  # noqa: E402, F401  (fixtures)
from tests.people import live_people, people  # noqa: E402, F401  (fixtures)
from tests.services import Server, ServiceMissing  # noqa: E402
from tests.services.postgres import postgres  # noqa: E402
from tests.services.redis import redis  # noqa: E402

flush.empty_append_only_tables_too()

# The same examples in every CI run: a red run is then a change's own doing. No deadline: machines are shared.
# Few of them unless asked for more: `make test-thorough` does.
EXAMPLES = int(os.environ.get("ATTUNE_EXAMPLES", "25"))
hypothesis.settings.register_profile("ci", derandomize=True, deadline=None, max_examples=EXAMPLES)
hypothesis.settings.register_profile("development", deadline=None, max_examples=EXAMPLES)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "development")


def pytest_collection_finish() -> None:
    """What is there by now stays: looking through it for garbage all the time takes a twentieth of the suite's time."""
    gc.freeze()
    gc.set_threshold(20_000, 10, 50)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix: None) -> None:
    """SQLite in a file, as in production: in memory, threads share one connection and WAL does not exist."""
    if connection.vendor == "sqlite":
        connection.settings_dict["TEST"]["NAME"] = str(django_settings.VAR_DIR / "test.sqlite3")


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    """Rate limits and cached pages of one test are none of the next one's business."""
    cache.clear()


@pytest.fixture(autouse=True)
def forget_immutable_rows() -> Iterator[None]:
    """Loaded content is kept in memory by primary key; after a rollback another test's content may have that key."""
    yield
    from assessments.domain.policies import policy_of
    from courseware.domain.programs import program_of
    from training.domain.items import items_of, slugs_of, version_of

    for cached in (program_of, items_of, slugs_of, version_of, policy_of):
        cached.cache_clear()


@pytest.fixture
def drain_jobs() -> Callable[[], int]:
    """Run every job that is due, in this thread, and return how many ran; a failed job fails the test."""
    from courseware.domain import jobs
    from courseware.models import Job

    def drain() -> int:
        ran = jobs.run_due()
        failed = Job.objects.filter(state__in=[Job.State.QUEUED, Job.State.DEAD]).exclude(last_error="")
        assert not failed, [f"{job.name} {job.arguments}: {job.last_error}" for job in failed]
        return ran

    return drain


@pytest.fixture
def background_work(transactional_db: None) -> Iterator[None]:
    """Jobs run in a thread beside the test, as they do on one machine."""
    from courseware.runner import Runner

    runner = Runner()
    runner.start()
    yield
    runner.stop()


@pytest.fixture
def postgres_server() -> Iterator[tuple[Server, str]]:
    """A PostgreSQL of the test's own and its address; skipped without binaries."""
    yield from _service_or_skip(postgres)


@pytest.fixture
def redis_server() -> Iterator[tuple[Server, str]]:
    """A Redis of the test's own and its address; skipped without a binary."""
    yield from _service_or_skip(redis)


def _service_or_skip(service: Callable) -> Iterator[tuple[Server, str]]:
    try:
        with service() as running:
            yield running
    except ServiceMissing as reason:
        pytest.skip(str(reason))

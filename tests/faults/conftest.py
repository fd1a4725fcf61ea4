"""What the tests of faults share: the people of tests/people.py with a policy, so that their work is also judged."""

from io import StringIO

import pytest
from django.core.management import call_command

from assessments.domain.policies import policy_of
from courseware.domain.programs import program_of
from tests.people import People
from training.domain.items import items_of, slugs_of, version_of


@pytest.fixture(autouse=True)
def nothing_remembered() -> None:
    """What is kept in memory by row number goes: after a rolled-back test SQLite gives the numbers out again."""
    for remembered in (program_of, policy_of, items_of, slugs_of, version_of):
        remembered.cache_clear()


@pytest.fixture
def course(people: People) -> People:
    """Everybody, with the certification policy in force."""
    load_policy()
    return people


@pytest.fixture
def live_course(live_people: People) -> People:
    """The same where threads and other processes must see it."""
    load_policy()
    return live_people


def load_policy() -> None:
    call_command("load_policy", stdout=StringIO())

"""Another database in the place of the test's own, where a test has to stop the server under it."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import environ
from django.core.management import call_command
from django.db import DEFAULT_DB_ALIAS, connections


@contextmanager
def in_place_of_the_tests_own(url: str) -> Iterator[None]:
    """While the block runs, everything in this process that asks the database asks the one at `url`, migrated."""
    own, own_settings = connections[DEFAULT_DB_ALIAS], connections.settings[DEFAULT_DB_ALIAS]
    connections.settings[DEFAULT_DB_ALIAS] = own_settings | environ.Env.db_url_config(url) | {"OPTIONS": {}}
    del connections[DEFAULT_DB_ALIAS]
    try:
        call_command("migrate", verbosity=0, stdout=StringIO())
        yield
    finally:
        connections[DEFAULT_DB_ALIAS].close()
        connections.settings[DEFAULT_DB_ALIAS] = own_settings
        connections[DEFAULT_DB_ALIAS] = own

"""The environment every test process runs in, fixed before Django reads its settings.

The suite runs on SQLite unless ATTUNE_TEST_DATABASE_URL (PostgreSQL) and ATTUNE_TEST_REDIS_URL say otherwise.
Whatever the developer's own shell says about a site is dropped, so that no test touches a real one.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

# The settings in docs/operating.md that would change what a test sees.
SITE_VARIABLES = (
    "ALLOWED_HOSTS", "BEHIND_TLS_PROXY", "CONN_MAX_AGE", "CREDENTIAL_KEY_FILE", "DATABASE_URL",
    "DEFAULT_FROM_EMAIL", "EMAIL_URL", "ISSUER_NAME", "LOG_LEVEL", "PORT", "REDIS_URL", "SECRET_KEY",
    "SECRET_KEY_FALLBACKS", "SECURE_HSTS_SECONDS", "SECURE_SSL_REDIRECT", "SITE_URL", "STAFF_MFA_REQUIRED",
    "TRUSTED_PROXY_COUNT",
)  # fmt: skip


def set_up_django() -> None:
    """Load the settings and apps for tests; ImproperlyConfigured if that has happened in some other way."""
    if settings.configured:
        raise ImproperlyConfigured("The tests choose their settings themselves: unset DJANGO_SETTINGS_MODULE.")
    _prepare()
    django.setup()
    # Were it left, each worker of pytest-xdist would load its settings before it comes here, and share our
    # database.
    del os.environ["DJANGO_SETTINGS_MODULE"]


def _prepare() -> None:
    """Point this process at the test settings, a database of its own and a scratch folder of its own."""
    for name in SITE_VARIABLES:
        os.environ.pop(name, None)
    scratch = Path(tempfile.mkdtemp(prefix="attune-test-"))
    atexit.register(shutil.rmtree, scratch, ignore_errors=True)
    os.environ.update(
        DJANGO_ENV="test",
        DJANGO_SETTINGS_MODULE="courseware.settings",
        VAR_DIR=str(scratch),
        # Playwright's synchronous interface keeps an event loop running in the thread of the tests, which
        # Django would take for asynchronous code at every query.
        DJANGO_ALLOW_ASYNC_UNSAFE="true",
    )
    if database := os.environ.get("ATTUNE_TEST_DATABASE_URL"):
        if not database.startswith("postgres"):
            raise ImproperlyConfigured("ATTUNE_TEST_DATABASE_URL: expected a postgres:// address.")
        os.environ["DATABASE_URL"] = database
    if redis := os.environ.get("ATTUNE_TEST_REDIS_URL"):
        os.environ["REDIS_URL"] = f"{redis.rstrip('/')}/{_worker_number()}"


def _worker_number() -> int:
    """Number of this pytest-xdist worker, from 0: each has a Redis database of its own."""
    return int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))

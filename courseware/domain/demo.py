"""Demo accounts exist in development only; production refuses to start beside them."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from courseware.models import User

DEMO_PASSWORD = "attune-demo"
DEMO_TRAINEE = "trainee@demo.example"
# Has done every day of the course, and may choose the ladder of exposures.
DEMO_LADDER = "ladder@demo.example"
DEMO_INSTRUCTOR = "instructor@demo.example"
DEMO_OPERATIONS = "operations@demo.example"


def refuse_demo_accounts() -> None:
    """Raises ImproperlyConfigured in production where the database holds demo accounts.

    A database that does not answer raises its own error: a start that cannot look must not go on.
    """
    if settings.DEMO_ALLOWED:
        return
    if User._meta.db_table not in connection.introspection.table_names():
        return  # not migrated yet: there are no accounts at all
    if User.objects.filter(is_demo=True).exists():
        raise ImproperlyConfigured(
            "This database holds demo accounts, whose password is public. Production needs its own database; "
            "see docs/operating.md."
        )

"""Forms put together by hand, from the items that the course asks in practice."""

from collections.abc import Collection
from datetime import datetime

from courseware.models import Form, FormEntry, Item, User
from tests.people import JOINED


def put_together(items: Collection[Item], by: User, name: str = "Autumn", now: datetime = JOINED) -> Form:
    """A form of these items in this order; nothing else about them changes."""
    form = Form.objects.create(bank="foundations", name=name, purpose="exam", created_by=by, created_at=now)
    entries = (FormEntry(form=form, item=item, position=place) for place, item in enumerate(items))
    FormEntry.objects.bulk_create(entries)
    return form

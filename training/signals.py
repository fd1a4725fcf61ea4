"""The one thing training tells the world: an attempt was completed.

Sent inside the completing transaction with `attempt_id`. A receiver only writes a `Job` row.
"""

from django.dispatch import Signal

attempt_completed = Signal()

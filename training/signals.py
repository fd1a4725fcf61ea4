"""What training tells the world, inside the transaction in which it happens. A receiver only writes a `Job` row."""

from django.dispatch import Signal

# An attempt was completed. Arguments: attempt_id, now.
attempt_completed = Signal()

# A trainee contested the key of an item. Arguments: contest_id, now.
key_contested = Signal()

# A completed attempt was set aside (`voids`), offered again, or both. Arguments: attempt_id, voids, now.
attempt_ruled = Signal()

"""What others may want to know of, told inside the transaction in which it happens."""

from django.dispatch import Signal

# An item has a version that grades the same body by another key or ambiguity. Arguments: version_id (the new one),
# by_id (who changed it), now.
item_corrected = Signal()

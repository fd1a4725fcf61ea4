"""What others may want to know of, told inside the transaction in which it happens."""

from django.dispatch import Signal

# An item has a version that grades the same body by another key or ambiguity. Arguments: version_id (the new one),
# by_id (who changed it), now.
item_corrected = Signal()

# Nothing of an enrolment may go on that consent carried: it was withdrawn, or the person left and now comes back. A
# receiver may lock the person's row; the sender has locked nothing that is locked after it.
# Arguments: enrolment_id, now.
consent_withdrawn = Signal()

"""What the organisation has set for the care of those who meet difficult content."""

from training.models import CarePolicy


def care_in_force() -> CarePolicy:
    """The newest, or, where nothing was ever set, the defaults (a row that is not stored). One query."""
    return CarePolicy.objects.order_by("-pk").first() or CarePolicy()

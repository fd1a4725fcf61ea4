"""Finding people by name or e-mail address."""

from django.db.models import Q, QuerySet

from courseware.models import User

MAX_SEARCH = 100


def matching(search: str) -> QuerySet[User]:
    """People whose name or address holds the text, whatever its case; everybody for an empty text."""
    search = search.strip()[:MAX_SEARCH]
    if not search:
        return User.objects.all()
    return User.objects.filter(Q(name__icontains=search) | Q(email__icontains=search))

"""Django's test client, signed in without the form."""

from django.test import Client

from courseware.models import User


def signed_in(person: User, **options: bool) -> Client:
    """This person's browser; `options` go to the client, such as enforce_csrf_checks."""
    client = Client(**options)
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text_of(client: Client, url: str) -> str:
    """The page at `url`, which has to be there."""
    response = client.get(url)
    assert response.status_code == 200, f"{url}: {response.status_code}"
    return response.content.decode()

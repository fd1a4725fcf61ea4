"""How allauth works here: sign-up needs an invitation or a join link, and mails wait in our queue."""

from typing import Any
from urllib.parse import urlsplit, urlunsplit

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter, get_adapter
from allauth.account.utils import user_pk_to_url_str
from allauth.core import context
from allauth.core.exceptions import ImmediateHttpResponse
from django import forms
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from courseware.domain.mail import queue_message
from courseware.domain.pending import pending_link, pending_path
from courseware.forms import FixedEmailField, NameField, TimeZoneField
from courseware.models import Invitation, User

# Hashing takes the same time for any length a person would type.
PASSWORD_LENGTH = 16


def on_site(url: str) -> str:
    """The same page at the site's fixed address; allauth takes the host from the request, which can be forged."""
    return settings.SITE_URL + urlunsplit(("", "", *urlsplit(url)[2:]))


def set_password_url(user: User) -> str:
    """A link by which whoever holds it can set the person's password, for PASSWORD_RESET_TIMEOUT."""
    token = app_settings.PASSWORD_RESET_TOKEN_GENERATOR().make_token(user)
    path = reverse("account_reset_password_from_key", args=[user_pk_to_url_str(user), token])
    return settings.SITE_URL + path


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for people who come with a link: an account without a cohort has nothing to do here."""
        return pending_link(request) is not None

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return pending_path(request) or str(super().get_login_redirect_url(request))

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        return pending_path(request) or str(super().get_signup_redirect_url(request))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        """Leads on to the link the person came with: the mail may be opened in another browser."""
        url = str(super().get_email_confirmation_url(request, emailconfirmation))
        path = pending_path(request)
        if path is None:
            return url
        query = QueryDict(mutable=True)
        query["next"] = path
        return f"{url}?{query.urlencode()}"

    def login(self, request: HttpRequest, user: User) -> None:
        """The last door of every way in: the account may have been suspended between password and code."""
        if not User.objects.filter(pk=user.pk, is_active=True).exists():
            raise ImmediateHttpResponse(self.respond_user_inactive(request, user))
        super().login(request, user)

    def is_safe_url(self, url: str) -> bool:
        """Whether `url` may be led on to; one that cannot be read may not."""
        try:
            return bool(super().is_safe_url(url))
        except ValueError:
            return False

    def confirm_email(self, request: HttpRequest, email_address: Any) -> bool:
        """False, and nothing is confirmed, for a suspended account."""
        return email_address.user.is_active and bool(super().confirm_email(request, email_address))

    def respond_email_verification_sent(self, request: HttpRequest, user: User | None) -> HttpResponse:
        """`user` is None where the address has an account already: that must not be told by a quicker reply."""
        if user is None:
            make_password(get_random_string(PASSWORD_LENGTH))
        return super().respond_email_verification_sent(request, user)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords are counted per account; allauth counts them per host and account, and any port is a host."""
        return f"{settings.SITE_URL}:{credentials.get('email', '').lower()}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queues the mail as plain text; every link in it (its name in `context` ends in _url) is on our site."""
        links = {name: on_site(value) for name, value in context.items() if name.endswith("_url") and value}
        message = self.render_mail(template_prefix, email, {**context, "email": email, **links})
        kind = template_prefix.rpartition("/")[2]
        with transaction.atomic():
            queue_message(email, kind, message.subject, str(message.body), timezone.now())


class SignupForm(forms.Form):
    """What allauth does not ask for; its own form is made from this one."""

    field_order = ("email", "name", "time_zone", "password1", "password2")
    name = NameField()
    time_zone = TimeZoneField(initial="UTC")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.is_bound:
            self.fields["time_zone"].widget.attrs["data-prefill-zone"] = True  # time-zone.js
        link = pending_link(context.request) if context.request else None
        if isinstance(link, Invitation):
            self.fields["email"] = FixedEmailField(link.email)
            self.initial["name"] = link.name

    def signup(self, request: HttpRequest, user: User) -> None:
        """Called by allauth once the account is saved, before it decides whether the address is confirmed."""
        user.name = self.cleaned_data["name"]
        user.time_zone = self.cleaned_data["time_zone"]
        user.save(update_fields=["name", "time_zone"])
        link = pending_link(request)
        # The link was mailed to this address, so whoever opened it has shown that the address is theirs.
        if isinstance(link, Invitation) and link.email.lower() == user.email.lower():
            get_adapter().stash_verified_email(request, user.email)

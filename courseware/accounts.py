"""How allauth works here: sign-up needs an invitation or a join link, and mails name the site's fixed address."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from courseware.domain.pending import pending_link


class AccountAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Only for people who come with a link: an account without a cohort has nothing to do here."""
        return pending_link(request) is not None

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: Any) -> str:
        return settings.SITE_URL + reverse("account_confirm_email", args=[emailconfirmation.key])

    def get_reset_password_from_key_url(self, key: str) -> str:
        # Built from SITE_URL, never from the request's Host header.
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return settings.SITE_URL + path.replace("UID-KEY", key)


class SignupForm(forms.Form):
    """The fields allauth does not ask for."""

    name = forms.CharField(max_length=120, help_text="As it should stand on a certificate.")

    def signup(self, request: HttpRequest, user: Any) -> None:
        user.name = self.cleaned_data["name"]
        user.save(update_fields=["name"])

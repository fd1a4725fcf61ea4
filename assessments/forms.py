"""Forms of the assessments pages. Fields are named one by one: nothing else can be set from outside."""

import re
import uuid
from typing import Any

from django import forms

from courseware.domain.directory import MAX_SEARCH
from courseware.roles import Role

REVOKE_WORD = "revoke"
MAX_ID_TEXT = 300
# The widest a primary key gets.
MAX_KEY = 2**63 - 1
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}", re.IGNORECASE)


class SearchForm(forms.Form):
    """A search that lives in the URL."""

    q = forms.CharField(
        required=False, max_length=MAX_SEARCH, widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"})
    )

    def __init__(self, *args: Any, label: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["q"].label = label

    @property
    def text(self) -> str:
        """What is searched for; empty where the form is not valid."""
        return str(self.cleaned_data.get("q", "")) if self.is_valid() else ""


class CertifyForm(forms.Form):
    """The policy version (primary key) that the page showed; the decision is made under that one or not at all."""

    policy_version = forms.IntegerField(min_value=1, max_value=MAX_KEY, widget=forms.HiddenInput)


class ReasonForm(forms.Form):
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 4}))

    def clean_reason(self) -> str:
        # Imported here: certification brings numpy and scipy, which a process that shows pages should not load.
        from assessments.domain.certification import ReasonMissing, clean_reason

        try:
            return clean_reason(self.cleaned_data["reason"])
        except ReasonMissing as error:
            raise forms.ValidationError(str(error)) from error


class DeferForm(ReasonForm, CertifyForm):
    field_order = ["policy_version", "reason"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "What is missing, and what to do about it. It is mailed to the trainee."


class RevokeForm(ReasonForm):
    confirmation = forms.CharField(
        label=f"Type “{REVOKE_WORD}” to confirm",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].help_text = "It is mailed to the holder and kept here; the public page does not show it."

    def clean_confirmation(self) -> str:
        typed: str = self.cleaned_data["confirmation"]
        if typed.strip().lower() != REVOKE_WORD:
            raise forms.ValidationError(f"Type the word {REVOKE_WORD}: a revocation cannot be undone.")
        return typed


class RoleForm(forms.Form):
    """Which role, and whether it is granted ("yes") or withdrawn ("no")."""

    role = forms.ChoiceField(choices=[(role, role) for role in (Role.INSTRUCTOR, Role.OPERATIONS)])
    granted = forms.ChoiceField(choices=[("yes", "yes"), ("no", "no")])


class VerifyForm(forms.Form):
    """The number of a certificate, alone or inside the address of its page."""

    id = forms.CharField(
        label="Certificate number or link",
        max_length=MAX_ID_TEXT,
        help_text="Such as 6f1c3a52-8a0e-4c57-9d4e-2f6f1f0c9b11. It stands on the certificate and in its link.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_id(self) -> uuid.UUID:
        found = _UUID.search(self.cleaned_data["id"])
        if found is None:
            raise forms.ValidationError("There is no certificate number in this. It has 36 letters, digits and dashes.")
        return uuid.UUID(found[0])

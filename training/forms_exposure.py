"""Forms of the ladder of exposures."""

from django import forms


class TierConsentForm(forms.Form):
    """Consent to what one tier shows; which words were read comes beside it, as `version` and `words`."""

    agree = forms.BooleanField(
        label="I have read what this tier shows, and I want to be shown it. I can stop and withdraw at any time",
        error_messages={"required": "Tick the box to agree. Without it, nothing of this tier is shown."},
    )

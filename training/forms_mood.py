"""The forms of mood: what is sent is checked here, and no message repeats it."""

from typing import Any

from django import forms

from training.domain.wellbeing.moods import Ratings
from training.domain.wellbeing.scales import SCALES
from training.models import MoodCheck

DELETE_WORD = "delete"
NOT_A_RATING = "A rating is a number from 0 to 100."


class MoodForm(forms.Form):
    """Every rating may be left out. `uuid` is the form's own: sent twice, it is one check."""

    enrolment = forms.UUIDField()
    moment = forms.ChoiceField(choices=MoodCheck.Moment.choices)
    uuid = forms.UUIDField(required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for scale in SCALES:
            self.fields[scale.name] = forms.FloatField(required=False, min_value=0, max_value=100)

    @property
    def ratings(self) -> Ratings:
        return Ratings(**{scale.name: self.cleaned_data[scale.name] for scale in SCALES})


class DeleteForm(forms.Form):
    """One check by its id, or "all" of them, which needs the word."""

    check = forms.CharField(max_length=36)
    confirmation = forms.CharField(required=False, max_length=20)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        typed = str(data.get("confirmation", "")).strip().lower()
        if data.get("check") == "all" and typed != DELETE_WORD:
            raise forms.ValidationError(f"Type the word {DELETE_WORD}: it cannot be undone.")
        return data

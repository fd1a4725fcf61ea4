"""The form by which an instructor sets a run aside or offers it again."""

from typing import Any, NamedTuple

from django import forms

from training.domain.rulings import MAX_REASON, InvalidReason, clean_reason
from training.models import Attempt


class Act(NamedTuple):
    """What a choice does, and its words, which say what happens."""

    voids: bool
    reoffers: bool
    words: str


ACTS = {
    "both": Act(
        True, True,
        "Set this run aside and offer it again: it counts nowhere any more, and the trainee may do it once more.",
    ),
    "void": Act(
        True, False,
        "Set this run aside: it counts nowhere any more, for gates, history and cohort, and is not offered again.",
    ),
    "reoffer": Act(
        False, True,
        "Offer the drill again: this run keeps counting, and the trainee may do the drill once more.",
    ),
}  # fmt: skip


# Of a run that was set aside before, what the last of them says is that it stays so.
STAYS_ASIDE = "Offer the drill again: this run stays set aside, and the trainee may do the drill once more."


class RulingForm(forms.Form):
    """`act` offers what has not been done to the attempt yet; `choices` is empty where everything has."""

    act = forms.ChoiceField(label="What is to happen", widget=forms.RadioSelect)
    reason = forms.CharField(
        label="Why",
        help_text="The trainee reads it, with your name nowhere on it. It is kept, and cannot be changed.",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MAX_REASON}),
    )

    def __init__(self, attempt: Attempt, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.choices = [
            (name, STAYS_ASIDE if attempt.voided_at and not act.voids else act.words)
            for name, act in ACTS.items()
            if not (act.voids and attempt.voided_at) and not (act.reoffers and attempt.reoffered_at)
        ]
        self.fields["act"].choices = self.choices  # type: ignore[attr-defined]

    def clean_reason(self) -> str:
        try:
            return clean_reason(self.cleaned_data["reason"])
        except InvalidReason as error:
            raise forms.ValidationError(str(error)) from error

    @property
    def chosen(self) -> Act:
        """What was chosen, once the form is valid."""
        return ACTS[self.cleaned_data["act"]]

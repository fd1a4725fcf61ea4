"""The form by which an instructor says which factors a rationale mentions. What is asked comes from the item."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.html import escape

from assessments.domain.rationale_grading import CLARITY

SAYS = [("yes", "Mentions it, in whatever words"), ("no", "Does not mention it")]


class RationaleForm(forms.Form):
    """One field for each factor (`factor_0`, ...), and how clear the reasons are. Nothing is chosen beforehand."""

    clarity = forms.ChoiceField(
        label="How clear are the reasons?",
        help_text="Whether somebody else could follow them, right or wrong. Length is no merit.",
        choices=[(str(value), words) for value, words in CLARITY.items()],
        widget=forms.RadioSelect,
    )

    def __init__(self, factors: Sequence[Mapping[str, str]], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._names = [factor["name"] for factor in factors]
        for number, factor in enumerate(factors):
            self.fields[f"factor_{number}"] = forms.ChoiceField(
                label=factor["name"],
                help_text=escape(factor["text"]),  # help may hold markup of ours; this is a text of the item
                choices=SAYS,
                widget=forms.RadioSelect,
            )
        self.order_fields([*(f"factor_{number}" for number in range(len(factors))), "clarity"])

    @property
    def mentioned(self) -> dict[str, bool]:
        """Factor name -> whether it is mentioned, once the form is valid."""
        return {name: self.cleaned_data[f"factor_{number}"] == "yes" for number, name in enumerate(self._names)}

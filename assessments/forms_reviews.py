"""Forms of contests and reviews. What a key may name comes from the item's guideline, never from the browser."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from courseware.curriculum import Guideline
from courseware.key_words import CATEGORIES, PAIR_NAMES
from courseware.passages import passages
from training.domain.contests import MAX_REASON, InvalidReason, clean_reason

# A second answer that is accepted, but is not the best, usually earns this (courseware.keys).
ALSO_CREDIT = 0.5
MAX_ITEM = 101
AMBIGUITY_CHOICES = [
    ("clear", "Clear: careful readers agree on it"),
    ("ambiguous", "Ambiguous: careful readers can differ, and both have reasons"),
    ("undecided", "Undecided: what is given is not enough to tell"),
]
STRENGTH_CHOICES = [("clear", "Clearly better"), ("slight", "Slightly better, or neither")]


class ReasonForm(forms.Form):
    """Why, in 10 to 2,000 characters."""

    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "maxlength": MAX_REASON}))

    def clean_reason(self) -> str:
        try:
            return clean_reason(self.cleaned_data["reason"])
        except InvalidReason as error:
            raise forms.ValidationError(str(error)) from error


class ContestForm(ReasonForm):
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = "Why is the key wrong?"
        self.fields["reason"].help_text = "What in the text, or in the guideline, speaks for another answer."


class OpenReviewForm(forms.Form):
    """An item by bank and slug, as its page names it: `foundations/sev-001`."""

    item = forms.CharField(
        label="Item",
        max_length=MAX_ITEM,
        help_text="Bank and name, such as foundations/severity-01. It stands on the item’s page.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false", "autocapitalize": "none"}),
    )

    def clean_item(self) -> tuple[str, str]:
        bank, slash, slug = self.cleaned_data["item"].strip().partition("/")
        if not (bank and slash and slug) or "/" in slug:
            raise forms.ValidationError("Expected a bank and a name with a slash between, such as foundations/item-1.")
        return bank, slug


class DecisionForm(ReasonForm):
    """What the key should be. The fields depend on the item: labels, sides of a pair, or sentences of its text."""

    answer = forms.ChoiceField(widget=forms.RadioSelect)
    also = forms.MultipleChoiceField(
        label="Also accepted, for half the credit", required=False, widget=forms.CheckboxSelectMultiple
    )
    strength = forms.ChoiceField(label="By how much", choices=STRENGTH_CHOICES, widget=forms.RadioSelect)
    category = forms.ChoiceField(
        label="What decides it",
        required=False,
        choices=[("", "None of these"), *CATEGORIES.items()],
    )
    ambiguity = forms.ChoiceField(label="How clear is the item", choices=AMBIGUITY_CHOICES, widget=forms.RadioSelect)
    field_order = ["answer", "also", "strength", "category", "ambiguity", "reason"]

    def __init__(self, *args: Any, guideline: Guideline, body: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.scale = guideline.scale
        choices = _choices(guideline, body)
        self.fields["answer"].label = guideline.question
        cast(forms.ChoiceField, self.fields["answer"]).choices = choices
        if self.scale == "preference":
            del self.fields["also"]
        else:
            del self.fields["strength"], self.fields["category"]
        if self.scale == "span":
            del self.fields["also"]
        elif "also" in self.fields:
            cast(forms.ChoiceField, self.fields["also"]).choices = choices
        self.fields["reason"].label = "Why"
        self.fields[
            "reason"
        ].help_text = (
            "Whoever contested the key reads it, without your name. If the key changes, it is shown as the explanation."
        )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("answer") in (cleaned.get("also") or ()):
            self.add_error("also", "The best answer has full credit already; mark only others here.")
        return cleaned

    @property
    def key(self) -> dict[str, Any]:
        """The decided key as stored. The form must be valid."""
        answer = self.cleaned_data["answer"]
        if self.scale == "preference":
            category = self.cleaned_data["category"]
            named = {"category": category} if category else {}
            return {"side": answer, "strength": self.cleaned_data["strength"], **named}
        if self.scale == "span":
            start, _, end = answer.partition("-")
            return {"spans": [{"start": int(start), "end": int(end), "credit": 1.0}]}
        also = self.cleaned_data["also"]
        return {"accepted": {answer: 1.0, **dict.fromkeys(also, ALSO_CREDIT)}} if also else {"label": answer}


def _choices(guideline: Guideline, body: Mapping[str, str]) -> list[tuple[str, str]]:
    if guideline.scale == "preference":
        return list(PAIR_NAMES.items())
    if guideline.scale == "span":
        return [(passage.id, passage.text) for passage in passages(body.get("text", ""))]
    return [(label.id, label.name) for label in guideline.labels]

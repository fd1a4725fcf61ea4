"""Forms of the bank's pages: what is searched for, and why something is done to an item."""

from typing import Any

from django import forms

from courseware.curriculum import AMBIGUITIES, ITEM_KINDS
from courseware.domain.bank import STATES, Wanted
from courseware.importers.build import PROVENANCES

MAX_SEARCH = 100
MAX_REASON = 300
KIND_NAMES = {
    "classification": "Classification",
    "ordinal": "Ordinal severity",
    "preference": "Preference pair",
    "span": "Passage (span)",
}
ANY = [("", "Any")]
Choices = list[tuple[str, str]]


def named(values: Any) -> Choices:
    return [(value, value.capitalize()) for value in values]


class FilterForm(forms.Form):
    """What the address asks for. What it asks wrongly is left out, and said."""

    q = forms.CharField(
        label="Search texts, names and rationales",
        required=False,
        max_length=MAX_SEARCH,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )
    bank = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False, choices=ANY + [(kind, KIND_NAMES[kind]) for kind in ITEM_KINDS.values()])
    guideline = forms.ChoiceField(required=False)
    ambiguity = forms.ChoiceField(required=False, choices=ANY + named(AMBIGUITIES))
    provenance = forms.ChoiceField(required=False, choices=ANY + named(PROVENANCES))
    domain = forms.CharField(required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    easiest = forms.FloatField(label="Difficulty from", required=False, min_value=0, max_value=1)
    hardest = forms.FloatField(label="Difficulty to", required=False, min_value=0, max_value=1)

    def __init__(self, *args: Any, banks: list[str], guidelines: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, values in (("bank", banks), ("guideline", guidelines)):
            self.fields[name].choices = ANY + [(value, value) for value in values]  # type: ignore[attr-defined]
        for name in ("easiest", "hardest"):
            self.fields[name].widget.attrs["step"] = 0.05

    @property
    def wanted(self) -> Wanted:
        """What is valid of it; all of nothing where nothing was asked."""
        self.is_valid()
        given = getattr(self, "cleaned_data", {})
        return Wanted(
            **{name: given.get(name) or "" for name in ("bank", "kind", "guideline", "ambiguity", "provenance")},
            domain=given.get("domain", "").strip(),
            easiest=given.get("easiest"),
            hardest=given.get("hardest"),
            words=given.get("q", ""),
        )

    @property
    def narrows(self) -> bool:
        return self.wanted != Wanted()


def state_asked(value: str | None) -> str:
    """The state that the address asks for, where there is one of that name."""
    return value if value and value in STATES else "all"


class ActForm(forms.Form):
    """Why it is done. It is kept in the audit log, and giving it is the confirmation."""

    reason = forms.CharField(
        label="Why",
        max_length=MAX_REASON,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="It stands in the item’s history and in the audit log.",
    )

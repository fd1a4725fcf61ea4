"""The form in which forms of items are asked for: from which items, for what, how many, how large."""

import secrets
from typing import Any

from django import forms

from courseware.curriculum import AMBIGUITIES, ITEM_KINDS
from courseware.domain.bank import Wanted
from courseware.domain.forms_of_items import Filters, names_taken
from courseware.forms_bank import ANY, KIND_NAMES, named
from courseware.models import Form

# Parallel forms share out the bank; with more than six, each is small or the bank is gone.
MAX_FORMS = 6
MAX_SIZE = 200
LETTERS = "ABCDEF"
SEEDS = 2**31
NAME_LENGTH = 78  # a form's name may have 80, and a letter comes behind it
FILTERS = ("guideline", "kind", "ambiguity", "domain", "easiest", "hardest", "practised")


def new_seed() -> int:
    return secrets.randbelow(SEEDS)


class NewFormsForm(forms.Form):
    """What forms to draw. The same data give the same forms as long as the bank is the same."""

    bank = forms.ChoiceField()
    purpose = forms.ChoiceField(choices=Form.Purpose.choices, initial=Form.Purpose.EXAM)
    name = forms.CharField(
        max_length=NAME_LENGTH,
        help_text="Several forms get a letter behind it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    count = forms.IntegerField(label="Number of forms", min_value=1, max_value=MAX_FORMS, initial=1)
    size = forms.IntegerField(label="Items in each", min_value=1, max_value=MAX_SIZE, initial=20)
    guideline = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False, choices=ANY + [(kind, KIND_NAMES[kind]) for kind in ITEM_KINDS.values()])
    ambiguity = forms.ChoiceField(required=False, choices=ANY + named(AMBIGUITIES))
    domain = forms.CharField(required=False, max_length=60, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    easiest = forms.FloatField(label="Difficulty from", required=False, min_value=0, max_value=1)
    hardest = forms.FloatField(label="Difficulty to", required=False, min_value=0, max_value=1)
    practised = forms.BooleanField(
        label="Also items that a course asks in practice",
        required=False,
        help_text="Practice leaves them out from then on; who has met one there is not asked it.",
    )
    seed = forms.IntegerField(required=False, min_value=0, max_value=SEEDS - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, banks: list[str], guidelines: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["bank"].choices = [(bank, bank) for bank in banks]  # type: ignore[attr-defined]
        self.fields["guideline"].choices = ANY + [(slug, slug) for slug in guidelines]  # type: ignore[attr-defined]
        for name in ("easiest", "hardest"):
            self.fields[name].widget.attrs["step"] = 0.05

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        easiest, hardest = data.get("easiest"), data.get("hardest")
        if easiest is not None and hardest is not None and easiest > hardest:
            self.add_error("hardest", "This is below where difficulty begins.")
        if "bank" in data and "name" in data and "count" in data:
            taken = names_taken(data["bank"], self.names)
            if taken:
                self.add_error("name", f"{data['bank']} has a form named {taken[0]} already.")
        if data.get("seed") is None:
            data["seed"] = new_seed()
        return data

    @property
    def names(self) -> list[str]:
        name, count = self.cleaned_data["name"], self.cleaned_data["count"]
        return [name] if count == 1 else [f"{name} {letter}" for letter in LETTERS[:count]]

    @property
    def filters(self) -> Filters:
        data = self.cleaned_data
        wanted = {name: data[name] for name in ("bank", "guideline", "kind", "ambiguity", "easiest", "hardest")}
        return Filters(Wanted(domain=data["domain"].strip(), **wanted), practised=data["practised"])

    @property
    def narrows(self) -> bool:
        """Whether a filter is set or wrong, so that the fields are shown."""
        return self.is_bound and any(self.data.get(name) or self.has_error(name) for name in FILTERS)

    def chosen(self) -> list[tuple[str, str]]:
        """Names and values that ask for just this, seed included."""
        data = self.cleaned_data
        values = {name: "on" if value is True else value for name, value in data.items()}
        return [(name, str(value)) for name, value in values.items() if value not in ("", None, False)]


class DissolveForm(forms.Form):
    """The word that dissolves a form, and whether its items go back into practice."""

    to_practice = forms.BooleanField(
        label="Allow its items in practice again",
        required=False,
        help_text="Otherwise they stay kept for sittings and can go into other forms.",
    )
    confirmation = forms.CharField(
        label="Type “dissolve” to confirm", max_length=20, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )

    def clean_confirmation(self) -> str:
        typed = self.cleaned_data["confirmation"].strip().lower()
        if typed != "dissolve":
            raise forms.ValidationError("Type the word “dissolve”, or leave the form as it is.")
        return str(typed)

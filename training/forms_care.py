"""Forms of the care pages. Fields are named one by one: nothing else can be set from outside."""

from typing import Any

from django import forms

from training.domain.care import HIGHEST_OF_OURS, NAMES, RANGES
from training.domain.care_contacts import InvalidContacts, as_lines, parse_contacts
from training.models import CarePolicy, ContentReport

CONFIRMATION = "our own content"
MAX_NOTE = 2_000
MAX_KEY = 2**63 - 1
RUNGS = [
    (rung, f"Rung {rung}" if rung <= HIGHEST_OF_OURS else f"Rung {rung}: your organisation’s own content")
    for rung in range(RANGES["highest_rung"][0], RANGES["highest_rung"][1] + 1)
]
HELP = {
    "per_day": "Over all courses of a person. The window moves with the clock of the server, in any time zone.",
    "per_week": "At least as many as in 24 hours. What is shown again within one window counts once.",
    "hard_rung": "After a sitting on this rung or above, the ladder rests.",
    "rest_hours": "After such a sitting, and after a rating that stops.",
    "distress_stop": "From 1 to 100. Whoever rates their distress this high is shown nothing more for now.",
    "break_every": "A pause is offered and never forced. An open sitting waits, for however long it takes.",
    "mood_days": "From the answer on. A shorter time holds for what is stored already, a longer one does not.",
    "duty_name": "Reads reports of content. People are told this name before they report.",
    "duty_email": "Gets a mail for each report. It leads to a page that asks for an operations account.",
}


def _number(name: str) -> forms.IntegerField:
    lowest, highest = RANGES[name]
    said = f"Enter a whole number from {lowest} to {highest}."
    return forms.IntegerField(
        label=NAMES[name],
        min_value=lowest,
        max_value=highest,
        help_text=HELP[name],
        error_messages=dict.fromkeys(("required", "invalid", "min_value", "max_value"), said),
    )


def _rung(name: str, help_text: str) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(label=NAMES[name], choices=RUNGS, coerce=int, help_text=help_text)


class CareForm(forms.Form):
    """Everything of `CarePolicy` that can be set; `version` is the primary key of what the page showed, 0 for none."""

    version = forms.IntegerField(min_value=0, max_value=MAX_KEY, widget=forms.HiddenInput)
    offered = forms.BooleanField(label="Offer exposures to those who choose them", required=False)
    per_day = _number("per_day")
    per_week = _number("per_week")
    hard_rung = _rung("hard_rung", HELP["hard_rung"])
    rest_hours = _number("rest_hours")
    distress_stop = _number("distress_stop")
    break_every = _number("break_every")
    mood_days = _number("mood_days")
    duty_name = forms.CharField(
        label="Name", required=False, max_length=120, help_text=HELP["duty_name"],
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    duty_email = forms.EmailField(
        label="E-mail address", required=False, help_text=HELP["duty_email"],
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    contacts = forms.CharField(
        label="Contacts, one a line",
        required=False,
        max_length=20_000,
        help_text="country | name | how to reach them | hours. Write the country’s name in full: people see it as it"
        " stands here. <code>*</code> or nothing for everywhere. Hours may be left out.",
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocomplete": "off"}),
    )
    highest_rung = _rung("highest_rung", "Nothing above it is offered to anybody.")
    confirmation = forms.CharField(
        label=f"To go above rung {HIGHEST_OF_OURS}, type “{CONFIRMATION}”",
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )

    def __init__(self, *args: Any, in_force: CarePolicy, **kwargs: Any) -> None:
        self.in_force = in_force
        initial = {name: getattr(in_force, name) for name in NAMES} | {
            "contacts": as_lines(in_force.contacts),
            "version": in_force.pk or 0,
        }
        super().__init__(*args, **kwargs | {"initial": initial})

    def clean_duty_name(self) -> str:
        name = " ".join(self.cleaned_data["duty_name"].split())
        if not name.isprintable():
            raise forms.ValidationError("The name has characters that cannot be printed.")
        return name

    def clean_contacts(self) -> list[dict[str, str]]:
        try:
            return parse_contacts(self.cleaned_data["contacts"])
        except InvalidContacts as wrong:
            raise forms.ValidationError(list(wrong.problems)) from wrong

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        day, week = cleaned.get("per_day"), cleaned.get("per_week")
        if day is not None and week is not None and day > week:
            self.add_error("per_week", "Fewer in 7 days than in 24 hours: a day cannot hold more than the week.")
        self._check_duty_person(cleaned)
        self._check_highest_rung(cleaned)
        return cleaned

    def values(self) -> dict[str, Any]:
        """What `set_care` takes."""
        return {name: self.cleaned_data[name] for name in NAMES}

    def _check_duty_person(self, cleaned: dict[str, Any]) -> None:
        name, email = cleaned.get("duty_name"), cleaned.get("duty_email")
        if name and email == "":
            self.add_error("duty_email", "A duty person needs an address that reports go to.")
        if email and name == "":
            self.add_error("duty_name", "People are told who reads their report: give a name.")

    def _check_highest_rung(self, cleaned: dict[str, Any]) -> None:
        highest = cleaned.get("highest_rung")
        if highest is None or highest <= HIGHEST_OF_OURS:
            return
        if not (cleaned.get("duty_name") and cleaned.get("duty_email")):
            self.add_error(
                "highest_rung", f"Above rung {HIGHEST_OF_OURS} a duty person is needed: give a name and an address."
            )
        typed = " ".join(cleaned.get("confirmation", "").lower().split())
        # Where it is in force already, saving something else does not ask again.
        if highest > max(self.in_force.highest_rung, HIGHEST_OF_OURS) and typed != CONFIRMATION:
            self.add_error("confirmation", f"Type the words {CONFIRMATION}: you answer for what these rungs show.")


class ReportForm(forms.Form):
    reason = forms.ChoiceField(
        label="Why do you report it?",
        choices=ContentReport.Reason.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what fits best.", "invalid_choice": "Choose one of the three."},
    )
    note = forms.CharField(
        label="What should they know?",
        required=False,
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Only if you want to. You need not describe or repeat the text.",
    )


class OutcomeForm(forms.Form):
    outcome = forms.CharField(
        label="What was done",
        max_length=MAX_NOTE,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stays with the report for good. Whoever reported it is not mailed.",
    )

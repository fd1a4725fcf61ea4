"""The form of a whole item: its texts, its key, why, and everything else that is known of it."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms

from courseware.curriculum import AMBIGUITIES, Guideline, ItemContent
from courseware.domain.bank import has_item
from courseware.domain.comparing import FIELD_NAMES
from courseware.domain.versions import content_of
from courseware.importers.build import MAX_FACTORS, candidate
from courseware.importers.candidates import Options, Rejection
from courseware.importers.source import MAX_FIELD_CHARACTERS
from courseware.key_form import KeyForm
from courseware.models import ItemVersion

EMPTY_FACTORS = 2
MAX_NOTE = 300
BODY = "body_"
# Fields of the form that are handed on as they are.
PLAIN = (
    "rationale", "difficulty", "intensity", "ambiguity", "twin", "domain", "language", "licence", "provenance",
)  # fmt: skip


def _text(label: str, rows: int, **kwargs: Any) -> forms.CharField:
    """Texts keep their white space: what is saved unchanged is the same text."""
    widget = forms.Textarea(attrs={"rows": rows, "dir": "auto"})
    return forms.CharField(label=label, strip=False, max_length=MAX_FIELD_CHARACTERS, widget=widget, **kwargs)


class DetailsForm(forms.Form):
    """Everything but key and factors. The names of the texts are those of the version's own body."""

    rationale = _text("Rationale", 5, required=False, help_text="Shown after the answer, with the key.")
    ambiguity = forms.ChoiceField(choices=[(value, value.capitalize()) for value in AMBIGUITIES])
    difficulty = forms.FloatField(
        min_value=0,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
        help_text="From 0 (everybody gets it) to 1 (hardly anybody does).",
    )
    intensity = forms.IntegerField(
        min_value=0, max_value=5, help_text="How hard the content is on the reader, from 0 to 5."
    )
    domain = forms.CharField(required=False, max_length=60)
    twin = forms.SlugField(
        required=False, max_length=50, help_text="The item with the same key and structure at another intensity."
    )
    language = forms.CharField(max_length=12)
    licence = forms.CharField(max_length=40)
    provenance = forms.CharField(
        max_length=200,
        help_text="Begins with authored, adjudicated, measured or imported; such as “measured from 10 raters”.",
    )
    note = forms.CharField(
        label="What you changed, and why",
        max_length=MAX_NOTE,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text="It stands in the item’s history.",
    )
    # The version that is edited, and the newest one when the form was opened.
    base = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    newest = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, version: ItemVersion, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.item = version.item
        self.before = version.twin
        for name in version.body:
            rows = 3 if name == "claim" else 6
            # Of a pair one response may be empty; that both are is found when the item is checked.
            self.fields[BODY + name] = _text(
                FIELD_NAMES.get(name, name), rows, required=not name.startswith("response_")
            )

    @property
    def texts(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith(BODY)]

    @property
    def facts(self) -> list[forms.BoundField]:
        return [self[name] for name in PLAIN if name != "rationale"]

    def clean_twin(self) -> str:
        twin = str(self.cleaned_data["twin"])
        if twin == self.item.slug:
            raise forms.ValidationError("An item is not its own twin.")
        if twin and twin != self.before and not has_item(self.item.bank, twin):
            raise forms.ValidationError(f"The bank {self.item.bank} has no item {twin}.")
        return twin


class FactorForm(forms.Form):
    """One reference factor; a row left empty is none."""

    name = forms.CharField(required=False, strip=False, max_length=200)
    text = forms.CharField(required=False, strip=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))
    weight = forms.FloatField(
        required=False,
        min_value=0.001,
        max_value=1,
        widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        given = {name: value for name, value in cleaned.items() if value not in (None, "")}
        for name in self.fields:
            if given and name not in given and name not in self.errors:
                self.add_error(name, "A factor needs a name, a text and a weight.")
        return cleaned


class FactorSet(forms.BaseFormSet):
    @property
    def factors(self) -> list[dict[str, Any]]:
        """The rows that say something."""
        rows = [cast(dict[str, Any], form.cleaned_data) for form in self.forms]
        return [
            {"name": row["name"], "text": row["text"].replace("\r\n", "\n"), "weight": row["weight"]}
            for row in rows
            if row.get("name")
        ]


FactorFormSet = forms.formset_factory(
    FactorForm, formset=FactorSet, extra=EMPTY_FACTORS, max_num=MAX_FACTORS, absolute_max=MAX_FACTORS
)


class ItemForm:
    """The three parts of the form as one: `content` is the item as typed, where `is_valid()` says that it is one."""

    def __init__(
        self, version: ItemVersion, guideline: Guideline, newest: int, data: Mapping[str, Any] | None = None
    ) -> None:
        self.version, self.guideline = version, guideline
        initial: dict[str, Any] = {name: getattr(version, name) for name in PLAIN}
        initial |= {BODY + name: text for name, text in version.body.items()}
        initial |= {"base": version.number, "newest": newest}
        self.details = DetailsForm(data, version=version, initial=initial)
        self.key = KeyForm(data, prefix="key", guideline=guideline, key=version.key, body=version.body)
        self.factors = FactorFormSet(data, prefix="factors", initial=[dict(factor) for factor in version.factors])
        self.content: ItemContent | None = None

    @property
    def body(self) -> dict[str, str]:
        """The texts as typed so far."""
        typed = {field.name.removeprefix(BODY): str(field.value() or "") for field in self.details.texts}
        return {name: text.replace("\r\n", "\n") for name, text in typed.items()}

    @property
    def note(self) -> str:
        return str(self.details.cleaned_data["note"])

    @property
    def parts(self) -> list[forms.Form]:
        return [self.details, self.key, *self.factors.forms]

    @property
    def problems(self) -> list[tuple[forms.BoundField, str]]:
        """Every field with something wrong, and what."""
        return [(part[name], str(error)) for part in self.parts for name in part.errors for error in part.errors[name]]

    def is_valid(self) -> bool:
        valid = [part.is_valid() for part in (self.details, self.key, self.factors)]
        if not all(valid):
            return False
        found = candidate(0, self._fields(), self.guideline, Options())
        if isinstance(found, Rejection):
            self._say(found)
            return False
        self.content = found.content
        return True

    def _fields(self) -> dict[str, Any]:
        given = {name: self.details.cleaned_data[name] for name in PLAIN}
        return given | {
            "slug": self.version.item.slug,
            "body": self.body,
            "key": self.key.cleaned_data["key"],
            "factors": cast(FactorSet, self.factors).factors,
            "planted": self.version.planted,  # kept as it is: the form has no fields for it
        }

    def _say(self, rejection: Rejection) -> None:
        """Beside the field that is meant."""
        reason = rejection.reason[:1].upper() + rejection.reason[1:] + "."
        if rejection.column == "key":
            self.key.add_error(self.key.field_of_form(), reason)
        elif rejection.column == "factors":
            self.factors.forms[0].add_error("weight", reason)
        elif rejection.column in self.details.fields:
            self.details.add_error(rejection.column, f"It {rejection.reason}.")
        else:
            name = BODY + rejection.column
            place = name if name in self.details.fields else self.details.texts[0].name
            self.details.add_error(place, f"It {rejection.reason}.")

    def differs(self) -> bool:
        return self.content != content_of(self.version)

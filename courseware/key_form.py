"""The inputs of an item's key, one set for each form that a key can have, without anything to be written as code."""

import re
from collections.abc import Mapping
from typing import Any

from django import forms

from courseware.curriculum import Guideline
from courseware.key_words import CATEGORIES, KEY_FORMS, PAIR_NAMES, answer_name
from courseware.keys import MAX_RATERS, PAIR_ANSWERS, REASON_CATEGORIES

FORMS_OF_SCALE = {
    "nominal": ("label", "accepted", "distribution"),
    "ordinal": ("label", "accepted", "distribution"),
    "preference": ("side", "distribution"),
    "span": ("spans",),
}
# Inputs that are not called as the form of the key is.
FORM_OF_INPUT = {
    "credit": "accepted",
    "share": "distribution",
    "raters": "distribution",
    "estimated": "distribution",
    "strength": "side",
    "category": "side",
    "reason": "side",
}
SPAN = re.compile(r"(\d{1,7})\s*[-–]\s*(\d{1,7})(?:\s+([01](?:\.\d+)?|\.\d+))?")
STRENGTH_NAMES = [("", "Not stated"), ("clear", "Clearly better"), ("slight", "Slightly better")]
# What a browser's number input sends for "nothing here".
NOTHING = (None, "")


def form_of(key: Mapping[str, Any]) -> str:
    """Which of the forms of keys.py the key has."""
    return next((form for form in KEY_FORMS if form in key), "label")


class KeyForm(forms.Form):
    """`cleaned_data["key"]` after validation: the key as it is stored. Whether it fits the texts is checked later.

    `credits` and `shares` are pairs (name of the answer, field) for the page.
    """

    def __init__(
        self, *args: Any, guideline: Guideline, key: Mapping[str, Any], body: Mapping[str, str], **kwargs: Any
    ):
        super().__init__(*args, **kwargs)
        self.stored = key
        self.answers = guideline.answers_to(body)
        own = form_of(key)
        # A key may have come from a file in a form that is unusual for its scale: it keeps that form as a choice.
        self.offered = list(dict.fromkeys((*FORMS_OF_SCALE[guideline.scale], own)))
        self.fields["form"] = forms.ChoiceField(
            label="What the key is",
            choices=[(form, KEY_FORMS[form]) for form in self.offered],
            widget=forms.RadioSelect,
            initial=own,
        )
        self.named = [(answer, answer_name(answer, guideline, body)) for answer in self.answers]
        for form in self.offered:
            getattr(self, f"_add_{form}")(key)

    def _add_label(self, key: Mapping[str, Any]) -> None:
        self.fields["label"] = forms.ChoiceField(
            label="Label", required=False, choices=self.named, initial=key.get("label")
        )

    def _add_accepted(self, key: Mapping[str, Any]) -> None:
        self._add_numbers("credit", key.get("accepted", {}))

    def _add_distribution(self, key: Mapping[str, Any]) -> None:
        self._add_numbers("share", key.get("distribution", {}))
        self.fields["raters"] = forms.IntegerField(
            label="Raters",
            required=False,
            min_value=1,
            max_value=MAX_RATERS,
            initial=key.get("raters"),
            help_text="How many people are behind the shares.",
        )
        self.fields["estimated"] = forms.BooleanField(
            label="Estimated by the authors",
            required=False,
            initial=key.get("estimated", False),
            help_text="Nobody has rated the item yet: leave the raters empty.",
        )

    def _add_numbers(self, what: str, values: Mapping[str, float]) -> None:
        for place, (answer, name) in enumerate(self.named):
            self.fields[f"{what}_{place}"] = forms.FloatField(
                label=f"{what.capitalize()} for {name}",
                required=False,
                min_value=0,
                max_value=1,
                initial=values.get(answer),
                widget=forms.NumberInput(attrs={"step": "any", "inputmode": "decimal"}),
            )

    def _add_side(self, key: Mapping[str, Any]) -> None:
        sides = [(side, PAIR_NAMES[side]) for side in PAIR_ANSWERS]
        self.fields["side"] = forms.ChoiceField(
            label="The better response", required=False, choices=sides, initial=key.get("side")
        )
        self.fields["strength"] = forms.ChoiceField(
            label="How much better", required=False, choices=STRENGTH_NAMES, initial=key.get("strength", "")
        )
        self.fields["category"] = forms.ChoiceField(
            label="What decides",
            required=False,
            choices=[("", "Not known"), *((name, CATEGORIES[name]) for name in REASON_CATEGORIES)],
            initial=key.get("category", ""),
        )
        self.fields["reason"] = forms.CharField(
            required=False,
            strip=False,
            widget=forms.Textarea(attrs={"rows": 2}),
            initial=key.get("reason", ""),
            help_text="Shown before the rationale. It names no side: sides are swapped on screen.",
        )

    def _add_spans(self, key: Mapping[str, Any]) -> None:
        lines = [
            f"{span['start']}-{span['end']}" + (f" {span['credit']}" if "credit" in span else "")
            for span in key.get("spans", ())
        ]
        self.fields["spans"] = forms.CharField(
            label="Passages that decide",
            required=False,
            widget=forms.Textarea(attrs={"rows": 3, "spellcheck": "false"}),
            initial="\n".join(lines),
            help_text="One a line, as start-end in characters, such as 10-42; a credit below 1 follows after a space.",
        )

    @property
    def credits(self) -> list[tuple[str, forms.BoundField]]:
        return self._numbers("credit")

    @property
    def shares(self) -> list[tuple[str, forms.BoundField]]:
        return self._numbers("share")

    def _numbers(self, what: str) -> list[tuple[str, forms.BoundField]]:
        names = [f"{what}_{place}" for place in range(len(self.named))]
        return [(name, self[field]) for (_, name), field in zip(self.named, names, strict=True) if field in self.fields]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        form = cleaned.get("form")
        # What stands in the inputs of another form than the chosen one does not count, right or wrong.
        for name in [name for name in self.errors if form and self._form_of(name) not in (form, "form")]:
            del self.errors[name]
        if form and not self.errors:
            cleaned["key"] = getattr(self, f"_{form}_key")(cleaned)
        return cleaned

    @staticmethod
    def _form_of(field: str) -> str:
        what = field.partition("_")[0]
        return FORM_OF_INPUT.get(what, what)

    def field_of_form(self) -> str:
        """The field beside which an error of the whole key is said."""
        chosen = self.cleaned_data.get("form", self.offered[0])
        return {"accepted": "credit_0", "distribution": "share_0"}.get(chosen, chosen)

    def _label_key(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"label": cleaned["label"]}

    def _accepted_key(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        return {"accepted": self._given("credit", cleaned)}

    def _distribution_key(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        raters, shares = cleaned["raters"], self._given("share", cleaned)
        if cleaned["estimated"]:
            if raters is not None:
                self.add_error("raters", "Shares are either estimated or those of raters: leave one of the two empty.")
            return {"distribution": shares, "estimated": True}
        if raters is None:
            self.add_error("raters", "Say how many people are behind the shares, or that they are estimated.")
        return {"distribution": shares, "raters": raters}

    def _given(self, what: str, cleaned: Mapping[str, Any]) -> dict[str, float]:
        values = [(answer, cleaned[f"{what}_{place}"]) for place, answer in enumerate(self.answers)]
        return {answer: value for answer, value in values if value not in NOTHING}

    def _side_key(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        key = {"side": cleaned["side"]}
        for name in ("strength", "reason", "category"):
            # What was stored as empty stays so: opening and saving an item changes nothing.
            if cleaned[name] or self.stored.get(name) == "":
                key[name] = cleaned[name].replace("\r\n", "\n")
        return key

    def _spans_key(self, cleaned: Mapping[str, Any]) -> dict[str, Any]:
        lines = [line.strip() for line in cleaned["spans"].splitlines() if line.strip()]
        spans = [self._span(line) for line in lines]
        if not spans:
            self.add_error("spans", "Name at least one passage.")
        return {"spans": spans}

    def _span(self, line: str) -> dict[str, Any]:
        found = SPAN.fullmatch(line)
        if found is None:
            self.add_error("spans", f"“{line[:60]}” is not a passage; write start-end, such as 10-42.")
            return {}
        span: dict[str, Any] = {"start": int(found[1]), "end": int(found[2])}
        return span | ({"credit": float(found[3])} if found[3] else {})

"""The form that begins an import: a file, what it is, the bank it is for, and how its rows are to be read."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.utils.html import format_html
from django.utils.safestring import SafeString

from courseware.curriculum import SCALES, Guideline
from courseware.domain.guidelines import guidelines_of
from courseware.domain.item_imports import UPLOAD_LIMIT
from courseware.importers.candidates import Options
from courseware.importers.choosing import BadGuideline, guideline_from
from courseware.importers.formats import all_formats
from courseware.importers.naming import RESERVED_BANKS, SLUG
from courseware.models import GuidelineVersion, Item

NEW_GUIDELINE = "new"
MAX_COLUMNS = 40
SCALE_NAMES = {
    "nominal": "Classes without an order",
    "ordinal": "Levels in order, the lowest first",
    "preference": "Which of two responses is better",
    "span": "Which passage decides",
}
Choices = list[tuple[str, str | list[tuple[str, str]]]]
is_slug = RegexValidator(rf"^(?:{SLUG.pattern})\Z", "Use up to 50 letters, digits, - and _.")


def format_choices() -> list[tuple[str, SafeString]]:
    return [(one.name, format_html("{} <small>{}</small>", one.title, one.about)) for one in all_formats()]


def bank_choices() -> Choices:
    banks = set(Item.objects.order_by().values_list("bank", flat=True).distinct())
    banks |= set(GuidelineVersion.objects.order_by().values_list("bank", flat=True).distinct())
    return [("", "A new bank, named below"), *((bank, bank) for bank in sorted(banks - RESERVED_BANKS))]


def guideline_choices() -> Choices:
    """What the file brings, a new one, and those of each bank as `bank/slug`."""
    named = GuidelineVersion.objects.order_by("bank", "slug").values_list("bank", "slug").distinct()
    groups: dict[str, list[tuple[str, str]]] = {}
    for bank, slug in named:
        groups.setdefault(bank, []).append((f"{bank}/{slug}", slug))
    return [
        ("", "The one that the file brings, or the bank's only one"),
        (NEW_GUIDELINE, "A new one, described below"),
        *groups.items(),
    ]


class ImportForm(forms.Form):
    """Valid, it has `bank`, `format`, `file` and `options` in cleaned_data."""

    file = forms.FileField(
        label="File",
        allow_empty_file=False,
        help_text=f"Plain or gzipped (.gz), UTF-8, at most {UPLOAD_LIMIT >> 20} MB.",
    )
    format = forms.ChoiceField(label="Format", widget=forms.RadioSelect, initial="jsonl")
    bank = forms.ChoiceField(label="Bank", required=False)
    new_bank = forms.CharField(
        label="Name of a new bank", required=False, validators=[is_slug], help_text="For example: support-tone"
    )
    guideline = forms.ChoiceField(
        label="Judge by", required=False, help_text="The guideline says which labels a key may name."
    )
    guideline_slug = forms.CharField(
        label="Name of the new guideline", required=False, validators=[is_slug], help_text="For example: tone"
    )
    scale = forms.ChoiceField(
        label="Its scale", required=False, choices=[(scale, SCALE_NAMES[scale]) for scale in sorted(SCALES)],
        initial="nominal",
    )  # fmt: skip
    labels = forms.CharField(
        label="Its labels",
        required=False,
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 4, "spellcheck": "false"}),
        help_text="One per line, as the file writes them; the lowest level first. Pairs and passages need none.",
    )
    question = forms.CharField(label="Its question", required=False, max_length=300)
    columns = forms.CharField(
        label="Column names",
        required=False,
        max_length=4000,
        widget=forms.Textarea(
            attrs={"rows": 3, "spellcheck": "false", "placeholder": "text=sentence\nlabel=gold"}
        ),
        help_text="Where the file calls a field otherwise: our field=their column, one per line.",
    )  # fmt: skip
    language = forms.CharField(max_length=12, initial="en", help_text="Of items whose row does not say.")
    licence = forms.CharField(required=False, max_length=40, help_text="Of items whose row does not say.")
    domain = forms.CharField(required=False, max_length=60, help_text="Of items whose row does not say.")

    WHERE = ("file", "format", "bank", "new_bank")
    GUIDELINE = ("guideline", "guideline_slug", "scale", "labels", "question")
    ROWS = ("columns", "language", "licence", "domain")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = {"format": format_choices(), "bank": bank_choices(), "guideline": guideline_choices()}
        for name, those in choices.items():
            self.fields[name].choices = those  # type: ignore[attr-defined]

    def groups(self) -> list[tuple[str, list[forms.BoundField], bool]]:
        """(title, fields, whether one of them is wrong) of the parts that are folded away."""
        parts = (("Guideline", self.GUIDELINE), ("How to read the rows", self.ROWS))
        return [(title, self._bound(names), any(name in self.errors for name in names)) for title, names in parts]

    def first_fields(self) -> list[forms.BoundField]:
        return self._bound(self.WHERE)

    def _bound(self, names: Iterable[str]) -> list[forms.BoundField]:
        return [self[name] for name in names]

    def clean_file(self) -> UploadedFile:
        upload: UploadedFile = self.cleaned_data["file"]
        if (upload.size or 0) > UPLOAD_LIMIT:
            raise forms.ValidationError(
                f"The file has {upload.size:,} bytes; at most {UPLOAD_LIMIT:,} are taken here. Pack it with gzip, "
                "or have it imported on the server (manage.py import_items)."
            )
        return upload

    def clean_columns(self) -> dict[str, str]:
        columns: dict[str, str] = {}
        for number, line in enumerate(self.cleaned_data["columns"].splitlines(), start=1):
            if not line.strip():
                continue
            field, equals, column = (part.strip() for part in line.partition("="))
            if not (field and equals and column):
                raise forms.ValidationError(f"Line {number}, {line[:60]!r}, is not of the form field=column.")
            columns[field] = column
        if len(columns) > MAX_COLUMNS:
            raise forms.ValidationError(f"These are {len(columns)} columns; at most {MAX_COLUMNS} can be named.")
        return columns

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        self._clean_bank(cleaned)
        made = self._made(cleaned) if cleaned.get("guideline") == NEW_GUIDELINE else None
        chosen = made.slug if made else self._chosen(cleaned)
        if not self.errors:
            cleaned["options"] = Options(
                guidelines={made.slug: made} if made else {},
                guideline=chosen,
                columns=cleaned["columns"],
                language=cleaned["language"],
                licence=cleaned["licence"],
                domain=cleaned["domain"],
            )
        return cleaned

    def _clean_bank(self, cleaned: dict[str, Any]) -> None:
        bank, new = cleaned.get("bank", ""), cleaned.get("new_bank", "")
        if bank and new:
            self.add_error("new_bank", f"Choose the bank {bank} or name a new one, not both.")
        elif new in RESERVED_BANKS:
            self.add_error("new_bank", f"The site has a page called {new}. Choose another name.")
        elif not bank and not new and "new_bank" not in self.errors:
            self.add_error("new_bank", "Choose a bank above, or name a new one.")
        cleaned["bank"] = bank or new

    def _chosen(self, cleaned: dict[str, Any]) -> str:
        """The slug of the bank's guideline that was chosen, or ""."""
        bank, _, slug = cleaned.get("guideline", "").partition("/")
        if slug and bank != cleaned["bank"]:
            self.add_error("guideline", f"This guideline belongs to the bank {bank}. Choose one of the bank above.")
        return slug

    def _made(self, cleaned: dict[str, Any]) -> Guideline | None:
        labels = [{"id": line.strip()} for line in cleaned.get("labels", "").splitlines() if line.strip()]
        if not cleaned.get("guideline_slug"):
            if "guideline_slug" not in self.errors:
                self.add_error("guideline_slug", "Give the new guideline a name.")
            return None
        try:
            made = guideline_from(
                {
                    "slug": cleaned["guideline_slug"],
                    "scale": cleaned.get("scale") or "nominal",
                    "question": cleaned.get("question", ""),
                    "labels": labels,
                }
            )
        except BadGuideline as error:
            self.add_error("labels", f"{str(error)[:1].upper()}{str(error)[1:]}.")
            return None
        if guidelines_of(cleaned["bank"]).get(made.slug, made) != made:
            self.add_error("guideline_slug", f"The bank has a guideline {made.slug} that says otherwise: choose it.")
        return made

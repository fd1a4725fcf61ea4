"""Forms of the courseware pages. Fields are named one by one: nothing else can be set from outside."""

import zoneinfo
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import F, Max, QuerySet

from courseware.domain.invitees import InvalidList, parse_people
from courseware.domain.programs import program_of
from courseware.models import ProgramVersion, User

# A cohort that starts further away than this is a mistyped year.
MAX_START_DISTANCE = timedelta(days=730)
MAX_LIST_BYTES = 500_000
# The zones of places; Etc/ and national names such as US/Eastern say the same less plainly.
ZONE_REGIONS = (
    "Africa", "America", "Antarctica", "Arctic", "Asia",
    "Atlantic", "Australia", "Europe", "Indian", "Pacific",
)  # fmt: skip
# Part of how some names are written (Persian, Sinhala), though they print nothing.
JOINERS = "\u200c\u200d"

Choices = list[tuple[str, str | list[tuple[str, str]]]]


@lru_cache(maxsize=1)
def zone_choices() -> Choices:
    """UTC, then the places of each region: the region's heading is not repeated in the place's name."""
    places: dict[str, list[tuple[str, str]]] = {region: [] for region in ZONE_REGIONS}
    for zone in sorted(zoneinfo.available_timezones()):
        region, _, place = zone.partition("/")
        if place and region in places:
            places[region].append((zone, place.replace("_", " ").replace("/", ", ")))
    return [("UTC", "UTC"), *places.items()]


class NameField(forms.CharField):
    """A person's name in one line, without characters that print nothing or turn the text around."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=120, help_text="As it should stand on a certificate.", **kwargs)
        self.widget.attrs["autocomplete"] = "name"

    def clean(self, value: Any) -> Any:
        name = " ".join(str(super().clean(value)).split())
        if not all(character.isprintable() or character in JOINERS for character in name):
            raise forms.ValidationError("The name has characters that cannot be printed.")
        return name


class TimeZoneField(forms.ChoiceField):
    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            choices=zone_choices,
            label="Time zone",
            help_text="Days of the course begin and end in this zone.",
            **kwargs,
        )


class FixedEmailField(forms.EmailField):
    """An address that is shown and that nobody can change, whatever the browser sends."""

    def __init__(self, address: str) -> None:
        attrs = {"readonly": True, "autocomplete": "username"}
        super().__init__(initial=address, widget=forms.EmailInput(attrs=attrs))
        self.address = address

    def prepare_value(self, value: Any) -> str:
        return self.address

    def clean(self, value: Any) -> str:
        return self.address


class SettingsForm(forms.ModelForm):
    name = NameField(required=False)
    time_zone = TimeZoneField()

    class Meta:
        model = User
        fields = ["name", "time_zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["time_zone"]
        # A zone chosen before the list became shorter stays choosable.
        if isinstance(field, TimeZoneField) and not field.valid_value(self.instance.time_zone):
            zone = self.instance.time_zone
            field.choices = [(zone, zone), *zone_choices()]


class ConsentForm(forms.Form):
    agree = forms.BooleanField(
        label="I have read this text, I could ask questions about it, and I take part of my own free will",
        error_messages={"required": "Tick the box to agree. Without it, nothing is recorded."},
    )


class CourseField(forms.ModelChoiceField):
    def label_from_instance(self, obj: ProgramVersion) -> str:
        return f"{program_of(obj.pk).title} (version {obj.number})"


class CohortForm(forms.Form):
    name = forms.CharField(max_length=120, help_text="Trainees see it. For example: Spring 2027, mornings.")
    program_version = CourseField(label="Course", queryset=ProgramVersion.objects.none(), empty_label=None)
    starts_on = forms.DateField(
        label="Start date",
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
        help_text="The first practice day on or after this date opens day 1.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["program_version"].queryset = newest_versions()  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        if abs(starts_on - self.today) > MAX_START_DISTANCE:
            raise forms.ValidationError("This is more than two years away; check the year.")
        return starts_on


def newest_versions() -> QuerySet[ProgramVersion]:
    """The newest loaded version of each program."""
    versions = ProgramVersion.objects.annotate(newest=Max("program__versions__number"))
    return versions.filter(number=F("newest")).defer("document").order_by("program__slug")


class InviteForm(forms.Form):
    """A pasted list or a CSV file; `cleaned_data["people"]` after validation."""

    addresses = forms.CharField(
        label="E-mail addresses",
        required=False,
        max_length=MAX_LIST_BYTES,
        widget=forms.Textarea(
            attrs={"rows": 5, "spellcheck": "false", "placeholder": "ana@example.org\nBo Berg <bo@example.org>"}
        ),
        help_text="One per line, or separated by commas. “Name &lt;address&gt;” works too.",
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv"}),
        help_text="With a column named email and, if you have it, one named name.",
    )

    def clean_file(self) -> str:
        """The file's text; the upload itself is not kept."""
        upload: UploadedFile | None = self.cleaned_data["file"]
        if upload is None:
            return ""
        if (upload.size or 0) > MAX_LIST_BYTES:
            raise forms.ValidationError(f"The file has {upload.size:,} bytes; at most {MAX_LIST_BYTES:,} are read.")
        try:
            return upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise forms.ValidationError(
                f"The file is not UTF-8 text (byte {error.start + 1}). Save it again as “CSV UTF-8”."
            ) from error

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if self.errors:
            return cleaned
        try:
            cleaned["people"] = parse_people(cleaned["addresses"], cleaned["file"])
        except InvalidList as error:
            raise forms.ValidationError(list(error.problems)) from error
        return cleaned

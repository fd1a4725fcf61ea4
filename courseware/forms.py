"""Forms of the courseware pages. Fields are named one by one: nothing else can be set from outside."""

import zoneinfo
from datetime import date, timedelta
from typing import Any

from django import forms

from courseware.domain.invitations import InvalidList, parse_people
from courseware.models import ProgramVersion, User

# A cohort that starts further away than this is a mistyped year.
MAX_START_DISTANCE = timedelta(days=730)
MAX_LIST_BYTES = 500_000


def zone_choices() -> list[tuple[str, str]]:
    names = sorted(name for name in zoneinfo.available_timezones() if "/" in name or name == "UTC")
    return [(name, name.replace("_", " ")) for name in names if not name.startswith(("Etc/", "posix/", "right/"))]


class SettingsForm(forms.ModelForm):
    time_zone = forms.ChoiceField(
        label="Time zone", choices=zone_choices, help_text="Days of the course begin and end in this zone."
    )

    class Meta:
        model = User
        fields = ["name", "time_zone"]
        help_texts = {"name": "As it should stand on a certificate."}


class CohortForm(forms.Form):
    name = forms.CharField(max_length=120)
    program_version = forms.ModelChoiceField(label="Course", queryset=ProgramVersion.objects.none(), empty_label=None)
    starts_on = forms.DateField(
        label="Start date",
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text="The first practice day on or after this date opens day 1.",
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        newest = ProgramVersion.objects.defer("document").select_related("program").order_by("program__slug", "-number")
        self.fields["program_version"].queryset = newest  # type: ignore[attr-defined]
        self.fields["starts_on"].initial = today

    def clean_starts_on(self) -> date:
        starts_on: date = self.cleaned_data["starts_on"]
        if abs(starts_on - self.today) > MAX_START_DISTANCE:
            raise forms.ValidationError("This is more than two years away; check the year.")
        return starts_on


class InviteForm(forms.Form):
    """A pasted list or a CSV file; `people` after validation."""

    addresses = forms.CharField(
        label="E-mail addresses",
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="One per line, or separated by commas. “Name <address>” works too.",
    )
    file = forms.FileField(
        label="Or a CSV file",
        required=False,
        help_text="With a column named email and, if you have it, one named name.",
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        try:
            cleaned["people"] = parse_people(cleaned.get("addresses", ""), self._file_text(cleaned.get("file")))
        except InvalidList as error:
            raise forms.ValidationError(list(error.problems)) from error
        return cleaned

    def _file_text(self, upload: Any) -> str:
        if upload is None:
            return ""
        if upload.size > MAX_LIST_BYTES:
            raise forms.ValidationError(f"The file has {upload.size:,} bytes; at most {MAX_LIST_BYTES:,} are read.")
        try:
            return str(upload.read().decode("utf-8-sig"))
        except UnicodeDecodeError as error:
            raise forms.ValidationError(f"The file is not UTF-8 text (byte {error.start}).") from error

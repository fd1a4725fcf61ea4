"""What the form of the limits says of a value that does not fit, and how a country is to be written."""

import pytest

from training.domain.care import RANGES
from training.forms_care import CareForm
from training.models import CarePolicy

NUMBERS = sorted(set(RANGES) - {"hard_rung", "highest_rung"})


@pytest.mark.parametrize("name", NUMBERS)
@pytest.mark.parametrize("value", ["", "0", "1000", "many"])
def test_a_number_that_does_not_fit_is_told_its_range(name: str, value: str):
    form = CareForm({name: value}, in_force=CarePolicy())
    lowest, highest = RANGES[name]
    assert form.errors[name] == [f"Enter a whole number from {lowest} to {highest}."]


def test_operations_are_asked_for_names_of_countries():
    assert "country’s name in full" in CareForm(in_force=CarePolicy()).fields["contacts"].help_text

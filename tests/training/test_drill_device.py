"""The device record of a timed block: what is kept of it, and what is refused."""

from typing import Any

import pytest

from training.activities.base import InvalidAnswer
from training.activities.drills.kernel import FAULTS, device_of
from training.activities.drills.simulated import simulated_device

CHECK = {"resolutionMs": 0.1, "dropped": 0.011, "jitterMs": 0.2, "faults": []}


def cleaned(**check: Any) -> Any:
    return device_of({**simulated_device(), "check": {**CHECK, **check}})["check"]


def test_a_device_without_a_check_has_none():
    assert "check" not in device_of(simulated_device())
    assert "check" not in device_of({**simulated_device(), "check": None})


def test_the_check_before_the_block_is_kept():
    assert cleaned(faults=["slipped_trials"]) == {**CHECK, "faults": ["slipped_trials"]}


def test_a_clock_that_stood_still_has_no_resolution():
    assert cleaned(resolutionMs=None)["resolutionMs"] is None


def test_faults_are_those_that_the_kernel_names_each_once():
    assert cleaned(faults=["key_repeat", "refresh_rate", "key_repeat", "<script>", 7, ["refresh_rate"]])["faults"] == [
        "refresh_rate",
        "key_repeat",
    ]
    assert cleaned(faults=list(FAULTS))["faults"] == list(FAULTS)


@pytest.mark.parametrize(
    ("check", "field"),
    [
        ({"dropped": 1.5}, "dropped"),
        ({"dropped": None}, "dropped"),
        ({"jitterMs": -1}, "jitterMs"),
        ({"jitterMs": float("nan")}, "jitterMs"),
        ({"resolutionMs": "0.1"}, "resolutionMs"),
        ({"faults": "refresh_rate"}, "faults"),
        ({"faults": None}, "faults"),
    ],
)
def test_a_check_of_another_shape_is_refused_by_name(check, field):
    with pytest.raises(InvalidAnswer) as refused:
        cleaned(**check)
    assert refused.value.field == f"answer.device.check.{field}"


def test_a_check_that_is_no_object_is_refused():
    with pytest.raises(InvalidAnswer):
        device_of({**simulated_device(), "check": [1]})

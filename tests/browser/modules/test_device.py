"""When a device may time a drill, and what is recorded about it."""

import pytest

FAULTS = "(m, {refresh, resolution, timings}) => m.timingFaults(refresh, resolution, timings)"
GOOD = {"frameMs": 16.67, "hz": 60, "dropped": 0, "jitterMs": 0.1}


def faults(run_js, *, resolution: float = 0.1, timings: list | None = None, **refresh: float) -> list[str]:
    argument = {"refresh": {**GOOD, **refresh}, "resolution": resolution, "timings": timings or []}
    return run_js("drill/device.js", FAULTS, argument)


def timing(shown: int = 15, **flags: bool) -> dict:
    return {"framesPlanned": 15, "framesShown": shown, "frozen": False, "hidden": False, "blurred": False, **flags}


def test_an_ordinary_display_can(run_js):
    assert faults(run_js) == []


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"hz": 30}, "refresh_rate"),
        ({"dropped": 0.2}, "dropped_frames"),
        ({"jitterMs": 6}, "uneven_frames"),
        ({"resolution": 100}, "coarse_clock"),
    ],
)
def test_each_reason_alone_is_enough(run_js, change, fault):
    assert faults(run_js, **change) == [fault]


def test_slips_in_more_than_a_tenth_of_the_trials(run_js):
    assert faults(run_js, timings=[timing(16)] + [timing()] * 9) == []
    assert faults(run_js, timings=[timing(16), timing(frozen=True)] + [timing()] * 8) == ["slipped_trials"]


def test_a_hidden_page_is_not_the_devices_fault(run_js):
    away = [timing(400, hidden=True, frozen=True)] * 3 + [timing(90, blurred=True)] * 3
    assert faults(run_js, timings=away) == []


def test_the_record_has_what_the_contract_names(run_js):
    device = run_js("drill/device.js", f"(m) => m.describeDevice({GOOD!r}, 'keyboard', true)".replace("'hz'", "hz"))
    assert set(device) == {
        "userAgent", "refreshHz", "viewport", "pixelRatio", "input", "timeZone", "kernelVersion", "timingValid",
    }  # fmt: skip
    assert device["timeZone"] == "Europe/Zurich"
    assert device["refreshHz"] == 60

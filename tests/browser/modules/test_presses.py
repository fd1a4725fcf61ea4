"""Which press is the response to which trial."""

ASSIGN = "(m, {onsets, presses}) => m.assignPresses(onsets, presses)"


def assign(run_js, *presses: dict) -> list[dict]:
    return run_js("drill/assign.js", ASSIGN, {"onsets": [1000, 2150, 3300], "presses": list(presses)})


def press(time: float, *, repeat: bool = False, key: str = "Space") -> dict:
    return {"time": time, "key": key, "repeat": repeat}


def test_response_time_runs_from_the_onset(run_js):
    first, second, third = assign(run_js, press(1400.5), press(3650))
    assert (first["responseTime"], first["eventTime"], first["key"]) == (400.5, 1400.5, "Space")
    assert second["responseTime"] is second["eventTime"] is second["key"] is None
    assert third["responseTime"] == 350


def test_a_press_in_the_mask_belongs_to_the_digit_before(run_js):
    assert assign(run_js, press(2149.9))[0]["responseTime"] == 1149.9


def test_a_press_before_the_first_onset_belongs_to_nothing(run_js):
    assert all(response["eventTime"] is None for response in assign(run_js, press(999)))


def test_presses_are_taken_in_order_of_their_own_time(run_js):
    first = assign(run_js, press(1900), press(1300))[0]
    assert first["responseTime"] == 300
    assert first["extraPresses"] == 1


def test_a_held_key_is_flagged_and_not_counted(run_js):
    first, second, _ = assign(run_js, press(1300), press(1900, repeat=True), press(2200, repeat=True))
    assert (first["repeat"], first["extraPresses"]) == (True, 0)
    assert (second["repeat"], second["responseTime"]) == (True, None)


def test_under_100_ms_is_an_anticipation(run_js):
    first, second, _ = assign(run_js, press(1099.9), press(2250))
    assert first["anticipation"] is True
    assert second["anticipation"] is False

"""A device in a few words, from what browsers really send."""

import pytest

from assessments.domain.devices import device_name

BLINK = "AppleWebKit/537.36 (KHTML, like Gecko)"
WEBKIT = "AppleWebKit/605.1.15 (KHTML, like Gecko)"
AGENTS = {
    "Chromium on Linux": f"Mozilla/5.0 (X11; Linux x86_64) {BLINK} Chrome/126.0.0.0 Safari/537.36",
    "Chromium on Windows": f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {BLINK} Chrome/124.0.0.0 Safari/537.36",
    "Chromium on ChromeOS": f"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) {BLINK} Chrome/123.0.0.0 Safari/537.36",
    "Chromium on Android": f"Mozilla/5.0 (Linux; Android 10; K) {BLINK} Chrome/126.0.0.0 Mobile Safari/537.36",
    "Edge on Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64) "
    f"{BLINK} Chrome/125.0.0.0 Safari/537.36 Edg/125.0.0.0",
    "Opera on macOS": "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) "
    f"{BLINK} Chrome/124.0.0.0 Safari/537.36 OPR/110.0.0.0",
    "Samsung Internet on Android": "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-S918B) "
    f"{BLINK} SamsungBrowser/21.0 Chrome/110.0.5481.154 Mobile Safari/537.36",
    "Firefox on Linux": "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0",
    "Firefox on Windows": "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:126.0) Gecko/20100101 Firefox/126.0",
    "Firefox on iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
    f"{WEBKIT} FxiOS/127.0 Mobile/15E148 Safari/605.1.15",
    "Chrome on iOS": "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) "
    f"{WEBKIT} CriOS/126.0.6478.54 Mobile/15E148 Safari/604.1",
    "Safari on macOS": f"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) {WEBKIT} Version/17.5 Safari/605.1.15",
    "Safari on iPadOS": "Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) "
    f"{WEBKIT} Version/12.1 Mobile/15E148 Safari/604.1",
    "Simulated browser": "simulated",
    "Unknown browser": "",
}  # fmt: skip


@pytest.mark.parametrize(("family", "agent"), AGENTS.items())
def test_browser_and_system_are_told_by_family(family: str, agent: str):
    device = {"userAgent": agent, "refreshHz": 60.0, "input": "keyboard"}
    assert device_name(device) == f"{family}, 60 Hz, keyboard"


def test_versions_make_no_other_device():
    old = AGENTS["Chromium on Linux"]
    new = old.replace("126.0.0.0", "131.0.0.0")
    assert device_name({"userAgent": old}) == device_name({"userAgent": new}) == "Chromium on Linux"


@pytest.mark.parametrize(
    ("measured", "told"),
    [(59.94, "60 Hz"), (60.3, "60 Hz"), (74.97, "75 Hz"), (119.88, "120 Hz"), (143.9, "144 Hz"), (164.8, "165 Hz"),
     (51, "50 Hz"), (72.2, "72 Hz"), (30.0, "30 Hz"), (82.0, "82 Hz"), (360.2, "360 Hz")],
)  # fmt: skip
def test_a_rate_is_told_as_displays_are_sold_or_else_as_measured(measured: float, told: str):
    assert device_name({"userAgent": "", "refreshHz": measured}) == f"Unknown browser, {told}"


@pytest.mark.parametrize("record", [{}, {"refreshHz": 0}, {"refreshHz": True}, {"refreshHz": "60"}, {"input": "mouse"}])
def test_what_is_not_known_is_left_out(record: dict[str, object]):
    assert device_name(record) == "Unknown browser"


def test_keys_and_touch_are_two_devices():
    names = {device_name({"userAgent": AGENTS["Chromium on Android"], "input": way}) for way in ("keyboard", "touch")}
    assert names == {"Chromium on Android, keyboard", "Chromium on Android, touch"}

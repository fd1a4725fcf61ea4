"""PURE: a device in a few words, from what the browser said of it: what times may be compared within.

Two runs are on the same device when these words are the same: the family of the browser, that of the system, the
display's rate and the kind of input. Versions are left out, or every update would begin a new history.
"""

from collections.abc import Mapping
from typing import Any

# What displays are sold as; a measured rate is a little off.
RATES = (50, 60, 72, 75, 90, 100, 120, 144, 165, 240)
# Farther from each of them than this share, the rate is none of them and is told as it was measured.
MOST_OFF = 0.08
# The first that stands in the user agent names the family: every browser also names those it is descended from.
BROWSERS = (
    ("simulated", "Simulated browser"),
    ("EdgA/", "Edge"),
    ("EdgiOS/", "Edge"),
    ("Edg/", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("FxiOS/", "Firefox"),
    ("Firefox/", "Firefox"),
    ("CriOS/", "Chrome"),
    # Chrome, Chromium and those that do not say who they are.
    ("Chrome/", "Chromium"),
    ("Safari/", "Safari"),
)
# Android says Linux as well; an iPad that asks for desktop pages says Macintosh and cannot be told from one.
SYSTEMS = (
    ("Windows", "Windows"),
    ("Android", "Android"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("CrOS", "ChromeOS"),
    ("Mac OS X", "macOS"),
    ("Macintosh", "macOS"),
    ("Linux", "Linux"),
)
INPUTS = ("keyboard", "touch")
UNKNOWN = "Unknown browser"


def device_name(device: Mapping[str, Any]) -> str:
    """`Chromium on Linux, 60 Hz, keyboard`, from a recording's device record; what it does not say is left out."""
    agent = str(device.get("userAgent", ""))
    browser = _first(BROWSERS, agent) or UNKNOWN
    system = _first(SYSTEMS, agent)
    parts = [f"{browser} on {system}" if system else browser]
    rate = _rate(device.get("refreshHz"))
    if rate:
        parts.append(f"{rate} Hz")
    if device.get("input") in INPUTS:
        parts.append(str(device["input"]))
    return ", ".join(parts)


def _first(families: tuple[tuple[str, str], ...], agent: str) -> str:
    return next((name for token, name in families if token in agent), "")


def _rate(measured: Any) -> int:
    """Hz, as displays are sold where it is near one of them; 0 where none was measured."""
    if isinstance(measured, bool) or not isinstance(measured, int | float) or not measured > 0:
        return 0
    nearest = min(RATES, key=lambda rate: abs(rate - measured))
    return nearest if abs(nearest - measured) <= MOST_OFF * nearest else round(measured)

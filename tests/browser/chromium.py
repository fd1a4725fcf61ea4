"""Finding the machine's own Chromium: the tests download no browser."""

import os
from pathlib import Path
from shutil import which

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

WHY_SKIPPED = f"no Chromium here (looked for {', '.join(NAMES)} on PATH); ATTUNE_CHROMIUM names another"

# No talk with the outside, and no part of the browser that tests do not need.
ARGUMENTS = [
    "--no-sandbox",  # CI runs as root, where Chromium's sandbox refuses to start
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def find() -> str | None:
    """Path of the browser to drive, or None; UsageError when ATTUNE_CHROMIUM names what cannot run."""
    chosen = os.environ.get("ATTUNE_CHROMIUM")
    if chosen:
        if not os.access(chosen, os.X_OK) or Path(chosen).is_dir():
            raise pytest.UsageError(f"ATTUNE_CHROMIUM is {chosen!r}; expected the path of a Chromium.")
        return chosen
    return next((path for name in NAMES if (path := which(name))), None)

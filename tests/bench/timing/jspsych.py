"""jsPsych with its keyboard plugin, for this benchmark only: into build/bench/jspsych, where npm is."""

import json
import subprocess
from pathlib import Path
from shutil import which

FOLDER = Path(__file__).resolve().parents[3] / "build" / "bench" / "jspsych"
MODULES = FOLDER / "node_modules"
PACKAGES = {"jspsych": "8.3.0", "@jspsych/plugin-html-keyboard-response": "2.2.0"}
PATIENCE_S = 180


def install() -> str:
    """Make sure that it is there; returns why it is not, or "" when it is."""
    if _versions() == PACKAGES:
        return ""
    npm = which("npm")
    if npm is None:
        return "there is no npm here to install it with"
    FOLDER.mkdir(parents=True, exist_ok=True)
    wanted = [f"{name}@{version}" for name, version in PACKAGES.items()]
    # No scripts of packages are run, and nothing is written beside the folder.
    options = ["--prefix", str(FOLDER), "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--silent"]
    try:
        done = subprocess.run(
            [npm, "install", *options, *wanted], cwd=FOLDER, capture_output=True, text=True, timeout=PATIENCE_S
        )
    except subprocess.TimeoutExpired:
        return f"npm install took more than {PATIENCE_S} s"
    return "" if _versions() == PACKAGES else f"npm install failed: {done.stderr.strip()[-200:]}"


def _versions() -> dict[str, str]:
    found = {}
    for name in PACKAGES:
        about = MODULES / name / "package.json"
        if about.exists():
            found[name] = json.loads(about.read_text())["version"]
    return found

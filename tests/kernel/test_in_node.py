"""The drill kernel's unit tests in Node, where there is one; the browser tests run the same cases in Chromium."""

import re
import subprocess
from pathlib import Path
from shutil import which

import pytest

HERE = Path(__file__).parent
# The first that takes a .js file with import and export for what it is.
OLDEST = (20, 19)
PATIENCE_S = 120


def missing() -> str:
    """Why the cases cannot run in Node here, or ""."""
    node = which("node")
    if node is None:
        return "no Node here"
    found = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout.strip()
    version = tuple(int(part) for part in re.findall(r"\d+", found)[:2])
    return "" if version >= OLDEST else f"Node {found} is older than {OLDEST[0]}.{OLDEST[1]}"


WHY_SKIPPED = missing()


@pytest.mark.skipif(bool(WHY_SKIPPED), reason=WHY_SKIPPED or "there is one")
def test_every_case_of_the_kernel_holds_in_node():
    command = ["node", "--test", "--test-reporter", "tap", str(HERE / "kernel.test.mjs")]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=PATIENCE_S)

    failed = "\n".join(re.findall(r"^\s*not ok .*(?:\n\s+.*?error:.*)?", ran.stdout, re.MULTILINE))
    assert ran.returncode == 0, failed or ran.stdout + ran.stderr
    passed = int(re.findall(r"^# pass (\d+)", ran.stdout, re.MULTILINE)[-1])
    assert passed >= len(list((HERE / "cases").glob("*.js")))

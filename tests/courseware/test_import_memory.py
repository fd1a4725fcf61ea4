"""A file of any length is looked through in the same memory, but for some numbers kept of each row.

10,000 rows here; ATTUNE_IMPORT_ROWS=1000000 is the size the target is stated for. The peak is VmHWM, which starts
afresh with the program: `ru_maxrss` of a child also holds what its parent had in memory when it was forked.
"""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.thorough

ROOT = Path(__file__).resolve().parents[2]
ROWS = int(os.environ.get("ATTUNE_IMPORT_ROWS", "10000"))
MOST_MIB = 300

PROGRAM = """
import sys
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
call_command("import_items", "csv", sys.argv[1], "--bank=long", "--guideline=tone", "--labels=calm,cross", "--dry-run")
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(int(status["VmHWM"].split()[0]) // 1024)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read as Linux counts it")
def test_a_long_file_is_looked_through_in_little_memory(tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("text,label\n")
        for row in range(ROWS):
            words = " ".join(f"w{(row * 31 + place * place) % 997}" for place in range(40))
            file.write(f"{words} {row},{'calm' if row % 3 else 'cross'}\n")
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "courseware.settings", "DATABASE_URL": "sqlite://:memory:", "VAR_DIR": str(tmp_path),
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
    )  # fmt: skip
    *report, peak = done.stdout.split("\n")[:-1]
    assert f"{ROWS:,} would be new" in "\n".join(report)
    assert int(peak) < MOST_MIB

"""The short form of `make bench-measures`: it runs and says what it should. No speed is asserted."""

import json
import sys
from pathlib import Path

import pytest

from tests.bench import measures, report

pytestmark = pytest.mark.thorough


def test_the_benchmark_prints_every_measure_beside_its_bare_pass(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(report, "FOLDER", tmp_path / "build" / "bench")
    monkeypatch.setattr(sys, "argv", ["measures", "--sizes", "1000,2000", "--rounds", "1", "--people", "300"])

    measures.main()

    printed = capsys.readouterr().out
    document = json.loads((tmp_path / "build" / "bench" / "measures.json").read_text())
    assert set(document["growth"]) == {"krippendorff_alpha", "dawid_skene", "type2_auroc"}
    assert {"processor", "cores", "memory", "numpy"} <= set(document["machine"])
    assert all(row["reading"]["seconds"] > 0 and row["bare"]["seconds"] > 0 for row in document["rows"])
    for name in ("krippendorff_alpha", "dawid_skene", "type2_auroc", "meta_d_prime", "fit_2pl", "next item"):
        assert name in printed
    assert "growth of dawid_skene" in printed

"""Our own two formats: JSON Lines with guidelines in them, and tables whose columns may have other names."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.curriculum import ItemContent
from courseware.importers.candidates import Candidate, Options
from courseware.importers.formats import UnknownFormat, all_formats, format_named
from courseware.importers.jsonl import item
from courseware.importers.source import UnreadableFile
from tests.assessments.measures.shared_data import SHARED
from tests.courseware.importers.reading import TONE, found, guidelines, items, json_lines, places, table

ROW = {"slug": "t-1", "guideline": "tone", "body": {"text": "Well done."}, "key": {"label": "warm"}}


def test_every_format_says_what_it_is_and_answers_to_its_aliases():
    assert all(one.title and one.about.endswith(".") for one in all_formats())
    for alias, name in {
        "HH_RLHF": "hh-rlhf",
        "attune": "jsonl",
        "Argilla": "datasets",
        "labelstudio": "label-studio",
    }.items():
        assert format_named(alias).name == name
    with pytest.raises(UnknownFormat, match="'xlsx' is no format; expected one of jsonl, csv"):
        format_named("xlsx")


def test_a_line_with_a_guideline_counts_for_the_lines_after_it(tmp_path):
    path = json_lines(tmp_path / "a", ROW, {"guideline": TONE.to_document()}, ROW)
    candidates, rejections = found("jsonl", path)
    assert [(one.row, one.guideline) for one in candidates] == [(3, TONE)]
    assert places(rejections) == [(1, "guideline")]


@pytest.mark.parametrize(
    ("guideline", "reason"),
    [
        ({"slug": "tone", "scale": "stars"}, "scale is 'stars'"),
        ({"slug": "tone", "scale": "nominal", "labels": [{"id": "one"}]}, "two or more labels"),
        ({"slug": "tone", "scale": "nominal", "labels": [{"id": "a"}, {"id": "a"}]}, "'a' is there twice"),
        ({"slug": "a/b", "scale": "span"}, "slug is 'a/b'"),
        ({"slug": "x", "scale": "span", "script": "y"}, "unknown entry 'script'"),
    ],
)
def test_a_bad_guideline_is_refused(tmp_path, guideline, reason):
    _, rejections = found("jsonl", json_lines(tmp_path / "a", {"guideline": guideline}))
    assert places(rejections) == [(1, "guideline")]
    assert reason in rejections[0].reason


def test_a_file_cannot_change_a_guideline_of_the_bank(tmp_path):
    other = TONE.to_document() | {"question": "Is it kind?"}
    path = json_lines(tmp_path / "a", {"guideline": other})
    _, rejections = found("jsonl", path, guidelines=guidelines(TONE))
    assert "says otherwise" in rejections[0].reason


def test_lines_that_are_no_objects_are_rejected_one_by_one(tmp_path):
    path = tmp_path / "a"
    path.write_text('[1]\n"text"\n{"a": NaN}\n' + json.dumps(ROW))
    # A file that begins with [ is one array; so the list comes second.
    path.write_text('"text"\n[1]\n{"a": NaN}\n' + json.dumps(ROW))
    candidates, rejections = found("jsonl", path, guidelines=guidelines(TONE))
    assert [one.row for one in candidates] == [4]
    assert places(rejections) == [(1, ""), (2, ""), (3, "")]


def test_cells_become_numbers_and_keys(tmp_path):
    header = ["slug", "text", "accepted", "difficulty", "intensity", "note of ours"]
    path = table(tmp_path / "a", header, ["t-1", "Hm", '{"warm": 1, "cold": 0.5}', "0.25", "2", "ignored"])
    (one,) = items("csv", path, guidelines=guidelines(TONE))
    assert (one.slug, one.key, one.difficulty, one.intensity) == (
        "t-1",
        {"accepted": {"warm": 1, "cold": 0.5}},
        0.25,
        2,
    )


@pytest.mark.parametrize(
    ("header", "row", "column", "reason"),
    [
        (["text", "accepted"], ["Hm", "{warm}"], "accepted", "is not JSON"),
        (["text", "label", "difficulty"], ["Hm", "warm", "easy"], "difficulty", "expected a number"),
        (["text", "label"], ["Hm"], "", "1 cells where the header has 2"),
        (["text", "label", "side"], ["Hm", "warm", "a"], "key", "exactly one of"),
        (["text", "label", "licence"], ["Hm", "warm", "=1+1"], "licence", "formula"),
    ],
)
def test_a_bad_cell_is_named(tmp_path, header, row, column, reason):
    _, rejections = found("csv", table(tmp_path / "a", header, row), guidelines=guidelines(TONE))
    assert places(rejections) == [(2, column)]
    assert reason in rejections[0].reason


@pytest.mark.parametrize(
    ("planted", "reason"),
    [
        (["anchoring"], "expected an object"),
        ({"anchoring": "cold"}, "'anchoring': expected an object"),
        ({"anchoring": {}}, "'anchoring': expected an object"),
        ({"anchoring": {"label": 1}}, "is int; expected text"),
        ({"anchoring": {"label": " "}}, "is empty"),
        ({"=anchoring": {"label": "cold"}}, "formula"),
    ],
)
def test_what_is_planted_is_made_of_texts(planted, reason):
    row = {"guideline": "tone", "text": "Hm", "label": "warm", "planted": planted}
    found = item(1, row, Options(guidelines=guidelines(TONE)))
    assert found.column == "planted"
    assert reason in found.reason


def test_a_column_that_is_not_there_stops_the_file(tmp_path):
    path = table(tmp_path / "a", ["text", "label"], ["Hm", "warm"])
    for columns, reason in (({"label": "gold"}, "no column 'gold'"), ({"lable": "label"}, "'lable' is no field")):
        with pytest.raises(UnreadableFile, match=reason):
            items("csv", path, guidelines=guidelines(TONE), columns=columns)


def test_esnli_is_classification_with_rationales():
    path = SHARED / "esnli_dev1000.csv.gz"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    from courseware.importers.chaosnli import NLI

    columns = {"source": "premise", "claim": "hypothesis", "rationale": "expl1"}
    candidates, rejections = found("csv", path, guidelines=guidelines(NLI), columns=columns)
    assert len(candidates) + len(rejections) == 1000
    assert rejections == []
    first = candidates[0].content
    assert first.key == {"label": "neutral"}
    assert first.rationale == "the to go packages may not be from lunch ."
    assert set(first.body) == {"source", "claim"}


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), min_size=1, max_size=40).filter(
    str.strip
)
WORDS = st.text("abcxyz 0", max_size=12).map(str.strip)
KEYS = st.sampled_from(
    [
        {"label": "warm"},
        {"accepted": {"warm": 1.0, "cold": 0.5}},
        {"distribution": {"warm": 0.7, "cold": 0.3}, "raters": 10},
    ]
)
PLANTED = st.sampled_from([{}, {"anchoring": {"label": "cold"}, "halo": {"warm": "Dear all,\nno.", "curt": "No."}}])
FACTORS = st.sampled_from([(), ({"name": "wording", "text": "It thanks.", "weight": 1.0},)])


@st.composite
def contents(draw):
    return ItemContent(
        slug=draw(st.from_regex(r"[A-Za-z0-9]([A-Za-z0-9_-]{0,8}[A-Za-z0-9])?", fullmatch=True)),
        kind="classification",
        guideline="tone",
        domain=draw(WORDS),
        body=draw(
            st.one_of(st.fixed_dictionaries({"text": TEXTS}), st.fixed_dictionaries({"source": TEXTS, "claim": TEXTS}))
        ),
        key=draw(KEYS),
        rationale=draw(TEXTS | st.just("")),
        factors=draw(FACTORS),
        difficulty=draw(st.floats(0, 1)),
        intensity=draw(st.integers(0, 5)),
        ambiguity=draw(st.sampled_from(["clear", "ambiguous", "undecided"])),
        language=draw(st.sampled_from(["en", "pt-BR"])),
        licence=draw(st.sampled_from(["MIT", "unknown", "CC BY 4.0"])),
        provenance=draw(st.sampled_from(["authored", "measured from 10 raters", "adjudicated by two people"])),
        twin=draw(st.sampled_from(["", "t-9"])),
        planted=draw(PLANTED),
    )


@given(contents())
def test_an_exported_line_read_back_is_the_same_item(content):
    """What export_items writes of an item is its document as JSON."""
    line = json.dumps(content.to_document(), ensure_ascii=False)
    back = item(1, json.loads(line), Options(guidelines={"tone": TONE}))
    assert isinstance(back, Candidate), back
    assert back.content == content

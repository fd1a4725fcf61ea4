"""HH-RLHF: two transcripts that share all but the last reply."""

import gzip
import json

import pytest

from tests.assessments.measures.shared_data import rows
from tests.courseware.importers.reading import found, items, json_lines, places

TALK = "\n\nHuman: Hello\n\nAssistant: Hi. What is it?\n\nHuman: How do I thank somebody?\n\nAssistant: "


def row(chosen, rejected, talk=TALK):
    return {"chosen": talk + chosen, "rejected": talk + rejected}


def test_the_common_part_is_the_prompt_and_the_last_replies_the_pair(tmp_path):
    (one,) = items("hh-rlhf", json_lines(tmp_path / "a", row("Say so.", "Do not.")))
    assert one.body["prompt"] == "Human: Hello\n\nAssistant: Hi. What is it?\n\nHuman: How do I thank somebody?"
    assert one.body[f"response_{one.key['side']}"] == "Say so."
    assert {one.body["response_a"], one.body["response_b"]} == {"Say so.", "Do not."}
    assert (one.kind, one.provenance, one.ambiguity) == ("preference", "imported from HH-RLHF", "undecided")


def test_a_single_request_is_the_prompt_as_it_is(tmp_path):
    (one,) = items("hh-rlhf", json_lines(tmp_path / "a", row("Yes", "No", "\n\nHuman: Is it?\n\nAssistant: ")))
    assert one.body["prompt"] == "Is it?"


@pytest.mark.parametrize(
    ("bad", "column", "reason"),
    [
        ({"chosen": TALK + "x"}, "rejected", "is missing"),
        ({"chosen": 3, "rejected": TALK}, "chosen", "is missing"),
        ({"chosen": "Say so.", "rejected": "Do not."}, "chosen", "begin with 'Human: '"),
        (row("Same.", "Same."), "rejected", "nothing to choose"),
        ({"chosen": TALK + "x", "rejected": "\n\nHuman: Bye\n\nAssistant: x"}, "rejected", "part before their last"),
        (row("a\n\nHuman: And?", "b"), "chosen", "end with one of 'Assistant: '"),
    ],
)
def test_transcripts_that_do_not_fit_are_rejected(tmp_path, bad, column, reason):
    _, rejections = found("hh-rlhf", json_lines(tmp_path / "a", bad))
    assert places(rejections) == [(1, column)]
    assert reason in rejections[0].reason


def test_a_packed_file_of_real_sentences(tmp_path):
    """The published texts are not ours to keep: the shape of the file, with sentences of other public data."""
    pairs = rows("esnli_dev1000.csv.gz")
    talks = [
        row(pair["expl1"], pair["expl2"], f"\n\nHuman: {pair['premise']}\n\nAssistant: ")
        for pair in pairs
        if pair["expl1"].strip() != pair["expl2"].strip()
    ]
    path = tmp_path / "train.jsonl.gz"
    path.write_bytes(gzip.compress("".join(json.dumps(talk) + "\n" for talk in talks).encode()))
    contents = items("hh-rlhf", path)
    assert len(contents) == len(talks)
    sides = [content.key["side"] for content in contents]
    assert 0.4 < sides.count("a") / len(sides) < 0.6

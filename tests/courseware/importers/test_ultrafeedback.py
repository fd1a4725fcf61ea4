"""UltraFeedback: chosen and rejected, as texts or messages, or completions with scores."""

import pytest

from tests.courseware.importers.reading import found, items, json_lines, places


def messages(prompt, reply):
    return [{"role": "user", "content": prompt}, {"role": "assistant", "content": reply}]


ROWS = {
    "texts": {"prompt": "Why?", "chosen": "Because.", "rejected": "Dunno."},
    "messages": {"chosen": messages("Why?", "Because."), "rejected": messages("Why?", "Dunno.")},
    "completions": {
        "instruction": "Why?",
        "completions": [
            {"response": "Dunno.", "overall_score": 2},
            {"response": "So.", "overall_score": 6},
            {"response": "Because.", "overall_score": 9},
        ],
    },
}


@pytest.mark.parametrize("shape", ROWS)
def test_each_shape_gives_the_same_pair(tmp_path, shape):
    (one,) = items("ultrafeedback", json_lines(tmp_path / "a", ROWS[shape]))
    assert one.body["prompt"] == "Why?"
    assert one.body[f"response_{one.key['side']}"] == "Because."
    assert {one.body["response_a"], one.body["response_b"]} == {"Because.", "Dunno."}


@pytest.mark.parametrize(("scores", "key"), [((8, 5), "clear"), ((6, 5), "slight"), ((None, None), "clear")])
def test_scores_say_how_clear_it_is(tmp_path, scores, key):
    row = ROWS["texts"] | {"score_chosen": scores[0], "score_rejected": scores[1]}
    (one,) = items("ultrafeedback", json_lines(tmp_path / "a", row))
    assert one.key["strength"] == key


def test_equal_scores_are_a_tie(tmp_path):
    row = ROWS["texts"] | {"score_chosen": 7, "score_rejected": 7}
    assert items("ultrafeedback", json_lines(tmp_path / "a", row))[0].key == {"side": "tie"}


def test_other_column_names(tmp_path):
    row = {"question": "Why?", "better": "Because.", "worse": "Dunno."}
    columns = {"prompt": "question", "chosen": "better", "rejected": "worse"}
    (one,) = items("ultrafeedback", json_lines(tmp_path / "a", row), columns=columns)
    assert one.body["prompt"] == "Why?"


@pytest.mark.parametrize(
    ("changed", "column", "reason"),
    [
        ({"rejected": None}, "rejected", "is missing"),
        ({"prompt": None}, "prompt", "is missing"),
        ({"rejected": "Because."}, "rejected", "nothing to choose"),
        ({"score_chosen": 2, "score_rejected": 5}, "score_rejected", "above the chosen one's 2"),
        ({"completions": "x"}, "completions", "expected a list"),
        ({"completions": [{"response": "x", "overall_score": 1}]}, "completions", "expected two or more"),
    ],
)
def test_rows_that_do_not_fit_are_rejected(tmp_path, changed, column, reason):
    _, rejections = found("ultrafeedback", json_lines(tmp_path / "a", ROWS["texts"] | changed))
    assert places(rejections) == [(1, column)]
    assert reason in rejections[0].reason

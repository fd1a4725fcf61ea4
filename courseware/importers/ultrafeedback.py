"""PURE: preference JSON Lines as UltraFeedback has them: chosen and rejected, or completions with scores.

Format: Cui et al. 2023, https://github.com/OpenBMB/UltraFeedback, and its binarised forms.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.pairs import chosen_pair, preference_guideline
from courseware.importers.source import BadRow, Source

TITLE = "UltraFeedback"
ABOUT = "JSON Lines with prompt, chosen and rejected (texts or messages), or with instruction and scored completions."

SCORE_COLUMNS = ("overall_score", "fine-grained_score")
# On its scale of 1 to 10: a point apart is within what the same judge says on another day.
CLEAR_FROM_POINTS = 2.0


def read(source: Source, options: Options) -> Iterator[Found]:
    guideline = preference_guideline(options)
    for row, data in source.objects():
        fields = Rejection(row, data.column, data.reason) if isinstance(data, BadRow) else pair(row, data, options)
        yield fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)


def pair(row: int, data: dict[str, Any], options: Options) -> dict[str, Any] | Rejection:
    """The fields of one row of either form."""
    if "completions" in data:
        return _scored(row, data, options)
    texts = {}
    for name in ("chosen", "rejected"):
        column = options.column(name)
        text = _last_message(data.get(column))
        if text is None:
            return Rejection(row, column, "is missing; expected a text, or a list of messages with role and content")
        texts[name] = text
    prompt = data.get(options.column("prompt")) or _first_message(data.get(options.column("chosen")))
    return _pair(row, prompt, texts, (data.get("score_chosen"), data.get("score_rejected")), options)


def _pair(row: int, prompt: Any, texts: dict[str, str], scores: tuple[Any, Any], options: Options) -> Any:
    if not isinstance(prompt, str):
        return Rejection(row, options.column("prompt"), "is missing; expected a text")
    if texts["chosen"] == texts["rejected"]:
        return Rejection(row, options.column("rejected"), "is the same as the other: there is nothing to choose")
    strength = "clear"
    if all(_is_number(score) for score in scores):
        difference = scores[0] - scores[1]
        if difference < 0:
            return Rejection(row, "score_rejected", f"is {scores[1]}, above the chosen one's {scores[0]}")
        strength = "clear" if difference >= CLEAR_FROM_POINTS else "slight"
    fields = chosen_pair(prompt, texts["chosen"], texts["rejected"], strength)
    if all(_is_number(score) for score in scores) and scores[0] == scores[1]:
        fields["key"] = {"side": "tie"}
    return fields | {"provenance": "imported from UltraFeedback"}


def _scored(row: int, data: dict[str, Any], options: Options) -> Any:
    """The best completion against the worst."""
    completions = data["completions"]
    if not isinstance(completions, Sequence) or not all(isinstance(one, dict) for one in completions):
        return Rejection(row, "completions", "expected a list of objects with response and a score")
    rated = [(score, one.get("response")) for one in completions if _is_number(score := _score(one))]
    rated = [(score, text) for score, text in rated if isinstance(text, str)]
    if len(rated) < 2:
        return Rejection(row, "completions", "expected two or more with a response and a score")
    worst, best = min(rated), max(rated)
    texts = {"chosen": best[1], "rejected": worst[1]}
    prompt = data.get(options.column("prompt")) or data.get("instruction")
    return _pair(row, prompt, texts, (best[0], worst[0]), options)


def _score(completion: dict[str, Any]) -> Any:
    return next((completion[name] for name in SCORE_COLUMNS if completion.get(name) is not None), None)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _last_message(value: Any) -> str | None:
    return _content(value, -1)


def _first_message(value: Any) -> str | None:
    return _content(value, 0) if isinstance(value, list) and len(value) > 1 else None


def _content(value: Any, place: int) -> str | None:
    if isinstance(value, str):
        return value
    if isinstance(value, list) and value and isinstance(value[place], dict):
        content = value[place].get("content")
        return content if isinstance(content, str) else None
    return None

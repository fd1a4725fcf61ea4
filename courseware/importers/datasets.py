"""PURE: JSON Lines from Argilla or Hugging Face `datasets`: texts with a label, or with several people's responses.

Formats: https://docs.argilla.io (records), https://huggingface.co/docs/datasets/loading#json
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from courseware.curriculum import Guideline
from courseware.importers.build import candidate
from courseware.importers.candidates import Found, Options, Rejection
from courseware.importers.choosing import discovered
from courseware.importers.pairs import preference_guideline
from courseware.importers.source import BadRow, Source
from courseware.importers.tallied import measured
from courseware.importers.ultrafeedback import pair

TITLE = "Argilla, Hugging Face datasets"
ABOUT = "JSON Lines with text and label, Argilla records with fields and responses, or chosen and rejected."

# Texts by the names they commonly have, as our fields.
TEXTS = ({"source": "premise", "claim": "hypothesis"}, {"source": "source", "claim": "claim"}, {"text": "text"})


def read(source: Source, options: Options) -> Iterator[Found]:
    labelled: Guideline | None = None
    for row, data in source.objects():
        if isinstance(data, BadRow):
            yield Rejection(row, data.column, data.reason)
        elif options.column("chosen") in data:
            fields = pair(row, data, options)
            guideline = preference_guideline(options)
            yield fields if isinstance(fields, Rejection) else candidate(row, fields, guideline, options)
        else:
            labelled = labelled or _guideline(source, options)
            found = _fields(row, data, options)
            yield found if isinstance(found, Rejection) else candidate(row, found, labelled, options)


def _guideline(source: Source, options: Options) -> Guideline:
    """The chosen one, or one with the labels that the file itself has (which is read for them first)."""
    if options.guideline in options.guidelines:
        return options.guidelines[options.guideline]
    labels: set[str] = set()
    for _, data in source.objects():
        if not isinstance(data, BadRow):
            labels.update(_answers(data, options))
    return discovered(labels, options)


def _fields(row: int, data: Mapping[str, Any], options: Options) -> dict[str, Any] | Rejection:
    fields = data.get("fields", data)
    if not isinstance(fields, Mapping):
        return Rejection(row, "fields", "expected an object of texts")
    answers = _answers(data, options)
    if not answers:
        return Rejection(row, options.column("label"), "is missing: nobody has given a label")
    return {"body": _body(fields, options), "rationale": data.get("rationale")} | measured(
        answers, "Argilla" if "responses" in data else "a dataset"
    )


def _body(fields: Mapping[str, Any], options: Options) -> dict[str, Any]:
    for form in TEXTS:
        names = {ours: options.columns.get(ours, theirs) for ours, theirs in form.items()}
        if all(name in fields for name in names.values()):
            return {ours: fields[name] for ours, name in names.items()}
    return {}


def _answers(data: Mapping[str, Any], options: Options) -> Counter[str]:
    """How often each label was given: by each response of an Argilla record, or the one `label`."""
    responses = data.get("responses")
    if responses is None:
        label = data.get(options.column("label"))
        is_label = isinstance(label, str | int) and not isinstance(label, bool) and label != ""
        return Counter([str(label)] if is_label else [])
    return Counter(str(value) for value in _given(responses, options.column("label")) if isinstance(value, str | int))


def _given(responses: Any, question: str) -> Iterator[Any]:
    """Values of submitted responses.

    Argilla 2 has {question: [{value}]}, Argilla 1 has [{values: {question: {value}}}].
    """
    if isinstance(responses, Mapping):
        questions = responses.get(question, next(iter(responses.values()), []))
        listed = questions if isinstance(questions, list) else []
        for response in listed:
            if isinstance(response, Mapping) and response.get("status", "submitted") == "submitted":
                yield response.get("value")
    elif isinstance(responses, list):
        for response in responses:
            values = response.get("values") if isinstance(response, Mapping) else None
            answer = values.get(question) if isinstance(values, Mapping) else None
            if isinstance(answer, Mapping) and response.get("status", "submitted") == "submitted":
                yield answer.get("value")

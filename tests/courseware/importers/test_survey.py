"""Looking through a file: what repeats, what contradicts, and which texts are alike."""

from courseware.domain.hashing import content_hash
from courseware.importers.build import candidate
from courseware.importers.candidates import Options
from courseware.importers.survey import Known, Standing, Survey, name_number
from courseware.likeness import sketch, text_hash, words_of
from tests.courseware.importers.reading import TONE

LONG = "The committee thanked everybody who had stayed late to finish the report before the holidays began"
NOTHING_KNOWN = Known([], [], [])


def surveyed(*rows):
    """rows: (slug, text, label)."""
    survey = Survey()
    for number, (slug, text, label) in enumerate(rows, start=1):
        found = candidate(number, {"slug": slug, "body": {"text": text}, "key": {"label": label}}, TONE, Options())
        survey.add(found, content_hash(found.content.to_document()), Standing.NEW)
    return survey


def test_repeated_rows_count_once_and_contradictions_are_rejected():
    outcome = surveyed(("a", "x", "warm"), ("b", "y", "warm"), ("a", "x", "warm"), ("a", "x", "cold")).outcome()
    assert outcome.counts[Standing.NEW] == 2
    assert outcome.repeated.tolist() == [3]
    assert [str(one) for one in outcome.contradicting] == [
        "row 4, column slug: is the item of row 1 again, with other content"
    ]


def test_an_empty_file():
    survey = surveyed()
    assert survey.outcome().counts == [0, 0, 0]
    assert survey.duplicates(NOTHING_KNOWN) == (0, ())


def test_the_same_text_and_nearly_the_same_text_are_told_apart():
    rows = (
        ("a", LONG, "warm"),
        ("b", LONG.upper() + "!", "warm"),
        ("c", LONG + " again", "warm"),
        ("d", "Short.", "cold"),
    )
    count, listed = surveyed(*rows).duplicates(NOTHING_KNOWN)
    assert count == 2
    assert [(one.row, one.of, one.exact) for one in listed] == [(2, "row 1", True), (3, "row 1", False)]
    assert listed[1].likeness >= 0.8


def test_texts_of_the_bank_are_named():
    words = words_of({"text": LONG})
    known = Known(["tone/old"], [text_hash(words)], [sketch(words)])
    count, listed = surveyed(("a", LONG, "warm")).duplicates(known)
    assert (count, listed[0].row, listed[0].of, listed[0].exact) == (1, 1, "tone/old", True)


def test_names_of_the_file_are_numbers_in_order():
    survey = surveyed(("b", "y", "warm"), ("a", "x", "warm"))
    assert survey.names().tolist() == sorted([name_number("a"), name_number("b")])

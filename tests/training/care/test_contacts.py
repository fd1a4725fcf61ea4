"""Contacts as lines: read, written back, grouped, and errors that name the line."""

import pytest

from training.domain.care_contacts import InvalidContacts, as_lines, by_country, parse_contacts

LINES = """\
* | Listening line | talk@example.org | always

pt | Linha | +351 000 000 000 | 9 to 17
Finland | Occupational health | ask at the desk
 | Somebody on call | https://example.org/call | nights
"""


def problems_of(text: str) -> tuple[str, ...]:
    with pytest.raises(InvalidContacts) as refusal:
        parse_contacts(text)
    return refusal.value.problems


def test_country_name_reach_and_hours_are_read_line_by_line():
    assert [tuple(contact.values()) for contact in parse_contacts(LINES)] == [
        ("", "Listening line", "talk@example.org", "always"),
        ("PT", "Linha", "+351 000 000 000", "9 to 17"),
        ("Finland", "Occupational health", "ask at the desk", ""),
        ("", "Somebody on call", "https://example.org/call", "nights"),
    ]


def test_what_is_written_back_reads_the_same():
    contacts = parse_contacts(LINES)
    assert parse_contacts(as_lines(contacts)) == contacts
    assert as_lines(contacts).splitlines()[2] == "Finland | Occupational health | ask at the desk"


def test_everywhere_comes_first_then_countries_by_name_in_whatever_case():
    groups = by_country(parse_contacts(f"{LINES}pt | Another | a desk\nfinland | A third | a desk"))
    assert [(country, [contact.name for contact in contacts]) for country, contacts in groups] == [
        ("", ["Listening line", "Somebody on call"]),
        ("Finland", ["Occupational health", "A third"]),
        ("PT", ["Linha", "Another"]),
    ]


@pytest.mark.parametrize(
    ("reach", "link"),
    [
        ("talk@example.org", "mailto:talk@example.org"),
        ("+351 000 (00) 000-000", "tel:+35100000000000"),
        ("https://example.org/call?a=1", "https://example.org/call?a=1"),
        ("http://example.org", ""),
        ("javascript:alert(1)", ""),
        ("javascript:alert@example.org", ""),
        ('https://example.org/"onclick="x', ""),
        ("room 12, or talk@example.org", ""),
    ],
)
def test_only_an_address_as_a_whole_becomes_a_link(reach, link):
    ((_, (contact,)),) = by_country(parse_contacts(f"* | Name | {reach}"))
    assert (contact.reach, contact.link) == (reach, link)


def test_errors_name_the_line_and_all_are_told_at_once():
    found = problems_of("* | Name | a@example.org\n\n* | only two\nPT | | here\nPT | Name | \na | b | c | d | e")
    assert [problem.partition(":")[0] for problem in found] == ["Line 3", "Line 4", "Line 5", "Line 6"]
    assert "the name is missing" in found[1]
    assert "the way to reach them is missing" in found[2]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("* | Na\x00me | here", "cannot be printed"),
        ("* | Na\u202eme | here", "cannot be printed"),
        (f"* | {'n' * 201} | here", "longer than 200"),
    ],
)
def test_lines_that_do_not_fit_a_page(line, words):
    (problem,) = problems_of(f"* | Name | here\n{line}")
    assert problem.startswith("Line 2: ")
    assert words in problem


def test_a_line_twice_and_too_many_lines():
    assert problems_of("* | A | here\n* | A | here") == ("Line 2: it says the same as an earlier line.",)
    (problem,) = problems_of("\n".join(f"* | Name {number} | here" for number in range(61)))
    assert "at most 60" in problem

"""How a text looks is chosen before it is there, and carried on without scripts; nothing of it is stored."""

import re

import pytest
from django.test import Client

from tests.clients import signed_in
from tests.ladder_course import SHOWN, Climbers
from tests.rows import all_rows
from tests.training.exposure_pages.steps import begin, forms, read, send, set_care, sitting_path
from training.views.exposure_looks import LOOKS

BOX = re.compile(r'<input type="checkbox"[^>]* name="look" value="(\w+)"([^>]*)>')


@pytest.fixture
def cleo(climbers: Climbers) -> Client:
    return signed_in(climbers.trainee)


def checked(page: str) -> set[str]:
    """The boxes of a page that are ticked; all of them have to be there, once."""
    boxes = BOX.findall(page)
    assert [name for name, _ in boxes] == list(LOOKS)
    return {name for name, rest in boxes if "checked" in rest}


def sent(client: Client, page: str, ending: str, looks: list[str], **fields: str) -> str:
    (action,) = (action for action in forms(page) if action.endswith(ending))
    return send(client, action, forms(page)[action] | {"look": looks} | fields)


def test_the_boxes_stand_on_every_card_and_what_is_chosen_holds(cleo, climbers):
    set_care(climbers.operations, break_every=1)
    path = sitting_path(begin(cleo, climbers.enrolment))
    first = read(cleo, path)
    assert checked(first) == set()
    revealed = sent(cleo, first, "/reveal/", ["grey", "blurred"])
    assert SHOWN in revealed
    assert checked(revealed) == {"blurred", "grey"}
    hidden = sent(cleo, revealed, "/hide/", ["blurred", "plain"])
    assert checked(hidden) == {"blurred", "plain"}
    again = sent(cleo, hidden, "/reveal/", ["blurred"])
    pause = sent(cleo, again, "/answer/", ["blurred", "smaller"], choice="mild")
    assert "A pause, if you like one" in pause
    assert checked(pause) == {"blurred", "smaller"}
    set_care(climbers.operations, break_every=20)
    assert checked(read(cleo, path)) == set()  # in the address alone
    assert not [row for table in all_rows().values() for row in table.values() if "blurred" in str(row.values())]


def test_on_the_open_text_they_go_with_the_answer_and_with_hiding(cleo, climbers):
    page = sent(cleo, read(cleo, sitting_path(begin(cleo, climbers.enrolment))), "/reveal/", [])
    assert {re.search(r'form="(\w+)"', rest)[1] for _, rest in BOX.findall(page)} == {"answer"}
    (hide,) = re.findall(r"<button[^>]*>Hide again</button>", page)
    assert 'form="answer"' in hide
    assert "formnovalidate" in hide
    # Enter sends a form by its first button: that is not the one that hides.
    buttons = re.findall(r'<button[^>]*form="answer"[^>]*>(.*?)</button>', page)
    assert buttons == ["Submit", "Hide again"]


@pytest.mark.parametrize("look", ["", "upside-down", "blurred%22%3E%3Cscript%3E", "." * 999])
def test_what_is_no_look_is_left_out(cleo, climbers, look):
    path = sitting_path(begin(cleo, climbers.enrolment))
    page = read(cleo, f"{path}?look={look}")
    assert checked(page) == set()
    reply = cleo.post(f"{path}hide/", forms(page)[f"{path}reveal/"] | {"look": ["x&y", "grey", "https://evil.example"]})
    assert reply["Location"] == f"{path}?look=grey"


def test_the_skill_that_prepares_for_it_has_the_same_words():
    with open("training/static/training/skill/look-at.js") as script:
        source = script.read()
    for said in (*LOOKS.values(), "Hide again", "How it looks"):
        assert f'"{said}"' in source

"""What an attempt says where scripts are off: true of each kind. A lesson and a practice of a skill are not timed."""

import pytest
from django.template.loader import render_to_string

from courseware.curriculum import Module
from training.models import Attempt


@pytest.mark.parametrize(
    ("kind", "said", "timed"),
    [("lesson", "The lesson is shown", False), ("skill", "This practice is shown", False), ("drill", "timed", True)],
)
def test_it_says_what_the_script_is_for(kind, said, timed):
    module = Module(slug="m", kind=kind, title="M", minutes=1, summary="", capacity=None, config={})
    page = render_to_string("training/attempt.html", {"attempt": Attempt(kind=kind), "module": module, "data": {}})
    words = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert said in words
    assert ("timed" in words) is timed
    assert "comes from this site alone. Nothing was recorded." in words

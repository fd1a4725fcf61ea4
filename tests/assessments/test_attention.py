"""Who needs the instructor and why: one cause at a time, then together."""

from dataclasses import replace

import pytest

from assessments.domain.attention import (
    BEHIND_DAYS,
    QUIET_DAYS,
    PracticeSet,
    Situation,
    concerns,
    need,
    status,
)
from assessments.gates import Evidence, Gate, Verdict, judge
from training.activities.drills.validity import Verdict as DrillVerdict

FINE = Situation(
    consented=True,
    withdrew=False,
    left=False,
    certified=False,
    begun=True,
    days_done=2,
    days=5,
    days_late=0,
    quiet_days=1,
)
GATE = Gate("accuracy", "Labels agree", "accuracy_clear", "sprt", 0.7, 0.88, 0.05, 0.1, 1, 50, "because")


def standing(right: int, wrong: int):
    return judge(GATE, Evidence(n=right + wrong, answers=(True,) * right + (False,) * wrong))


def texts(situation: Situation) -> list[str]:
    return [concern.text for concern in concerns(situation)]


def test_somebody_on_track_needs_nobody():
    assert concerns(FINE) == []
    assert status(FINE) == "On track; day 3 is next."
    assert need([]) == (0, 0)


def test_not_started_is_said_only_once_a_day_has_passed():
    new = replace(FINE, days_done=0, quiet_days=None)
    assert concerns(new) == []
    assert texts(replace(new, days_late=1)) == ["Has not started."]


def test_before_the_course_begins_nobody_is_late():
    early = replace(FINE, begun=False, days_done=0, quiet_days=None, days_late=3)
    assert concerns(early) == []
    assert status(early) == "The course has not begun yet."


@pytest.mark.parametrize(("late", "said"), [(BEHIND_DAYS - 1, []), (BEHIND_DAYS, [f"{BEHIND_DAYS} days behind."])])
def test_one_day_late_is_a_bad_day_two_are_said(late, said):
    assert texts(replace(FINE, days_late=late)) == said


@pytest.mark.parametrize("quiet", [QUIET_DAYS - 1, QUIET_DAYS])
def test_a_weekend_is_no_absence(quiet):
    assert texts(replace(FINE, quiet_days=quiet)) == ([f"Not active for {quiet} days."] if quiet >= QUIET_DAYS else [])


def test_a_failed_gate_is_named_by_what_it_measures():
    failed = replace(FINE, gates=[standing(0, 12)])
    assert failed.gates[0].verdict is Verdict.FAIL
    assert texts(failed) == ["Not passed: accuracy on clear gold."]


def test_an_undecided_gate_matters_once_the_course_is_over():
    open_gate = replace(FINE, gates=[standing(3, 1)])
    assert concerns(open_gate) == []
    over = replace(open_gate, days_done=5)
    assert texts(over) == ["Finished, but still undecided: accuracy on clear gold."]


def test_falling_accuracy_needs_more_than_chance_and_more_than_a_little():
    strong = [PracticeSet(9, 10)] * 4
    fallen = [*strong, PracticeSet(4, 10), PracticeSet(5, 10)]
    assert texts(replace(FINE, sets=fallen)) == ["Accuracy fell from 90\u00a0% to 45\u00a0% in the last 2 sets."]
    assert concerns(replace(FINE, sets=[*strong, PracticeSet(8, 10), PracticeSet(8, 10)])) == []
    assert concerns(replace(FINE, sets=fallen[:2])) == []
    assert concerns(replace(FINE, sets=[PracticeSet(4, 10), *strong])) == []
    # 97.5 % to 90 % of many is real, and needs nobody.
    assert concerns(replace(FINE, sets=[PracticeSet(975, 1000)] * 2 + [PracticeSet(900, 1000)] * 2)) == []


def test_a_drill_that_says_nothing_is_said():
    assert texts(replace(FINE, last_drill=DrillVerdict.UNTIMED)) == [
        "The last drill could not be timed on their device."
    ]
    assert texts(replace(FINE, last_drill=DrillVerdict.VOID_TRIALS)) == [
        "Too many trials of the last drill were void, so it counts nowhere."
    ]
    assert concerns(replace(FINE, last_drill=DrillVerdict.OK)) == []


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"left": True}, "Left the course."),
        ({"certified": True}, "Certified."),
        ({"withdrew": True, "consented": False}, "Withdrew consent; nothing more is recorded."),
    ],
)
def test_nothing_is_expected_of_those_who_are_out(change, words):
    out = replace(FINE, days_late=9, quiet_days=30, gates=[standing(0, 12)], **change)
    assert concerns(out) == []
    assert status(out) == words


def test_without_consent_that_is_the_one_thing_said():
    assert texts(replace(FINE, consented=False, days_done=0, quiet_days=None, days_late=4)) == [
        "Has not given consent yet, so nothing can be done or recorded."
    ]


def test_a_finished_person_is_neither_late_nor_absent():
    done = replace(FINE, days_done=5, days_late=0, quiet_days=40, gates=[standing(40, 0)])
    assert concerns(done) == []
    assert status(done) == "Finished, every gate passed. Operations decide."


def test_the_most_pressing_comes_first_and_decides_the_order():
    both = replace(FINE, days_late=3, quiet_days=6, gates=[standing(0, 12)])
    found = concerns(both)
    assert [concern.text for concern in found] == [
        "Not passed: accuracy on clear gold.",
        "Not active for 6 days.",
        "3 days behind.",
    ]
    assert need(found) > need(concerns(replace(both, gates=[]))) > need([])


def test_a_failed_gate_outweighs_any_absence_but_not_starting_outweighs_it():
    failed, absent = replace(FINE, gates=[standing(0, 12)]), replace(FINE, days_late=30, quiet_days=99)
    missing = replace(FINE, days_done=0, quiet_days=None, days_late=3)
    assert need(concerns(missing)) > need(concerns(failed)) > need(concerns(absent))

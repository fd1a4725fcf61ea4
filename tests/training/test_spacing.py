"""When a missed trap comes back: after one, three and seven course days, and anew whenever it is missed."""

import pytest

from training.domain.spacing import Due, Meeting, due


def met(*history: tuple[int, bool], trap: str = "scope") -> list[Meeting]:
    return [Meeting(trap, day, passed) for day, passed in history]


def test_a_trap_that_was_never_missed_does_not_come_back():
    assert due(met((0, True), (1, True)), day=30) == []


def test_a_missed_trap_is_due_on_the_next_course_day_and_stays_due():
    history = met((2, False))
    assert due(history, day=2) == []
    assert due(history, day=3) == [Due("scope", 3)]
    assert due(history, day=9) == [Due("scope", 3)]


@pytest.mark.parametrize(("history", "again"), [([(0, False), (1, True)], 4), ([(0, False), (1, True), (4, True)], 11)])
def test_whoever_passes_it_meets_it_after_a_longer_wait(history, again):
    assert due(met(*history), day=again - 1) == []
    assert due(met(*history), day=again) == [Due("scope", again)]


def test_after_the_last_box_it_is_out():
    assert due(met((0, False), (1, True), (4, True), (11, True)), day=100) == []


def test_missed_again_it_begins_anew():
    assert due(met((0, False), (1, True), (4, False)), day=5) == [Due("scope", 5)]


def test_passed_twice_on_one_day_counts_once():
    assert due(met((0, False), (1, True), (1, True)), day=4) == [Due("scope", 4)]


def test_the_longest_due_comes_first():
    history = [*met((3, False), trap="cause"), *met((1, False), trap="plan")]
    assert [entry.trap for entry in due(history, day=5)] == ["plan", "cause"]

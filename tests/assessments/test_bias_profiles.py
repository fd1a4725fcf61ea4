"""What the answers of a course say of somebody's biases, beside their cohort's."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from assessments.domain.bias_cards import profile_cards
from assessments.domain.bias_profiles import BiasLine, Estimate, Profile, profile_of, stored_profile
from assessments.domain.profiles import make_profile
from tests.people import MONDAY_9, People
from tests.tallied import fellows, judged_attempt, many_biases, tally
from training.activities.biases import BIASES
from training.models import Attempt

ALIKE = [((3, 12), (2, 12))] * 8


def test_answers_add_up_over_attempts(people: People):
    tally(people.enrolment, "anchoring", (4, 5), (1, 5))
    tally(people.enrolment, "anchoring", (3, 5), (1, 5))
    (line,) = profile_of(people.enrolment)
    assert (line.treated, line.control) == (10, 10)
    assert line.own.value == pytest.approx(0.5)
    # As for 7 of 10 against 2 of 10 by hand.
    assert (line.own.low, line.own.high) == pytest.approx((0.00997, 0.82336), abs=1e-3)
    assert line.flagged


def test_without_a_cohort_it_is_drawn_towards_no_effect(people: People):
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    (line,) = profile_of(people.enrolment)
    assert (line.others, line.mean) == (0, 0)
    assert 0 < line.drawn.value < line.own.value


def test_beside_a_cohort_that_is_hardly_moved_a_loud_number_becomes_quieter(people: People):
    fellows(people.cohort, "anchoring", ALIKE)
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    (line,) = profile_of(people.enrolment)
    assert line.others == 8
    assert line.mean < line.drawn.value < 0.4
    assert line.own.value == pytest.approx(0.5)


def test_real_people_are_not_held_against_simulated_ones(people: People):
    pretended = fellows(people.cohort, "anchoring", ALIKE, is_simulated=True)
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    assert profile_of(people.enrolment)[0].others == 0
    assert profile_of(pretended[0])[0].others == 7


def test_other_cohorts_and_attempts_set_aside_are_left_out(people: People):
    fellows(people.other_cohort, "anchoring", ALIKE)
    aside = judged_attempt(people.enrolment)
    tally(people.enrolment, "anchoring", (9, 9), (0, 9), attempt=aside)
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    Attempt.objects.filter(pk=aside.pk).update(voided_at=MONDAY_9)
    (line,) = profile_of(people.enrolment)
    assert (line.n, line.others) == (20, 0)


def test_few_answers_give_a_count_and_no_number(people: People):
    tally(people.enrolment, "halo", (3, 4), (1, 9))
    assert profile_of(people.enrolment) == [BiasLine("halo", 4, 9)]


def test_people_with_few_answers_draw_nobody(people: People):
    fellows(people.cohort, "anchoring", [((1, 4), (0, 4))] * 8)
    tally(people.enrolment, "anchoring", (7, 10), (2, 10))
    assert profile_of(people.enrolment)[0].others == 0


def test_it_costs_one_query_with_few_and_with_many(people: People):
    for shares in (ALIKE[:1], ALIKE):
        fellows(people.cohort, "anchoring" if shares is ALIKE else "halo", shares)
        with CaptureQueriesContext(connection) as captured:
            profile_of(people.enrolment)
        assert len(captured) == 1


def test_what_is_kept_is_what_was_worked_out(people: People):
    assert stored_profile(people.enrolment) is None
    many_biases(people.enrolment)
    assert stored_profile(people.enrolment) == Profile(tuple(profile_of(people.enrolment)), None, MONDAY_9)


def test_a_bias_that_is_no_longer_there_is_left_out(people: People):
    tally(people.enrolment, "horoscope", (7, 10), (2, 10))
    make_profile(people.enrolment, now=MONDAY_9)
    assert stored_profile(people.enrolment) == Profile((), None, MONDAY_9)


def line(
    slug: str, value: float, half: float, *, drawn: float | None = None, others: int = 9, mean: float = 0.2
) -> BiasLine:
    """With a cohort whose effects spread by .15."""
    towards = value if drawn is None else drawn
    own, beside = Estimate(value, value - half, value + half), Estimate(towards, towards - half / 2, towards + half / 2)
    return BiasLine(slug, 20, 20, own, beside, others, mean, spread=0.15)


def test_every_bias_has_its_place_and_what_stands_out_comes_first():
    cards = profile_cards([line("position", 0.1, 0.3), line("anchoring", 0.4, 0.2), BiasLine("halo", 2, 3)])
    assert [card.line.slug for card in cards.cards] == ["anchoring", "position"]
    assert cards.flagged == 1
    assert {card.line.slug for card in cards.cards} | {one.bias.slug for one in cards.waiting} == set(BIASES)
    assert next((one.treated, one.control) for one in cards.waiting if one.bias.slug == "halo") == (2, 3)


def test_the_sentence_says_what_it_means_for_the_person():
    more, less, open_, shared = (
        profile_cards([one]).cards[0].sentence
        for one in (
            line("anchoring", 0.4, 0.2),
            line("anchoring", -0.4, 0.2),
            line("anchoring", 0.1, 0.3),
            line("anchoring", 0.1, 0.2, drawn=0.15),
        )
    )
    anchoring = BIASES["anchoring"]
    assert more.startswith(f"You {anchoring.towards}")
    assert less.startswith(f"You {anchoring.away}")
    assert open_ == "Nothing here can be told from chance so far."
    assert shared.endswith(f"people {anchoring.towards}.")
    assert profile_cards([line("anchoring", 0.4, 0.2)], "They").cards[0].sentence.startswith("They ")


@pytest.mark.parametrize(
    "cohort",
    [
        {"others": 0, "mean": 0.0},  # drawn towards no effect: there is nobody to speak of
        {"others": 9, "mean": -0.2},  # most lean the other way
        {"others": 9, "mean": 0.14},  # less than a spread from 0: more than one of six do not
        {"others": 9, "mean": 0.0},
    ],
)
def test_of_the_cohort_only_what_can_be_said_of_it_is_said(cohort: dict[str, float]):
    (card,) = profile_cards([line("anchoring", 0.1, 0.2, drawn=0.15, **cohort)]).cards
    assert card.line.drawn.low > 0
    assert card.sentence == "Nothing here can be told from chance so far."


def test_a_cohort_that_leans_the_other_way_is_told_as_such():
    (card,) = profile_cards([line("anchoring", -0.1, 0.2, drawn=-0.15, mean=-0.2)]).cards
    assert card.sentence.endswith(f"Most of the cohort does lean this way: people {BIASES['anchoring'].away}.")
    (wide,) = profile_cards([line("anchoring", 0.1, 0.44, drawn=0.23, mean=0.2)]).cards
    assert wide.sentence == "Nothing here can be told from chance so far.", "a mean within the interval's half"


def test_somebody_alone_is_told_nothing_of_a_cohort(people: People):
    """Drawn towards no effect the interval may leave 0 out although one's own, wider one does not."""
    tally(people.enrolment, "anchoring", (6, 16), (1, 16))
    (only,) = profile_of(people.enrolment)
    (card,) = profile_cards([only]).cards
    assert only.own.low < 0 < only.drawn.low
    assert only.others == 0
    assert "cohort" not in card.sentence


@pytest.mark.parametrize(("looks", "by_chance"), [(1, 0.05), (8, 0.3366)])
def test_many_looks_flag_somebody_by_chance(looks: int, by_chance: float):
    lines = [line(slug, 0.0, 0.2) for slug in list(BIASES)[:looks]]
    assert profile_cards(lines).by_chance == pytest.approx(by_chance, abs=1e-4)

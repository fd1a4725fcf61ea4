import math
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import gammaln

from assessments.measures.mastery import Decision, Sprt

# measures.md: fail .80, pass .90, alpha = beta = .05
PLAIN = Sprt(fail=0.80, passing=0.90, alpha=0.05, beta=0.05)
TRUNCATED = Sprt(fail=0.80, passing=0.90, alpha=0.05, beta=0.05, max_items=135)


@pytest.mark.parametrize(
    ("share", "passes", "items"),
    [(0.95, 0.9997, 38.4), (0.90, 0.961, 75.0), (0.85, 0.444, 115.9), (0.80, 0.048, 65.5)],
)
def test_exact_chance_of_passing_and_length_vector(share, passes, items):
    assert PLAIN.operating_characteristic(share) == pytest.approx(passes, abs=0.0005)
    assert PLAIN.average_items(share) == pytest.approx(items, abs=0.05)


def test_shortest_pass_is_twenty_five_straight_right_answers():
    assert PLAIN.decide(24, 24) is Decision.CONTINUE
    assert PLAIN.decide(25, 25) is Decision.PASS
    assert PLAIN.first_decision([True] * 40) == (Decision.PASS, 25)


def test_shortest_fail_follows_from_the_step_of_a_wrong_answer():
    # 4 x .693147 = 2.772589 is short of 2.944439, 5 x is not
    assert PLAIN.decide(0, 4) is Decision.CONTINUE
    assert PLAIN.decide(0, 5) is Decision.FAIL


def test_one_wrong_answer_costs_six_right_ones():
    # .693147/.117783 = 5.885, so 26 to 30 right with one wrong do not pass, 31 do (32 answers)
    assert PLAIN.decide(30, 31) is Decision.CONTINUE
    assert PLAIN.decide(31, 32) is Decision.PASS


def test_truncated_test_shows_its_real_error_rates():
    assert TRUNCATED.error_rates().false_pass == pytest.approx(0.067, abs=0.0005)
    assert TRUNCATED.error_rates().false_fail > TRUNCATED.beta


def test_a_fixed_test_of_135_items_is_what_the_sequential_one_saves_on():
    at_cut = _binomial(135, 0.80)[116:].sum(), _binomial(135, 0.90)[:116].sum()
    assert max(at_cut) < 0.05
    assert max(PLAIN.average_items([0.8, 0.85, 0.9])) < 135


def test_truncated_test_decides_at_its_maximum_by_the_zero_cut():
    # ratio above 0 from 0.693147/(0.117783 + 0.693147) = 85.476 % right on: 116 of 135
    assert TRUNCATED.decide(115, 134) is Decision.CONTINUE
    assert TRUNCATED.decide(116, 135) is Decision.PASS
    assert TRUNCATED.decide(115, 135) is Decision.FAIL


def test_a_ratio_of_exactly_nought_at_the_maximum_fails():
    assert Sprt(0.25, 0.75, 0.05, 0.05, max_items=4).decide(2, 4) is Decision.FAIL


@pytest.mark.parametrize("step", [2, 3, 5])
def test_a_ratio_that_equals_a_bound_on_paper_reaches_it(step):
    # steps of ln 3, bounds of `step` x ln 3
    error = 1 / (3**step + 1)
    test = Sprt(0.25, 0.75, error, error)
    assert test.decide(step, step) is Decision.PASS
    assert test.decide(0, step) is Decision.FAIL


def test_the_first_decision_stands():
    answers = [True] * 25 + [False] * 30
    assert PLAIN.first_decision(answers) == (Decision.PASS, 25)
    assert PLAIN.decide(sum(answers), len(answers)) is Decision.FAIL


def test_no_decision_yet_counts_the_answers_seen():
    assert PLAIN.first_decision([]) == (Decision.CONTINUE, 0)
    assert PLAIN.first_decision([True, False, True]) == (Decision.CONTINUE, 3)
    assert PLAIN.decide(0, 0) is Decision.CONTINUE


def test_answers_beyond_the_maximum_are_not_looked_at():
    answers = ([True] * 6 + [False]) * 30
    assert TRUNCATED.first_decision(answers) == (Decision.PASS, 135)


def test_decisions_are_plain_words():
    assert [str(decision) for decision in Decision] == ["pass", "fail", "continue"]


@pytest.mark.parametrize("share", [0.0, 0.3, 0.55, 0.8, 1.0])
def test_dynamic_programming_agrees_with_listing_every_path(share):
    test = Sprt(0.4, 0.7, 0.1, 0.2, max_items=11)
    passes = items = 0.0
    for answers in product([True, False], repeat=11):
        decision, used = test.first_decision(answers)
        chance = share ** sum(answers) * (1 - share) ** (11 - sum(answers))
        passes += chance * (decision is Decision.PASS)
        items += chance * used
    assert test.operating_characteristic(share) == pytest.approx(passes, abs=1e-12)
    assert test.average_items(share) == pytest.approx(items, abs=1e-9)


def test_dynamic_programming_agrees_with_simulated_people():
    rng = np.random.default_rng(20)
    decided = [TRUNCATED.first_decision(rng.random(135) < 0.85) for _ in range(1500)]
    passed = np.mean([decision is Decision.PASS for decision, _ in decided])
    used = np.array([n for _, n in decided])
    assert passed == pytest.approx(TRUNCATED.operating_characteristic(0.85), abs=4 * 0.5 / math.sqrt(1500))
    assert used.mean() == pytest.approx(TRUNCATED.average_items(0.85), abs=4 * used.std() / math.sqrt(1500))


def test_a_number_gives_a_number_and_an_array_an_array():
    assert isinstance(TRUNCATED.average_items(0.8), float)
    shares = np.array([0.0, 0.8, 1.0])
    assert TRUNCATED.operating_characteristic(shares).shape == (3,)
    # The columns of one call stop together, so they may differ in the last undecided 1e-12.
    alone = PLAIN.operating_characteristic(0.8)
    assert PLAIN.operating_characteristic(shares)[1] == pytest.approx(alone, abs=1e-12)


def test_certain_answers_give_the_shortest_tests():
    assert list(PLAIN.average_items([0.0, 1.0])) == [5, 25]
    assert list(PLAIN.operating_characteristic([0.0, 1.0])) == [0, 1]


@settings(deadline=None, max_examples=40)
@given(
    fail=st.floats(0.3, 0.85),
    gap=st.floats(0.05, 0.14),
    alpha=st.floats(0.01, 0.3),
    beta=st.floats(0.01, 0.3),
    max_items=st.integers(1, 80),
)
def test_better_people_pass_more_often(fail, gap, alpha, beta, max_items):
    test = Sprt(fail, fail + gap, alpha, beta, max_items)
    passing = test.operating_characteristic(np.linspace(0, 1, 21))
    assert (np.diff(passing) >= -1e-12).all()
    assert passing[0] == 0
    assert passing[-1] == 1
    items = test.average_items(np.linspace(0, 1, 21))
    assert ((items >= 1) & (items <= max_items + 1e-9)).all()


@settings(deadline=None, max_examples=25)
@given(fail=st.floats(0.3, 0.8), gap=st.floats(0.08, 0.15), alpha=st.floats(0.01, 0.2), beta=st.floats(0.01, 0.2))
def test_real_errors_of_an_unlimited_test_keep_walds_bounds(fail, gap, alpha, beta):
    # Wald 1947, section 3.2: each error stays below a bound of its own, and both together below alpha + beta.
    rates = Sprt(fail, fail + gap, alpha, beta).error_rates()
    assert 0 < rates.false_pass <= alpha / (1 - beta) + 1e-9
    assert 0 < rates.false_fail <= beta / (1 - alpha) + 1e-9
    assert rates.false_pass + rates.false_fail <= alpha + beta + 1e-9


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"fail": 0}, "fail"),
        ({"fail": 0.9}, "fail"),
        ({"passing": 1}, "fail and passing"),
        ({"passing": math.nan}, "fail and passing"),
        ({"alpha": 0}, "alpha"),
        ({"beta": -0.1}, "alpha and beta"),
        ({"alpha": 0.5, "beta": 0.5}, "alpha and beta"),
        ({"max_items": 0}, "max_items"),
    ],
)
def test_impossible_plans_are_refused_by_name(change, named):
    plan = {"fail": 0.8, "passing": 0.9, "alpha": 0.05, "beta": 0.05} | change
    with pytest.raises(ValueError, match=rf"^{named}"):
        Sprt(**plan)


@pytest.mark.parametrize(("correct", "n", "named"), [(-1, 5, "correct"), (6, 5, "correct"), (120, 136, "n ")])
def test_impossible_counts_are_refused_by_name(correct, n, named):
    with pytest.raises(ValueError, match=rf"^{named}"):
        TRUNCATED.decide(correct, n)


def test_half_a_credit_is_no_answer():
    with pytest.raises(ValueError, match=r"^answers"):
        PLAIN.first_decision([True, 0.5])


@pytest.mark.parametrize("share", [-0.1, 1.1, math.nan, [0.5, 2], [[0.5]]])
def test_impossible_shares_are_refused(share):
    with pytest.raises(ValueError, match=r"^p "):
        PLAIN.operating_characteristic(share)


def _binomial(n: int, share: float) -> np.ndarray:
    k = np.arange(n + 1)
    log_choose = gammaln(n + 1) - gammaln(k + 1) - gammaln(n - k + 1)
    return np.exp(log_choose + k * math.log(share) + (n - k) * math.log1p(-share))

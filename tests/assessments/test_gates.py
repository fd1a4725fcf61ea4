"""Gates: what evidence comes to, and how it is put in words."""

from dataclasses import replace

import pytest

from assessments.gate_words import drawn, error_words, lines, signed, with_interval
from assessments.gates import Evidence, Gate, GateStanding, Verdict, judge, overall

ACCURACY = Gate(
    "accuracy", "Accuracy", "accuracy_clear", "sprt", fail=0.7, passing=0.88, alpha=0.05, beta=0.1,
    minimum=1, maximum=50, reason="because",
)  # fmt: skip
ATTENTION = Gate(
    "attention", "Attention", "sart_d_prime", "bound", fail=0.8, passing=1.6, alpha=0.05, beta=0.05,
    minimum=400, maximum=1125, reason="because",
)  # fmt: skip
# Less is better: `fail` lies above `passing`.
CONFIDENCE = Gate(
    "confidence", "Confidence", "overconfidence", "bound", fail=0.2, passing=0.08, alpha=0.05, beta=0.05,
    minimum=40, maximum=84, reason="because",
)  # fmt: skip


def answers(right: int, wrong: int) -> Evidence:
    return Evidence(n=right + wrong, answers=(False,) * wrong + (True,) * right)


def estimate(value: float, error: float, n: int) -> Evidence:
    return Evidence(n=n, value=value, standard_error=error)


class TestSequential:
    def test_no_answers_decide_nothing(self):
        standing = judge(ACCURACY, Evidence(n=0))
        assert standing.verdict is Verdict.CONTINUE
        assert (standing.estimate, standing.low, standing.high, standing.used) == (None, None, None, 0)
        assert 1 <= standing.more <= ACCURACY.maximum

    def test_right_answers_pass_early_and_wrong_ones_fail_early(self):
        passed, failed = judge(ACCURACY, answers(50, 0)), judge(ACCURACY, answers(0, 50))
        assert (passed.verdict, failed.verdict) == (Verdict.PASS, Verdict.FAIL)
        # Wald's bounds: ln(0.9 / 0.05) / ln(0.88 / 0.7) = 12.6 right, ln(0.1 / 0.95) / ln(0.12 / 0.3) = 2.5 wrong.
        assert (passed.used, failed.used) == (13, 3)
        assert passed.more is failed.more is None

    def test_what_was_decided_is_not_undone_by_later_answers(self):
        early = (True,) * 13
        late = Evidence(n=50, answers=early + (False,) * 37)
        standing = judge(ACCURACY, late)
        assert (standing.verdict, standing.used) == (Verdict.PASS, 13)
        assert standing.estimate == pytest.approx(13 / 50)

    def test_answers_beyond_the_maximum_decide_nothing(self):
        alternating = tuple(n % 5 != 0 for n in range(60))
        assert judge(ACCURACY, Evidence(n=60, answers=alternating)).verdict is not Verdict.CONTINUE
        assert judge(ACCURACY, Evidence(n=60, answers=alternating)).used <= ACCURACY.maximum

    def test_the_rates_shown_are_computed_and_not_the_nominal_ones(self):
        standing = judge(ACCURACY, Evidence(n=0))
        assert standing.false_pass == pytest.approx(0.0574, abs=5e-4)
        assert standing.false_fail == pytest.approx(0.0984, abs=5e-4)


class TestBounds:
    @pytest.mark.parametrize(("value", "verdict"), [(2.4, Verdict.PASS), (0.9, Verdict.FAIL), (1.2, Verdict.CONTINUE)])
    def test_an_interval_decides_when_it_lies_beyond_the_other_end_of_the_region(self, value, verdict):
        assert judge(ATTENTION, estimate(value, 0.35, 900)).verdict is verdict

    def test_fewer_than_the_minimum_decide_nothing_however_clear(self):
        standing = judge(ATTENTION, estimate(4.0, 0.01, 399))
        assert (standing.verdict, standing.more) == (Verdict.CONTINUE, 1)

    def test_at_the_maximum_whoever_has_not_passed_fails(self):
        undecided = estimate(1.2, 0.35, 1124)
        assert judge(ATTENTION, undecided).verdict is Verdict.CONTINUE
        assert judge(ATTENTION, undecided).more == 1
        assert judge(ATTENTION, replace(undecided, n=1125)).verdict is Verdict.FAIL

    @pytest.mark.parametrize(("value", "verdict"), [(-0.05, Verdict.PASS), (0.25, Verdict.FAIL)])
    def test_where_less_is_better_the_region_is_read_the_other_way(self, value, verdict):
        assert CONFIDENCE.cut == CONFIDENCE.fail
        assert judge(CONFIDENCE, estimate(value, 0.02, 60)).verdict is verdict

    def test_without_an_estimate_it_goes_on(self):
        assert judge(CONFIDENCE, Evidence(n=1)).verdict is Verdict.CONTINUE


class TestTogether:
    def test_every_gate_must_pass_and_one_failure_fails(self):
        passed, failed, undecided = (
            replace(judge(ACCURACY, answers(50, 0)), verdict=verdict)
            for verdict in (Verdict.PASS, Verdict.FAIL, Verdict.CONTINUE)
        )
        assert overall([passed, passed]) is Verdict.PASS
        assert overall([passed, undecided]) is Verdict.CONTINUE
        assert overall([undecided, failed]) is Verdict.FAIL

    def test_a_policy_without_gates_passes_nobody(self):
        assert overall([]) is Verdict.CONTINUE

    def test_a_standing_survives_being_stored(self):
        standing = judge(ACCURACY, answers(20, 2))
        assert GateStanding.from_document(standing.to_document()) == standing


class TestWords:
    def test_one_line_says_estimate_interval_cut_and_evidence(self):
        (line,) = lines([ACCURACY], [judge(ACCURACY, answers(49, 1))])
        assert line.estimate == "98\u00a0% (90 to 100\u00a0%)"
        assert line.summary.endswith("cut 79\u00a0%. Passed: Decided by the first 18 of 50 items.")
        assert line.drawing.cut == pytest.approx(0.79)

    def test_what_is_undecided_says_how_far_it_is(self):
        sequential, bound = lines(
            [ACCURACY, CONFIDENCE], [judge(ACCURACY, answers(5, 1)), judge(CONFIDENCE, estimate(0, 0.1, 30))]
        )
        assert (sequential.verdict, sequential.used) == ("Undecided", "6 of at most 50 items")
        assert bound.used == "30 of at least 40 answers"

    def test_a_gate_that_was_not_judged_is_left_out(self):
        assert [line.gate for line in lines([ATTENTION, ACCURACY], [judge(ACCURACY, Evidence(n=0))])] == [ACCURACY]

    def test_errors_name_who_is_wronged(self):
        words = error_words(ACCURACY, 0.0574, 0.0984)
        assert words == (
            "Somebody at 70\u00a0% passes in 5.7\u00a0% of cases; somebody at 88\u00a0% does not in 9.8\u00a0%."
        )

    @pytest.mark.parametrize(
        ("number", "shown"),
        [("-5\u00a0%", "−5\u00a0%"), ("-0\u00a0%", "0\u00a0%"), ("-0.00", "0.00"), ("-0.10", "−0.10"), ("7", "7")],
    )
    def test_a_true_minus_and_none_before_zero(self, number, shown):
        assert signed(number) == shown

    def test_nothing_recorded_says_so_and_draws_nothing(self):
        assert with_interval("accuracy_clear", None, None, None) == "Nothing recorded yet"
        assert drawn("accuracy_clear", None, None, None) is None

    def test_what_leaves_the_scale_is_drawn_at_its_end(self):
        drawing = drawn("sart_d_prime", 4.9, 4.4, 5.4, 1.2)
        assert (drawing.high, drawing.low) == (1.0, pytest.approx(0.88))


class TestAskedInItsPlace:
    LOOKING = replace(ATTENTION, measure="long_look_d_prime", fail=1.0, passing=2.0, minimum=300, maximum=300)
    EITHER = replace(ATTENTION, instead=LOOKING)

    def test_it_is_the_gate_of_that_measure_and_of_no_other(self):
        assert self.EITHER.asking("long_look_d_prime") == self.LOOKING
        assert self.EITHER.asking("sart_d_prime") == self.EITHER
        assert ATTENTION.asking("long_look_d_prime") == ATTENTION

    def test_the_line_shows_the_cut_and_measure_that_were_judged(self):
        standing = judge(self.LOOKING, estimate(2.1, 0.3, 480))
        (line,) = lines([self.EITHER], [standing])
        assert (line.measure.slug, line.cut) == ("long_look_d_prime", "1.00")
        assert "480 lines" in line.used

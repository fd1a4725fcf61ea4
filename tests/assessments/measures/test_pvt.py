"""The vigilance drill's measures: by hand, at the edges, and on real runs with published values."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments.measures.pvt import pvt
from assessments.measures.reaction_time import lapses, response_speed, summarise
from tests.assessments.measures.shared_data import rows

NAN = math.nan


def test_a_hand_made_run():
    found = pvt([200, 250, 400, 500, 99], false_starts=2)
    assert (found.n, found.n_missing, found.lapses, found.lapse_share) == (4, 0, 1, 0.25)
    assert found.false_starts == 3
    assert found.speed == pytest.approx((5 + 4 + 2.5 + 2) / 4)
    assert (found.median, found.mean) == (325, 337.5)
    assert found.alert is not None
    assert (found.alert.n, found.alert.mean) == (3, pytest.approx(850 / 3))
    assert (found.fastest_tenth, found.slowest_tenth) == (200, 2)


def test_a_stimulus_without_a_response_is_a_lapse_of_no_speed():
    found = pvt([200, NAN, 250])
    assert (found.n, found.n_missing, found.lapses) == (3, 1, 1)
    assert found.speed == pytest.approx((5 + 4 + 0) / 3)
    assert found.slowest_tenth == 0
    assert found.median == 250
    assert found.mean == 225


def test_where_half_got_no_response_there_is_no_median():
    assert math.isnan(pvt([200, NAN]).median)
    alone = pvt([NAN])
    assert (alone.speed, alone.lapse_share, alone.alert) == (0, 1, None)
    assert math.isnan(alone.mean)
    assert math.isnan(alone.fastest_tenth)


def test_a_single_response_has_no_interval():
    assert all(math.isnan(end) for end in pvt([250]).speed_interval)


def test_the_tenths_are_of_twenty_two_trials():
    found = pvt([100 + 10 * place for place in range(20)])
    assert found.fastest_tenth == 105
    assert found.slowest_tenth == pytest.approx((1000 / 290 + 1000 / 280) / 2)


@pytest.mark.parametrize(
    ("rt", "false_starts", "named"),
    [
        ([], 0, "rt_ms"),
        ([50, 99], 0, "rt_ms"),
        ([-1], 0, "rt_ms"),
        ([math.inf], 0, "rt_ms"),
        ([[200]], 0, "rt_ms"),
        ([200], -1, "false_starts"),
        ([200], 0.5, "false_starts"),
    ],
)
def test_what_is_no_run_is_refused(rt, false_starts, named):
    with pytest.raises(ValueError, match=named):
        pvt(rt, false_starts)


@given(st.lists(st.integers(100, 3000), min_size=2, max_size=80))
def test_without_missing_responses_it_agrees_with_the_plain_measures(rt):
    found = pvt(rt)
    described = summarise(rt)
    assert found.speed == pytest.approx(response_speed(rt))
    assert found.lapses == lapses(rt)
    assert (found.mean, found.median, found.sd) == pytest.approx((described.mean, described.median, described.sd))
    assert found.speed_interval.low <= found.speed <= found.speed_interval.high


@given(st.lists(st.one_of(st.floats(100, 3000), st.just(NAN)), min_size=2, max_size=40), st.randoms())
def test_order_does_not_matter(rt, rng):
    shuffled = list(rt)
    rng.shuffle(shuffled)
    one, other = pvt(rt), pvt(shuffled)
    assert (one.speed, one.lapses, one.slowest_tenth) == pytest.approx((other.speed, other.lapses, other.slowest_tenth))


# Real data: psychomotor vigilance, OpenNeuro ds004902 (CC0)


def test_normal_sleep_runs_match_the_published_columns_in_19_of_20():
    published = {row["participant_id"]: row for row in rows("ds004902_pvt_published.csv")}
    people: dict[str, list[float]] = {}
    for row in rows("ds004902_pvt_trials.csv.gz"):
        # The data's README: the published columns are right for these only.
        if row["session"] == "NS" and row["participant_id"] >= "sub-14":
            people.setdefault(row["participant_id"], []).append(float(row["rt_ms"]))
    assert len(people) == 20
    unlike = {person for person, rt in people.items() if not _as_published(rt, published[person])}
    assert unlike == {"sub-23"}
    # Two people pressed too soon, which the published columns take for responses and we for false starts.
    early = {person: pvt(rt).false_starts for person, rt in people.items()}
    assert {person: count for person, count in early.items() if count} == {"sub-14": 1, "sub-24": 3}


def _as_published(rt, row) -> bool:
    found = pvt(rt)
    early = [time for time in rt if time < 100]
    alert = summarise([time for time in rt if time < 500]) if early else found.alert
    assert alert.n == found.alert.n + len(early)
    # Published to two decimals, the last of which is one off for two people.
    expected = [float(row[f"PVT_item{i}_NS"]) for i in (1, 2, 3)]
    return (found.lapses, alert.median, alert.sd) == pytest.approx(expected, abs=0.0101)

"""Forms drawn from candidates: what holds for any candidates, and what is said of what does not come out even."""

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from courseware.form_balance import balances, warnings
from courseware.form_building import Candidate, build, thirds_of

LABELS, DOMAINS = ("none", "mild", "severe"), ("", "health", "law", "sports")


def many(count: int, **fixed: object) -> list[Candidate]:
    """As many candidates of all labels, domains and difficulties; `fixed` for all of them."""
    values = (
        {
            "slug": f"i-{number:03}",
            "label": LABELS[number % 3],
            "difficulty": (number * 7 % 100) / 100,
            "domain": DOMAINS[number // 3 % 4],
            "text_hash": number,
        }
        for number in range(count)
    )
    return [Candidate(**{**each, **fixed}) for each in values]


candidate_lists = st.lists(
    st.builds(
        Candidate,
        slug=st.integers(0, 10_000).map(str),
        label=st.sampled_from(LABELS),
        difficulty=st.sampled_from([0.1, 0.3, 0.5, 0.9]),
        domain=st.sampled_from(DOMAINS),
        seen=st.integers(0, 2),
        text_hash=st.none() | st.integers(0, 20),
    ),
    max_size=60,
    unique_by=lambda candidate: candidate.slug,
)
wanted = {
    "candidates": candidate_lists,
    "forms": st.integers(1, 4),
    "size": st.integers(1, 12),
    "seed": st.integers(0, 99),
}


@given(**wanted)
def test_whatever_there_is_sizes_and_labels_come_out_even(candidates, forms, size, seed):
    made = build(candidates, forms, size, random.Random(seed))
    everything = [candidate.slug for form in made for candidate in form]
    assert len(made) == forms
    assert len(set(everything)) == len(everything) == min(forms * size, len(candidates))
    if len(candidates) >= forms * size:
        assert {len(form) for form in made} == {size}
    counts = [Counter(candidate.label for candidate in form) for form in made]
    for one, other in combinations(counts, 2):
        assert abs(one.total() - other.total()) <= 1
        assert all(abs(one[label] - other[label]) <= 1 for label in LABELS)


@given(shuffler=st.randoms(use_true_random=False), **wanted)
def test_the_order_of_candidates_does_not_matter(candidates, shuffler, forms, size, seed):
    again = list(candidates)
    shuffler.shuffle(again)
    assert build(candidates, forms, size, random.Random(seed)) == build(again, forms, size, random.Random(seed))


@given(**wanted)
def test_no_label_is_drawn_twice_as_often_while_another_is_left(candidates, forms, size, seed):
    """Even over labels: one that falls short of another by two has nothing left to give."""
    drawn = Counter(c.label for form in build(candidates, forms, size, random.Random(seed)) for c in form)
    there = Counter(c.label for c in candidates)
    for label in there:
        assert drawn[label] == there[label] or drawn[label] >= max(drawn.values()) - 1


def test_another_seed_gives_other_forms():
    made = {build(many(90), 2, 20, random.Random(seed)) for seed in range(5)}
    assert len(made) == 5


def test_swapping_evens_out_domains_and_difficulty():
    forms = build(many(120), 4, 24, random.Random(3))
    names = [f"Form {number}" for number in range(4)]
    assert warnings(names, forms, 24) == ()
    found = balances(forms)
    for table, apart in (("domains", 1), ("thirds", 2)):
        for name in getattr(found[0], table):
            counts = [getattr(balance, table)[name] for balance in found]
            assert max(counts) - min(counts) <= apart, (table, name, counts)
    means = [balance.difficulty for balance in found]
    assert max(means) - min(means) < 0.02


def test_second_copies_of_a_text_come_last():
    first = [Candidate(f"f-{n}", LABELS[n % 3], 0.5, text_hash=n) for n in range(9)]
    copies = [Candidate(f"g-{n}", LABELS[n % 3], 0.5, text_hash=n) for n in range(9)]
    (form,) = build(first + copies, 1, 9, random.Random(1))
    assert {candidate.text_hash for candidate in form} == set(range(9))


def test_only_unmet_items_are_drawn_where_each_stratum_has_enough():
    met = [Candidate(f"m-{n}", LABELS[n % 3], 0.5, seen=1) for n in range(30)]
    fresh = [Candidate(f"f-{n}", LABELS[n % 3], 0.5) for n in range(30)]
    (form,) = build(met + fresh, 1, 30, random.Random(2))
    assert {candidate.slug[0] for candidate in form} == {"f"}


def test_thirds_are_of_these_candidates_and_equal_difficulties_stay_together():
    difficulties = [0.1, 0.2, 0.2, 0.2, 0.3, 0.9]
    thirds = thirds_of([Candidate(str(n), "none", d) for n, d in enumerate(difficulties)])
    assert [thirds[str(n)] for n in range(6)] == [0, 0, 0, 0, 2, 2]
    assert thirds_of([]) == {}
    assert set(thirds_of(many(9, difficulty=0.5)).values()) == {0}


@pytest.mark.parametrize(("forms", "size"), [(0, 5), (1, 0), (-1, 5)])
def test_nothing_cannot_be_asked_for(forms, size):
    with pytest.raises(ValueError, match="at least one"):
        build(many(9), forms, size, random.Random(1))


def test_a_candidate_that_is_there_twice_is_refused():
    with pytest.raises(ValueError, match="twice"):
        build([*many(3), *many(1)], 1, 2, random.Random(1))


def said(*forms: list[Candidate], size: int | None = None) -> str:
    names = ["A", "B", "C"][: len(forms)]
    size = size or max(map(len, forms))
    return "\n".join(warnings(names, [tuple(form) for form in forms], size))


def test_a_lopsided_form_is_named_with_its_numbers():
    lopsided = [*many(9, label="none"), *(Candidate(f"x-{n}", "mild", 0.5) for n in range(3))]
    assert "A: 9 of 12 items (75 %) have the key none." in said(lopsided)
    assert "every item has the same key, none" in said(many(4, label="none"))
    assert said(many(12)) == ""


def test_a_key_that_is_missing_is_named():
    assert "B: no item has the key severe." in said(many(6), [c for c in many(30)[12:] if c.label != "severe"][:6])


def test_fewer_candidates_than_wanted_are_counted():
    forms = build(many(7), 2, 5, random.Random(1))
    assert warnings(["A", "B"], forms, 5)[0] == "There are 7 items for 10 places: the forms are smaller than wanted."
    assert [len(form) for form in build([], 2, 3, random.Random(1))] == [0, 0]
    assert "0 items for 6 places" in warnings(["A", "B"], ((), ()), 3)[0]


def test_items_met_in_practice_are_named():
    form = many(3)
    form[1] = Candidate("known", form[1].label, 0.5, form[1].domain, seen=4)
    assert "A: 1 item was used in practice (known)" in said(form)
    assert "3 items were used in practice" in said(many(3, seen=1))


def test_one_text_twice_is_named_in_a_form_and_between_forms():
    same = [Candidate("one", "none", 0.5, text_hash=7), Candidate("two", "mild", 0.5, text_hash=7)]
    assert "A: one and two have nearly the same text." in said([*same, Candidate("three", "severe", 0.5)])
    assert "one (A) and two (B) have nearly the same text." in said(same[:1], same[1:])
    unknown = [Candidate("one", "none", 0.5), Candidate("two", "mild", 0.5)]
    assert "same text" not in said(unknown)


def test_forms_that_differ_in_difficulty_or_domain_are_named():
    easy, hard = many(6, difficulty=0.3, domain="law"), many(12, difficulty=0.5, domain="law")[6:]
    assert "B is harder than A: mean difficulty 0.50 and 0.30." in said(easy, hard)
    elsewhere = many(12, difficulty=0.3, domain="sports")[6:]
    text = said(easy, elsewhere)
    assert "Only A has items from law." in text
    assert "Only B has items from sports." in text
    assert "harder" not in text

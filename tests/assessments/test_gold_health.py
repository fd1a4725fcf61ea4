"""How items do, from first answers: shares, discrimination, flags, candidates for gold, and the page with all that."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.urls import reverse

from assessments.domain import gold_health
from assessments.domain.able_misses import AbleMiss, able_misses, tally
from assessments.domain.first_answers import FirstAnswer, first_answers
from assessments.domain.gold_health import divergence_from_key, flags_of, health_of, item_rest_correlation
from courseware.domain.programs import program_of
from courseware.models import ItemVersion
from tests.assessments.bulk import answer, crowd
from tests.clients import signed_in, text_of
from tests.corrected import correct_item, key_for
from tests.faults.answering import PRACTICE
from tests.people import MONDAY_9, People
from training.domain.items import slugs_of
from training.domain.regrading import regrade
from training.models import Attempt, Contest, Response

BANK = "foundations"
SIZE = 24


def versions_of(people: People, module: str = PRACTICE) -> dict[str, ItemVersion]:
    named = slugs_of(people.version.pk)
    return {slug: named[slug] for slug in program_of(people.version.pk).modules[module].config["items"]}


@pytest.fixture
def answered(people: People) -> list[Attempt]:
    return answer(crowd(people.cohort, "many", SIZE, MONDAY_9), PRACTICE, versions_of(people), seed=3, now=MONDAY_9)


def test_every_answered_item_has_its_share_with_interval_and_its_time(people, answered):
    rows = {row.version.item.slug: row for row in health_of(BANK)}
    assert set(rows) == set(versions_of(people))
    slug, row = next(iter(rows.items()))
    responses = Response.objects.filter(step__item_version__item__slug=slug)
    assert row.n == SIZE
    assert row.right == responses.filter(correct=True).count() / SIZE
    assert row.low < row.right < row.high
    times = sorted(r.timing["rtMs"] / 1000 for r in responses)
    assert row.seconds == pytest.approx((times[SIZE // 2 - 1] + times[SIZE // 2]) / 2)


def test_only_first_answers_count(people, answered):
    again = [attempt.enrolment for attempt in answered[:5]]
    Attempt.objects.filter(pk__in=[a.pk for a in answered]).update(number=2)
    answer(again, PRACTICE, versions_of(people), seed=99, now=MONDAY_9 + timedelta(days=1))
    assert {row.n for row in health_of(BANK)} == {SIZE}


def test_simulated_people_count_only_when_asked_for(answered):
    Attempt.objects.filter(pk=answered[0].pk).update(is_simulated=True)
    user = answered[1].enrolment.user
    user.is_demo = True
    user.save(update_fields=["is_demo"])
    assert {row.n for row in health_of(BANK)} == {SIZE - 2}
    assert {row.n for row in health_of(BANK, simulated=True)} == {SIZE}


def test_answers_count_as_they_count_now_and_none_to_another_text(people, answered):
    first, second, *_ = versions_of(people).values()
    row = next(r for r in health_of(BANK) if r.version.item_id == first.item_id)
    regrade(correct_item(first, key=key_for(row.commonest), ambiguity="undecided"), now=MONDAY_9)
    correct_item(second, body={"text": "Another text."})
    rows = {r.version.item_id: r for r in health_of(BANK)}
    assert rows[first.item_id].right == row.commonest_share
    assert second.item_id not in rows


def test_open_attempts_are_no_evidence(answered):
    Attempt.objects.filter(pk=answered[0].pk).update(completed_at=None)
    assert {row.n for row in health_of(BANK)} == {SIZE - 1}


def person(number: int, item: int, correct: bool) -> FirstAnswer:
    return FirstAnswer(number, item, correct, "x", None, False)


def test_discrimination_is_the_item_rest_correlation():
    # Ten able people (9 of 10 others right) and ten not (1 of 10); the able are right here 8 times, the others twice:
    # both columns are two-valued, so that the correlation is phi = (8*8 - 2*2) / 100.
    totals, answers = {}, []
    for number in range(20):
        able, right = number < 10, number % 10 < 8 if number < 10 else number % 10 < 2
        totals[number] = (11, (9 if able else 1) + right)
        answers.append(person(number, 1, right))
    assert item_rest_correlation(answers, totals) == (pytest.approx(0.6), 20)


def test_discrimination_is_not_known_for_few_people_few_other_items_or_without_variation():
    answers = [person(n, 1, n % 2 == 0) for n in range(20)]
    spread = {n: (11, n % 7) for n in range(20)}
    assert item_rest_correlation(answers[:19], spread) == (None, 19)
    assert item_rest_correlation(answers, {n: (5, n % 4) for n in range(20)}) == (None, 0)
    assert item_rest_correlation([replace(a, correct=True) for a in answers], spread) == (None, 20)
    assert item_rest_correlation(answers, spread)[0] is not None


@pytest.mark.parametrize(
    ("key", "given", "bits"),
    [
        ({"label": "mild"}, {"mild": 10}, 0.0),
        ({"label": "mild"}, {"none": 10}, 1.0),
        ({"distribution": {"mild": 0.7, "none": 0.3}, "raters": 10}, {"mild": 7, "none": 3}, 0.0),
        ({"distribution": {"mild": 0.9, "none": 0.1}, "raters": 10}, {"mild": 5, "none": 5}, 0.147),
        ({"accepted": {"mild": 1.0, "none": 1.0}}, {"mild": 5, "none": 5}, 0.0),
        ({"side": "a", "strength": "clear"}, {"b": 4}, 1.0),
    ],
)
def test_answers_are_laid_beside_what_the_key_says(key, given, bits):
    assert divergence_from_key(ItemVersion(key=key, body={}), given) == pytest.approx(bits, abs=0.001)


def test_flags_name_what_is_worth_a_look(answered):
    row = replace(health_of(BANK)[0], flags=(), able=0, missed=0, contests=0, discrimination=0.5, right=0.5)
    names = lambda **changes: [flag.name for flag in flags_of(replace(row, **changes))]  # noqa: E731
    assert names() == []
    assert names(able=4, missed=2) == ["Missed by the able"]
    assert names(able=2, missed=2) == []
    assert names(right=0) == ["Never right"]
    assert names(right=1) == ["Always right"]
    assert names(right=1, n=gold_health.MIN_ANSWERS - 1) == []
    assert names(discrimination=-0.1) == ["Tells apart the wrong way round"]
    assert names(discrimination=0.05) == ["Tells hardly anybody apart"]
    assert names(contests=3) == ["Contested"]
    assert names(contests=1, n=5) == []
    assert names(soft=True, divergence=0.3) == ["Far from its gold"]
    assert names(divergence=0.9) == []


def test_able_is_who_is_right_elsewhere_whatever_they_answer_here():
    able = [person(1, item, item != 21) for item in range(1, 22)]
    unable = [person(2, item, item % 2 == 0) for item in range(1, 22)]
    few = [person(3, item, True) for item in range(1, 10)]
    assert tally([*able, *unable, *few])[21] == (1, 1)
    assert tally([*unable, *few]) == {}


def test_items_that_able_people_miss_are_listed_worst_first(people, monkeypatch):
    from assessments.domain import able_misses as module

    monkeypatch.setattr(module, "ABLE_ANSWERS", 9)
    versions = versions_of(people)
    attempts = answer(crowd(people.cohort, "able", 3, MONDAY_9), PRACTICE, versions, seed=5, now=MONDAY_9)
    assert able_misses(BANK) == []
    found = first_answers(BANK)
    choices = {}
    for each in found.answers:
        choices.setdefault(each.item_id, []).append(each.choice)
    missed, *others = versions.values()
    # Keys that make everybody right everywhere, and nobody right on the first.
    for version in others:
        key = {"accepted": dict.fromkeys(choices[version.item_id], 1.0)}
        regrade(correct_item(version, key=key), now=MONDAY_9)
    label = next(x for x in ("none", "mild", "moderate", "severe", "extreme") if x not in choices[missed.item_id])
    new = correct_item(missed, key=key_for(label)) if missed.key != key_for(label) else missed
    regrade(new, now=MONDAY_9)
    assert able_misses(BANK) == [AbleMiss(missed.item_id, new.pk, len(attempts), len(attempts))]


def page(people, query: str = "") -> str:
    return text_of(signed_in(people.operations), reverse("bank_health") + query)


def test_the_page_shows_them_sorted_and_paged_by_the_address(people, answered):
    rows = health_of(BANK)
    hardest = min(rows, key=lambda row: row.right).right
    listed = page(people, "?sort=right")
    first = next(row for row in rows if row.right == hardest)
    slugs = sorted((listed.index(f"/{row.version.item.slug}/"), row.right) for row in rows)
    assert slugs[0][1] == first.right
    assert [right for _, right in slugs] == sorted(row.right for row in rows)
    assert page(people, "?sort=nonsense&page=99&bank=none-such&show=x").count('scope="row"') == len(rows)


def test_candidates_are_undecided_items_people_agree_on_with_the_way_to_the_editor(people):
    versions = versions_of(people)
    slug, version = next(iter(versions.items()))
    versions[slug] = correct_item(version, ambiguity="undecided")
    agreed = answer(crowd(people.cohort, "agreed", 14, MONDAY_9), PRACTICE, versions, seed=1, now=MONDAY_9)
    assert "No candidates" in page(people, "?show=gold")
    row = next(r for r in health_of(BANK) if r.version.item.slug == slug)
    assert not row.may_be_gold
    assert replace(row, commonest_low=0.75).may_be_gold
    assert not replace(row, commonest_low=0.75, n=9).may_be_gold
    assert not replace(row, commonest_low=0.75, version=version).may_be_gold
    assert len(agreed) == 14


def test_contests_are_counted(people, answered):
    for response in Response.objects.filter(step__position=0)[:3]:
        Contest.objects.create(response=response, reason="It says otherwise.", created_at=MONDAY_9)
    (row,) = [row for row in health_of(BANK) if row.contests]
    assert row.contested == 3 / SIZE
    assert "Contested" in page(people)


def test_a_bank_nobody_has_answered_says_so(people):
    assert "Nobody has answered yet" in page(people)


def test_the_page_costs_the_same_at_one_and_at_many(people, django_assert_num_queries):
    answer(crowd(people.cohort, "one", 1, MONDAY_9), PRACTICE, versions_of(people), seed=1, now=MONDAY_9)
    client, path = signed_in(people.operations), reverse("bank_health")
    client.get(path)
    with django_assert_num_queries(5):  # session, person, banks, answers, versions
        client.get(path)
    answer(crowd(people.cohort, "more", 30, MONDAY_9), PRACTICE, versions_of(people), seed=2, now=MONDAY_9)
    with django_assert_num_queries(5):
        client.get(path)

"""Attack 5: the key guessed from what is not the content: shape, lengths, order, ids, the side, the head of a reply.

On the course that ships. A guesser that is told every other key (nearest neighbours, leaving one out) must do no
better than chance allows: the bound is the 99.9th percentile of a guesser that guesses, so that it holds for the
content as it is and fails for content that gives itself away.
"""

import json
import uuid
from collections import Counter
from collections.abc import Callable, Sequence

import pytest
from django.test import Client
from scipy.stats import binom

from courseware.curriculum import Content, ItemContent
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.keys import parse_key
from courseware.loader import load
from tests.faults.answering import PAIRS, PRACTICE, open_attempt
from tests.people import People
from training.activities import check_config
from training.domain.attempts import step_view
from training.models import Step

NEIGHBOURS = 3
TAIL = 0.001


@pytest.fixture(scope="module")
def content() -> Content:
    return load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)


def key_of(item: ItemContent, content: Content) -> str:
    labels = [label.id for label in content.program.guideline(item.guideline).labels]
    return parse_key(item.key, labels).best


def text_of(item: ItemContent) -> str:
    return " ".join(item.body.values())


# What one can measure of an item without reading it.
MEASURES: dict[str, Callable[[ItemContent], list[float]]] = {
    "place in the file": lambda item: [float("".join(filter(str.isdigit, item.slug.rpartition("-")[2])))],
    "characters": lambda item: [len(text_of(item))],
    "words": lambda item: [len(text_of(item).split())],
    "length of each part": lambda item: [len(part) for part in item.body.values()],
    "sentences": lambda item: [text_of(item).count(".")],
    "size as sent": lambda item: [len(json.dumps(dict(item.body)))],
}


def guessed_right(points: Sequence[Sequence[float]], keys: Sequence[str]) -> int:
    """How many keys the nearest other items tell."""
    right = 0
    for own, point in enumerate(points):
        others = sorted(
            (sum((a - b) ** 2 for a, b in zip(point, other, strict=False)), number)
            for number, other in enumerate(points)
            if number != own
        )
        votes = Counter(keys[number] for _, number in others[:NEIGHBOURS])
        right += votes.most_common(1)[0][0] == keys[own]
    return right


def most_by_chance(keys: Sequence[str]) -> float:
    """What a guesser who knows only how often each key occurs gets right, but for one time in a thousand."""
    share = max(Counter(keys).values()) / len(keys)
    return float(binom.ppf(1 - TAIL, len(keys), share))


@pytest.mark.parametrize("guideline", ["severity", "support"])
@pytest.mark.parametrize("measure", MEASURES)
def test_what_can_be_measured_of_an_item_does_not_tell_its_label(content: Content, guideline: str, measure: str):
    items = [item for item in content.items if item.guideline == guideline and not item.twin]
    keys = [key_of(item, content) for item in items]
    assert guessed_right([MEASURES[measure](item) for item in items], keys) <= most_by_chance(keys)


@pytest.mark.parametrize("side", ["charged", "neutral"])
@pytest.mark.parametrize("guideline", ["severity", "urgency"])
@pytest.mark.parametrize("measure", MEASURES)
def test_nor_does_it_on_the_ladder(content: Content, guideline: str, side: str, measure: str):
    """Twins have one key and about one length, and no key is ever told there: each side is looked at by itself."""
    assert content.program.ladder is not None
    modules = [rung.module for rung in content.program.ladder.rungs]
    slugs = {slug for module in modules if module.config["guideline"] == guideline for slug in module.config[side]}
    items = [item for item in content.items if item.slug in slugs]
    keys = [key_of(item, content) for item in items]
    assert guessed_right([MEASURES[measure](item) for item in items], keys) <= most_by_chance(keys)


@pytest.mark.parametrize("module", ["w1d2-support", "w1d3-severity"])
@pytest.mark.parametrize("measure", [name for name in MEASURES if name != "place in the file"])
def test_what_can_be_measured_of_an_item_does_not_tell_that_it_is_an_attention_check(
    content: Content, module: str, measure: str
):
    """Of four checks the nearest neighbours pick out one at most (and the places of items are not sent)."""
    asked = content.program.modules[module]
    items = [item for item in content.items if item.slug in asked.item_slugs]
    checks = [item.slug in asked.config["attention_checks"] for item in items]
    points = [MEASURES[measure](item) for item in items]
    assert sum(checks) == 4
    assert picked_out(points, checks) <= 1


def picked_out(points: Sequence[Sequence[float]], checks: Sequence[bool]) -> int:
    """How many checks have mostly checks for their nearest neighbours."""
    found = 0
    for own in (number for number, check in enumerate(checks) if check):
        others = sorted(
            (sum((a - b) ** 2 for a, b in zip(points[own], point, strict=False)), number)
            for number, point in enumerate(points)
            if number != own
        )
        found += sum(checks[number] for _, number in others[:NEIGHBOURS]) > NEIGHBOURS / 2
    return found


PAIR_RULES: dict[str, Callable[[str, str], bool]] = {
    "longer": lambda a, b: len(a) > len(b),
    "more words": lambda a, b: len(a.split()) > len(b.split()),
    "more lines": lambda a, b: a.count("\n") > b.count("\n"),
    "written first": lambda a, b: True,
}


@pytest.mark.parametrize("rule", PAIR_RULES)
def test_no_rule_of_thumb_picks_the_better_response(content: Content, rule: str):
    pairs = [item for item in content.items if item.guideline == "preference"]
    guesses = [PAIR_RULES[rule](pair.body["response_a"], pair.body["response_b"]) for pair in pairs]
    right = sum(guess == (pair.key["side"] == "a") for guess, pair in zip(guesses, pairs, strict=True))
    low, high = binom.ppf([0.01, 0.99], len(pairs), 0.5)
    assert low <= right <= high, f"{right} of {len(pairs)}"


def test_neither_the_longest_option_nor_its_letter_answers_a_lesson(content: Content):
    checks = [module.config["check"] for module in content.program.modules.values() if module.kind == "lesson"]
    longest = sum(
        max(check["options"], key=lambda option: len(option["text"]))["id"] == check["answer"] for check in checks
    )
    letters = Counter(check["answer"] for check in checks)
    assert longest <= len(checks) / 2
    assert max(letters.values()) <= len(checks) / 2


class TestAsSent:
    """What the browser gets of two items with different keys differs in their texts and nowhere else."""

    def steps(self, people: People, client: Client, module: str) -> list[dict]:
        attempt = open_attempt(people.enrolment, module)
        client.force_login(people.trainee)
        return client.get(f"/attempts/{attempt.public_id}/").context["data"]["steps"]

    @pytest.mark.parametrize(("module", "texts"), [(PRACTICE, {"passages"}), (PAIRS, {"prompt", "left", "right"})])
    def test_without_its_texts_and_token_every_step_is_the_same(self, people, client, module, texts):
        steps = self.steps(people, client, module)
        # How long a text takes to read is told by its length.
        left_out = texts | {"step", "contestUrl", "floorMs"}
        rest = [{name: value for name, value in step.items() if name not in left_out} for step in steps]
        assert len(steps) >= 8
        assert all(each == rest[0] for each in rest)
        assert {tuple(step) for step in steps} == {tuple(steps[0])}
        # Where its key can be contested once it is answered is told by the step's place alone.
        places = [step["contestUrl"].rstrip("/").split("/")[-2] for step in steps]
        assert sorted(map(int, places)) == list(range(len(steps)))

    def test_passages_are_labelled_alike(self, people, client):
        steps = self.steps(people, client, PRACTICE)
        assert len({tuple(passage["label"] for passage in step["passages"]) for step in steps}) == 1

    def test_tokens_are_random_and_in_no_order(self, people, client):
        steps = self.steps(people, client, PRACTICE)
        tokens = [uuid.UUID(step["step"]) for step in steps]
        assert {token.version for token in tokens} == {4}
        assert tokens != sorted(tokens)
        attempt = open_attempt(people.other_enrolment, PRACTICE)
        assert not set(tokens) & set(attempt.steps.values_list("token", flat=True))

    def test_no_database_id_or_slug_of_an_item_is_sent(self, people, client):
        page = json.dumps(self.steps(people, client, PRACTICE))
        assert "sev-" not in page
        assert not {"item", "id", "slug", "version", "difficulty", "domain", "number"} & set(json.loads(page)[0])


def test_the_order_of_items_is_the_seeds_and_not_the_authors(people):
    orders = set()
    for enrolment in (people.enrolment, people.other_enrolment, people.foreign_enrolment):
        steps = open_attempt(enrolment, PRACTICE).steps.order_by("position")
        orders.add(tuple(steps.values_list("item_version__item__slug", flat=True)))
    assert len(orders) == 3
    assert tuple(sorted(next(iter(orders)))) not in orders


def test_the_side_of_the_better_response_is_as_good_as_tossed(people):
    left_is_better = []
    for enrolment in (people.enrolment, people.other_enrolment, people.foreign_enrolment):
        attempt = open_attempt(enrolment, PAIRS)
        for step in Step.objects.filter(attempt=attempt).select_related("attempt"):
            view = step_view(attempt, step)
            left_is_better.append(view.item is not None and view.item.key["side"] == view.plan["left"])
    low, high = binom.ppf([1e-6, 1 - 1e-6], len(left_is_better), 0.5)
    assert low <= sum(left_is_better) <= high

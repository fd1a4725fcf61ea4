"""The part of a judgement in which one says why: what it takes, what it says, what simulated people write."""

import random

import pytest

from courseware.curriculum import Guideline, Label
from courseware.mentions import NAME
from training.activities.base import Answer, ConfigCheck, InvalidAnswer, ItemView, SimulatedPerson, StepView
from training.activities.parts.rationale import LONGEST, MOST_SPANS, SHORTEST, Rationale
from training.activities.practice import Practice

FACTORS = [
    {"name": "no action", "text": "The author states a view and does not urge anyone to shut them out.", "weight": 0.6},
    {"name": "belonging", "text": "The hill families are told that they have no place here.", "weight": 0.4},
]
ITEM = ItemView(
    slug="one",
    kind="ordinal",
    body={"text": "They pay their share. But there is no real place for the hill families at our table."},
    key={"label": "mild"},
    rationale="It excludes, and urges nothing.",
    factors=FACTORS,
    difficulty=0.4,
    planted={"halo": {"warm": "A warm text that is shown in its place.", "curt": "Curt."}},
)
GUIDELINE = Guideline(
    slug="severity",
    title="Severity",
    text="",
    scale="ordinal",
    question="How severe is this?",
    labels=(Label(id="none", name="None"), Label(id="mild", name="Mild")),
)
CONFIG = {"guideline": "severity", "items": ["one"], "confidence": False, "rationale": True}
STEP = StepView(plan={}, config=CONFIG, item=ITEM, guideline=GUIDELINE)
WHY = "It is only an opinion and urges nobody to act."


def span(start: object = 0, end: object = 5, passage: object = 0) -> dict:
    return {"passage": passage, "start": start, "end": end}


def grade(rationale: object, choice: str = "mild", step: StepView = STEP):
    return Practice().grade(step, Answer({"choice": choice, "parts": {"rationale": rationale}}))


class TestWhatIsKept:
    def test_the_text_without_its_margins_and_the_marks_in_order(self):
        kept = grade({"text": f"  {WHY}\n", "spans": [span(8, 12), span(0, 3), span(0, 3)]}).stored["parts"][
            "rationale"
        ]
        assert kept == {"text": WHY, "spans": [span(0, 3), span(8, 12)]}

    def test_what_is_kept_is_read_again_as_it_is(self):
        graded = grade({"text": f" {WHY}", "spans": [span()]})
        assert grade(graded.stored["parts"]["rationale"]).stored == graded.stored

    @pytest.mark.parametrize("text", ["", " " * 30, "x" * (SHORTEST - 1), "x" * (LONGEST + 1), None, 7, ["x" * 30]])
    def test_too_little_and_too_much_is_refused(self, text):
        with pytest.raises(InvalidAnswer, match="20 to 800 characters"):
            grade({"text": text, "spans": []})

    @pytest.mark.parametrize("length", [SHORTEST, LONGEST])
    def test_the_limits_themselves_are_taken(self, length):
        assert len(grade({"text": "y" * length}).stored["parts"]["rationale"]["text"]) == length

    @pytest.mark.parametrize(
        "spans",
        [
            "0-5", [[0, 5]], [span(5, 5)], [span(-1, 5)], [span(0, 10**9)], [span(True, 5)], [span(0.0, 5)],
            [span(passage=99)], [span() | {"note": "x"}], [span(n, n + 1) for n in range(MOST_SPANS + 1)], {"a": 1},
        ],
    )  # fmt: skip
    def test_marks_that_are_no_places_are_refused(self, spans):
        with pytest.raises(InvalidAnswer, match="expected"):
            grade({"text": WHY, "spans": spans})

    @pytest.mark.parametrize("value", [None, "why", [WHY], {"text": WHY, "html": "<b>"}])
    def test_it_is_asked_for_and_has_one_shape(self, value):
        with pytest.raises(InvalidAnswer) as caught:
            grade(value)
        assert caught.value.field.startswith("answer.parts.rationale")

    def test_it_is_refused_where_it_is_not_asked_for(self):
        quiet = StepView(plan={}, config=CONFIG | {"rationale": False}, item=ITEM, guideline=GUIDELINE)
        with pytest.raises(InvalidAnswer, match="not asked for"):
            grade({"text": WHY}, step=quiet)
        assert "parts" not in Practice().present(quiet)


class TestWhatThePageIsTold:
    def test_limits_and_nothing_of_the_factors(self):
        shown = Practice().present(STEP)
        assert shown["parts"] == {"rationale": {"shortest": SHORTEST, "longest": LONGEST, "mostSpans": MOST_SPANS}}
        assert "no action" not in str(shown)

    def test_config_takes_true_or_false(self):
        checked = ConfigCheck({"rationale": "yes"})
        Rationale().check(checked)
        assert checked.problems == ["config.rationale: expected true or false"]


class TestWhatIsSaidAfterwards:
    def said(self, text: str, choice: str = "mild", step: StepView = STEP) -> dict | None:
        return grade({"text": text, "spans": []}, choice, step).feedback.get("parts", {}).get("rationale")

    def test_what_it_seems_to_mention(self):
        assert self.said(WHY) == {
            "mentions": ["no action"],
            "others": ["belonging"],
            "counts": True,
            "estimator": NAME,
        }

    def test_a_wrong_label_makes_it_count_nothing(self):
        said = self.said(WHY, "none")
        assert said["mentions"] == ["no action"]
        assert said["counts"] is False

    def test_an_item_without_factors_says_nothing(self):
        bare = StepView(plan={}, config=CONFIG, item=ItemView(**vars(ITEM) | {"factors": []}), guideline=GUIDELINE)
        assert self.said(WHY, step=bare) is None

    def test_a_copy_of_what_was_shown_in_the_texts_place_is_no_reason(self):
        factors = [{"name": "warmth", "text": "A warm text is shown in its place.", "weight": 1.0}]
        item = ItemView(**vars(ITEM) | {"factors": factors})
        step = StepView(plan={}, config=CONFIG, item=item, guideline=GUIDELINE)
        assert self.said("A warm text that is shown in its place.", step=step)["mentions"] == []


class TestSimulatedPeople:
    def test_what_they_send_is_taken_and_is_neither_nothing_nor_all(self):
        rng, shares = random.Random(5), []
        for _ in range(60):
            sent = Practice().simulate(STEP, SimulatedPerson(skill=0.8), rng)
            said = Practice().grade(STEP, Answer(sent.value, sent.confidence)).feedback["parts"]["rationale"]
            shares.append(len(said["mentions"]) / len(FACTORS))
        assert 0.2 < sum(shares) / len(shares) < 0.8
        assert {0.0, 0.5, 1.0} == set(shares)

    def test_the_same_seed_writes_the_same(self):
        one, other = (Practice().simulate(STEP, SimulatedPerson(), random.Random(3)) for _ in range(2))
        assert one == other

    def test_no_factor_is_copied(self):
        rng = random.Random(6)
        for _ in range(60):
            text = Practice().simulate(STEP, SimulatedPerson(skill=0.97), rng).value["parts"]["rationale"]["text"]
            assert not runs_of(text, 5) & set().union(*(runs_of(factor["text"], 5) for factor in FACTORS))

    def test_more_skill_names_more(self):
        def named(skill: float) -> int:
            rng = random.Random(7)
            sent = [Practice().simulate(STEP, SimulatedPerson(skill=skill), rng) for _ in range(80)]
            return sum(
                len(grade(one.value["parts"]["rationale"]).feedback["parts"]["rationale"]["mentions"]) for one in sent
            )

        assert named(0.95) > named(0.6)

    def test_marks_are_sentences_of_the_text_and_none_where_another_text_is_shown(self):
        rng = random.Random(8)
        planted = StepView(plan={"bias": "halo", "arm": "warm"}, config=CONFIG, item=ITEM, guideline=GUIDELINE)
        text = ITEM.body["text"]
        marked = [
            text[one["start"] : one["end"]]
            for _ in range(20)
            for one in Rationale().simulate(STEP, "mild", SimulatedPerson(), rng)["spans"]
        ]
        assert set(marked) == {"They pay their share.", text.removeprefix("They pay their share. ")}
        assert Rationale().simulate(planted, "mild", SimulatedPerson(), rng)["spans"] == []


def runs_of(text: str, length: int) -> set[tuple[str, ...]]:
    words = text.lower().strip(".").split()
    return {tuple(words[at : at + length]) for at in range(len(words) - length + 1)}

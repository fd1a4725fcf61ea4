"""The match of words behind "seems to mention", on reasons as people write them, and on what is no reason at all."""

import random
import tomllib

import pytest

from courseware.domain.programs import CONTENT_ROOT
from courseware.mentions import MAX_CLAUSES, clauses, concepts, mentions
from courseware.stems import stem

BODY = ("text", "source", "claim", "prompt", "response_a", "response_b")

SUPPER = (
    "The harvest supper was quieter this year. It was nicer before the hill families moved in, and I am not afraid to "
    "say that there is no real place for them at our table. They pay their share and keep their hedges trimmed, I "
    "grant them that. But paying does not make you one of us, and it never will."
)
SUPPER_FACTORS = [
    {"name": "belonging", "text": "The hill families are told that they have no place and never will.", "weight": 0.5},
    {"name": "no action", "text": "The author states a view and does not urge anyone to shut them out.", "weight": 0.3},
    {
        "name": "concessions",
        "text": "Granting that they pay and trim hedges does not soften the exclusion.",
        "weight": 0.2,
    },
]
GLAZIER = (
    "The letter from the glazier is dated 11 August. In it he promises the chapel window within three weeks of "
    "receiving the lead. The lead was ordered on 14 August from a firm on the coast, which wrote back that it had "
    "plenty in stock. The window was in place for the harvest service on 5 October.",
    "The lead for the chapel window reached the glazier before September began.",
)
GLAZIER_FACTORS = [
    {"name": "date absent", "text": "No date is given for the arrival of the lead.", "weight": 0.5},
    {"name": "likely is not stated", "text": "Plenty in stock makes an early delivery plausible but does not show it.",
     "weight": 0.3},
    {"name": "later fits too", "text": "Delivery in September would still allow the window to be ready for 5 October.",
     "weight": 0.2},
]  # fmt: skip


def found(text, factors=SUPPER_FACTORS, given=(SUPPER,)) -> set[str]:
    there = mentions(text, factors, given).mentioned
    return {factor["name"] for factor, mentioned in zip(factors, there, strict=True) if mentioned}


class TestReasonsAsPeopleWriteThem:
    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("They say this family group has no place and never will, thats exclusion.", {"belonging"}),
            ("its only an opinion, nobody is told to do anything", {"no action"}),
            ("He says nice things about the hedges too, which is a concession.", {"concessions"}),
            ("Excludes the families outright, but it doesn't call on anybody to do something.",
             {"belonging", "no action"}),
            ("I read it twice and this seemed the best fit.", set()),
            ("It sounds mean to me and I would not want to read that about myself.", set()),
        ],
    )  # fmt: skip
    def test_of_a_harmful_text(self, text, names):
        assert found(text) == names

    @pytest.mark.parametrize(
        ("text", "names"),
        [
            ("we are never told when the lead arrived", {"date absent"}),
            ("Having plenty in stock only makes it likely.", {"likely is not stated"}),
            ("It could still have come in September and been ready.", {"later fits too"}),
            ("The source never says when it arrived, and being in stock makes it plausible, no more.",
             {"date absent", "likely is not stated"}),
            ("The chapel is old and the coast is far away from there.", set()),
        ],
    )  # fmt: skip
    def test_of_a_claim(self, text, names):
        assert found(text, GLAZIER_FACTORS, GLAZIER) == names

    def test_share_is_by_weight(self):
        told = mentions(
            "Nobody is told to act, it is an opinion. He concedes a little, that they trim their hedges.",
            SUPPER_FACTORS,
            [SUPPER],
        )
        assert told.mentioned == (False, True, True)
        assert told.share == pytest.approx(0.5)

    def test_it_needs_factors(self):
        with pytest.raises(ValueError, match="factors"):
            mentions("Whatever was said here.", [])


class TestGaming:
    def test_the_items_own_text_mentions_nothing(self):
        assert found(SUPPER) == set()
        assert found(f"{SUPPER} That is what it says.") == set()

    def test_its_words_in_another_order_mention_nothing(self):
        words = SUPPER.split()
        random.Random(4).shuffle(words)
        assert found(" ".join(words)) == set()

    def test_a_list_of_keywords_mentions_nothing(self):
        every = " ".join(f"{factor['name']} {factor['text']}" for factor in SUPPER_FACTORS)
        keywords = sorted({concept.strip("=") for concept in concepts(every)})
        for between in (" ", ", ", ". ", "\n", "; "):
            assert found(between.join(keywords)) == set()

    def test_saying_it_again_changes_nothing(self):
        once = "It is only an opinion and urges nobody to act."
        assert found(" ".join([once] * 10)) == found(once) == {"no action"}

    def test_one_clause_mentions_one_factor(self):
        assert (
            len(found("belonging no place opinion action urge shut concession hedges soften of the and to is it")) <= 1
        )

    def test_only_so_much_is_read(self):
        padding = "This is the way that I have come to think of all of it. "
        reason = "It is only an opinion and urges nobody to act."
        assert found(reason + " " + padding * 40) == {"no action"}
        assert found(padding * 40 + reason) == set()
        assert len(clauses(padding * 40)) == MAX_CLAUSES

    def test_every_other_rationale_of_a_bank_at_once_says_no_more_than_one_of_them(self):
        """800 characters of sensible sentences about other items: they touch a factor now and then, as any one may."""
        items, rng = bank("severity"), random.Random(1)
        long = single = factors = 0
        for item in items:
            others = [other["rationale"] for other in items if other is not item]
            rng.shuffle(others)
            factors += len(item["factors"])
            long += sum(mentions(" ".join(others), item["factors"], texts(item)).mentioned)
            single += sum(mentions(others[0], item["factors"], texts(item)).mentioned)
        assert single / factors < 0.08
        assert long / factors < 0.16


class TestOnTheBank:
    """What authors wrote as the reason of an item, beside its own factors and beside another item's."""

    @pytest.mark.parametrize("guideline", ["severity", "support", "preference"])
    def test_own_factors_are_found_far_oftener_than_anothers(self, guideline):
        items, rng = bank(guideline), random.Random(2)
        own = other = copied = factors = 0
        for item in items:
            factors += len(item["factors"])
            own += sum(mentions(item["rationale"], item["factors"], texts(item)).mentioned)
            another = rng.choice([each for each in items if each is not item])
            other += sum(mentions(another["rationale"], item["factors"], texts(item)).mentioned)
            copied += sum(mentions(" ".join(texts(item)), item["factors"], texts(item)).mentioned)
        assert own / factors > 0.45
        assert other / factors < 0.08
        assert copied == 0


class TestWords:
    @pytest.mark.parametrize(
        "forms",
        [
            "threatens threatening threatened threat",
            "quotes quoted quoting",
            "families family",
            "stopped stops stopping",
            "gave gives given",
            "denied denies deny",
            "lied lies lying",
        ],
    )
    def test_forms_of_a_word_are_one_concept(self, forms):
        assert len({concepts(form) for form in forms.split()}) == 1

    def test_phrases_and_synonyms_are_one_concept(self):
        assert concepts("shut out") == concepts("shut them out") == concepts("excluded") == concepts("not welcome")
        assert concepts("it does not mention this") == concepts("silence")

    def test_function_words_name_nothing(self):
        assert concepts("and the of it is") == ()

    def test_stems(self):
        assert stem("classes") == stem("class")
        assert stem("said") == stem("says")
        assert stem("happily") == stem("happy")


def bank(guideline: str) -> list[dict]:
    found = []
    for path in sorted((CONTENT_ROOT / "foundations" / "items").glob("*.toml")):
        document = tomllib.loads(path.read_text(encoding="utf-8"))
        if document["guideline"] == guideline:
            found += [item for item in document["items"] if item.get("factors")]
    return found


def texts(item: dict) -> list[str]:
    return [item[name] for name in BODY if name in item]

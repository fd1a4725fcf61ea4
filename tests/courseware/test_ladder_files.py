"""The ladder's file: what is wrong with it is named, and what the shipped one promises in words holds in its files."""

from pathlib import Path

import pytest

from courseware.curriculum import Content, Ladder
from courseware.domain.programs import CONTENT_ROOT, DEFAULT_PROGRAM
from courseware.loader import load
from courseware.reading import ContentError
from tests.courses import write_course
from training.activities import check_config

LADDER = """
requires = ["d1-lesson"]

[[tiers]]
number = 1
title = "Insult"
version = "tier-1-v1"
file = "tier-1.md"

[[rungs]]
intensity = 1
tier = 1
[rungs.module]
slug = "ladder-1"
kind = "exposure"
title = "Insult"
minutes = 8
config = { guideline = "severity", charged = ["c-1", "c-2"], neutral = ["n-1", "n-2"], per_sitting = 2, repeats = 1 }
"""
ITEM = """
[[items]]
slug = "{slug}"
kind = "ordinal"
text = "Words of {slug} here."
key = {{ label = "{label}" }}
rationale = "Because."
difficulty = 0.4
intensity = {intensity}
twin = "{twin}"
factors = [{{ name = "one", text = "One.", weight = 1.0 }}]
"""


@pytest.fixture
def course(tmp_path: Path) -> Path:
    root = write_course(tmp_path / "small")
    program = (root / "program.toml").read_text()
    program = program.replace('"items/pairs.toml"]', '"items/pairs.toml", "items/twins.toml"]\nladder = "ladder.toml"')
    twins = [
        ITEM.format(slug=slug, twin=twin, label="mild", intensity=int(slug.startswith("c")))
        for number in (1, 2)
        for slug, twin in ((f"c-{number}", f"n-{number}"), (f"n-{number}", f"c-{number}"))
    ]
    files = {
        "program.toml": program,
        "ladder.toml": LADDER,
        "tier-1.md": "What will be shown.\n",
        "items/twins.toml": 'guideline = "severity"\n' + "".join(twins),
    }
    for name, text in files.items():
        (root / name).write_text(text)
    return root


def test_a_ladder_is_beside_the_days(course: Path):
    program = load(course, check_config).program
    assert program.ladder is not None
    rung = program.ladder.rungs[0]
    assert (rung.intensity, rung.tier, program.ladder.tier(1).text.strip()) == (1, 1, "What will be shown.")
    assert program.modules["ladder-1"] == rung.module == program.ladder.rung_of("ladder-1").module
    assert "ladder-1" not in program.day_of


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        ("ladder.toml", '["d1-lesson"]', '["d9-lesson"]', "requires: there is no module 'd9-lesson' in a day"),
        ("ladder.toml", "number = 1", "number = 2", "tiers: expected the numbers 1, 2, 3"),
        ("ladder.toml", "tier = 1", "tier = 3", "rungs: there is no tier 3"),
        ("ladder.toml", "intensity = 1", "intensity = 6", "rungs[1].intensity: is 6; expected a whole number"),
        ("ladder.toml", "intensity = 1", "intensity = 2", "charged: 'c-1' has the intensity 1; expected 2"),
        ("ladder.toml", "tier-1.md", "tier-9.md", "the file 'tier-9.md' does not exist"),
        ("ladder.toml", 'version = "tier-1-v1"', "", "tiers[1].version: is missing"),
        ("ladder.toml", '"ladder-1"', '"d1-lesson"', "the slug is used twice"),
        ("ladder.toml", '"exposure"', '"practice"', "module.kind: is 'practice'; expected 'exposure'"),
        ("ladder.toml", '["n-1", "n-2"]', '["n-2", "n-1"]', "'c-1' and 'n-2' do not name each other as twin"),
        ("ladder.toml", '["n-1", "n-2"]', '["n-1"]', "expected as many of one as of the other"),
        ("ladder.toml", '"c-2"]', '"text-1-1"]', "'text-1-1' is asked elsewhere too"),
        ("ladder.toml", '"c-2"]', '"c-9"]', "charged: there is no item 'c-9'"),
        ("ladder.toml", "repeats = 1", "repeats = 9", "config.repeats is 9"),
        ("ladder.toml", "requires", "wants", "wants: is not a known key here"),
        ("items/twins.toml", '"mild"', '"none"', "'c-1' and 'n-1' have different keys"),
        ("items/twins.toml", "c-1 here", "c-1 here and there and all over the place", "more than 1.4 times as long"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_named_by_its_place(course: Path, file: str, old: str, new: str, says: str):
    text = (course / file).read_text()
    assert old in text
    (course / file).write_text(text.replace(old, new, 1))
    with pytest.raises(ContentError) as refused:
        load(course, check_config)
    assert any(says in str(problem) for problem in refused.value.problems), refused.value


@pytest.fixture(scope="module")
def shipped() -> Content:
    return load(CONTENT_ROOT / DEFAULT_PROGRAM, check_config)


@pytest.fixture(scope="module")
def ladder(shipped: Content) -> Ladder:
    assert shipped.program.ladder is not None
    return shipped.program.ladder


def test_education_and_skills_come_before_the_first_rung(shipped: Content, ladder: Ladder):
    required = [shipped.program.modules[slug] for slug in ladder.requires]
    assert [module.kind for module in required] == ["lesson", "skill"] * 5
    skills = [module.config["skill"] for module in required if module.kind == "skill"]
    assert skills == ["breathing", "labelling", "distancing", "looking", "closing"]


def test_rungs_rise_from_0_to_3_and_have_sixteen_pairs_each(ladder: Ladder):
    assert [(rung.intensity, rung.tier) for rung in ladder.rungs] == [(0, 1), (1, 1), (2, 2), (3, 3)]
    assert {len(rung.module.config["charged"]) for rung in ladder.rungs} == {16}
    assert [rung.module.config["guideline"] for rung in ladder.rungs] == ["severity"] * 3 + ["urgency"]


# What a consent to a tier has to say, whatever else it says.
SAID = (
    "What you will be shown", "Never shown", "slurs", "sexual content", "graphic detail", "instructions",
    "real persons", "Everything is text", "hidden until you reveal it", "*Stop here* button",
    "withdraw this consent in a click", "twin with the same label, which can be unpleasant too", "(not twins)",
    "kept with the course record", "not based on evidence: ask a clinician", "You alone see them",
    "only if you say so", "weekly mean over five people or more", "nobody is told", "None of that scope is issued yet",
    "No day, score, list or condition of a certificate changes", "could ever change is the scope of a certificate",
    "clinician", "help page",
)  # fmt: skip


@pytest.mark.parametrize("number", [1, 2, 3])
def test_the_consent_to_a_tier_is_specific_in_words(ladder: Ladder, number: int):
    tier = ladder.tier(number)
    text = " ".join(tier.text.split())
    assert [words for words in SAID if words not in text] == []
    assert 250 <= len(text.split()) <= 400
    assert tier.version == f"tier-{number}-v1"


def test_a_sitting_is_no_longer_than_the_consents_say(ladder: Ladder):
    longest = max(rung.module.config["per_sitting"] + rung.module.config["repeats"] for rung in ladder.rungs)
    assert longest == 7
    assert all("Up to seven texts" in tier.text for tier in ladder.tiers)


def test_no_text_of_the_week_or_the_consents_promises_anything(shipped: Content, ladder: Ladder):
    lessons = [module.config["text"] for module in shipped.program.modules.values() if module.slug.startswith("w3")
               and module.kind == "lesson"]  # fmt: skip
    for text in lessons + [tier.text for tier in ladder.tiers]:
        assert not [words for words in ("!", "protects you", "reduces stress", "heals") if words in text.lower()]

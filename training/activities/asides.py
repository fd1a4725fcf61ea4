"""PURE: steps without an item: a stance on a claim before the items, and a guess at one's own biases after them."""

import random
from collections.abc import Mapping, Sequence
from typing import Any

from training.activities.base import (
    Answer,
    ConfigCheck,
    Graded,
    InvalidAnswer,
    JsonDict,
    PlannedStep,
    Simulated,
    SimulatedPerson,
    StepView,
)
from training.activities.biases import BIASES
from training.activities.biases.confirmation import AGREE, DISAGREE, leaning
from training.activities.choices import check_confidence, chosen, reading_seconds

ASIDE = "aside"
STANCE, GUESS = "stance", "guess"
# Config keys.
CLAIMS = "claims"
KEYS = (CLAIMS, GUESS)
# The guess that nothing moved one; never beside another.
NONE = "none"
GUESSES = (*BIASES, NONE)
STANCES = (AGREE, DISAGREE)
LOOK_BACK = "That was the last one. Think back over your answers: something beside the content may have moved them."
# From this strength on, a simulated person may notice a trait of their own.
NOTICED_FROM = 0.15
NOTICES, IMAGINES = 0.5, 0.05


def is_aside(step: StepView) -> bool:
    return ASIDE in step.plan


def check_asides(checked: ConfigCheck) -> None:
    """Complains about `claims` and `guess`."""
    checked.flag(GUESS)
    claims = checked.config.get(CLAIMS, [])
    if not isinstance(claims, list) or not all(_is_claim(claim) for claim in claims):
        checked.problems.append(f"config.{CLAIMS}: expected a list of tables with slug and text")
        return
    slugs = [claim["slug"] for claim in claims]
    if len(set(slugs)) != len(slugs):
        checked.problems.append(f"config.{CLAIMS}: a slug is there twice")
    if slugs and "confirmation" not in checked.config.get("biases", ()):
        checked.problems.append(f"config.{CLAIMS}: expected 'confirmation' among the biases, which they are for")


def with_asides(config: Mapping[str, Any], steps: Sequence[PlannedStep]) -> list[PlannedStep]:
    """The items' steps with the stances before them and the guess after them; where there is no item, nothing."""
    if not steps:
        return []
    stances = [PlannedStep(None, {ASIDE: STANCE, "claim": claim["slug"]}) for claim in config.get(CLAIMS, ())]
    guess = [PlannedStep(None, {ASIDE: GUESS})] if config.get(GUESS) else []
    return [*stances, *steps, *guess]


def present(step: StepView) -> JsonDict:
    """As any step with a choice; a guess may name several (`multiple`), with commas between."""
    stance = step.plan[ASIDE] == STANCE
    passage = {"label": "Claim", "text": _claim(step)} if stance else {"label": None, "text": LOOK_BACK}
    return {
        "shape": "choice",
        "passages": [passage],
        "question": "Do you agree?" if stance else "Which of these do you think moved you?",
        "options": _options(stance),
        "confidence": None,
        # There is no text here that an answer could come too quickly for.
        "floorMs": 0,
        **({} if stance else {"multiple": True}),
    }


def grade(step: StepView, answer: Answer) -> Graded:
    """Nothing is right or wrong here: the answer is kept, a guess with its names in the order of the options."""
    check_confidence(answer, asked=False)
    if "parts" in answer.value:
        raise InvalidAnswer("answer.parts", "is not asked for here")
    choice = chosen(answer, STANCES) if step.plan[ASIDE] == STANCE else _guessed(answer)
    return Graded(None, None, {"choice": choice}, None)


def simulate(step: StepView, person: SimulatedPerson, rng: random.Random) -> Simulated:
    text = _claim(step) if step.plan[ASIDE] == STANCE else LOOK_BACK
    choice = leaning(person, step.plan["claim"]) if step.plan[ASIDE] == STANCE else _simulated_guess(person, rng)
    return Simulated({"choice": choice}, None, reading_seconds(text, person, rng))


def _guessed(answer: Answer) -> str:
    if set(answer.value) != {"choice"} or not isinstance(answer.value["choice"], str):
        raise InvalidAnswer("answer", "expected 'choice' and nothing else")
    named = answer.value["choice"].split(",")
    for name in named:
        if name not in GUESSES:
            raise InvalidAnswer("answer.choice", f"names one that is not among {', '.join(GUESSES)}")
    if len(set(named)) != len(named):
        raise InvalidAnswer("answer.choice", "names one twice")
    if NONE in named and len(named) > 1:
        raise InvalidAnswer("answer.choice", f"names others beside {NONE!r}")
    return ",".join(guess for guess in GUESSES if guess in named)


def _simulated_guess(person: SimulatedPerson, rng: random.Random) -> str:
    """Some notice what moves them; now and then somebody names what does not."""
    named = []
    for slug, bias in BIASES.items():
        strong = abs(getattr(person, bias.trait)) >= NOTICED_FROM
        if rng.random() < (NOTICES if strong else IMAGINES):
            named.append(slug)
    return ",".join(named) or NONE


def _options(stance: bool) -> list[JsonDict]:
    if stance:
        return [{"id": AGREE, "name": "I agree", "help": ""}, {"id": DISAGREE, "name": "I disagree", "help": ""}]
    named = [{"id": slug, "name": bias.name, "help": bias.question} for slug, bias in BIASES.items()]
    return [*named, {"id": NONE, "name": "None of these", "help": "Only the content decided."}]


def _claim(step: StepView) -> str:
    claims = {claim["slug"]: claim["text"] for claim in step.config.get(CLAIMS, ())}
    return str(claims.get(step.plan["claim"], ""))


def _is_claim(claim: Any) -> bool:
    return (
        isinstance(claim, Mapping)
        and set(claim) == {"slug", "text"}
        and all(isinstance(text, str) and text.strip() for text in claim.values())
    )

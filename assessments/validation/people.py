"""PURE: simulated people whose traits are known, and cohorts of them."""

import random
from dataclasses import fields, replace

from training.activities.base import SimulatedPerson

# The trait behind each bias.
TRAITS = {
    "position": "position_bias",
    "verbosity": "verbosity_bias",
    "anchoring": "anchoring",
    "authority": "authority",
    "confirmation": "confirmation",
    "halo": "halo",
    "contrast": "contrast",
    "fatigue": "fatigue",
}
# Half of them have next to nothing of a bias and a few a lot, as one would expect of people who were not chosen.
TYPICAL, SPREAD, MOST = 0.12, 0.15, 0.7
UNBIASED = dict.fromkeys(TRAITS.values(), 0.0)


def draw(rng: random.Random) -> SimulatedPerson:
    """Somebody with every bias to some degree (0 for about one in five), skilled and calibrated to some degree."""
    biased = {trait: min(MOST, max(0.0, rng.gauss(TYPICAL, SPREAD))) for trait in UNBIASED}
    return SimulatedPerson(
        skill=min(0.95, max(0.6, rng.gauss(0.83, 0.06))),
        overconfidence=rng.gauss(0.03, 0.08),
        ambiguity=max(0.0, rng.gauss(1.4, 0.6)),
        flagging=rng.gauss(0.2, 0.35),
        **biased,
    )


def only(person: SimulatedPerson, bias: str) -> SimulatedPerson:
    """The same person with that one bias: what one exercise is made to measure."""
    return replace(person, **{**UNBIASED, TRAITS[bias]: getattr(person, TRAITS[bias])})


def unbiased(person: SimulatedPerson) -> SimulatedPerson:
    return replace(person, **UNBIASED)


def traits(person: SimulatedPerson) -> dict[str, float]:
    return {field.name: getattr(person, field.name) for field in fields(person)}

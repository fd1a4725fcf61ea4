"""PURE: every bias that exercises plant or watch, by its slug. A new one is a new file here and a place in `BIASES`."""

from training.activities.biases.anchoring import Anchoring
from training.activities.biases.authority import Authority
from training.activities.biases.base import Bias, Contrast, Dressed, Judged, Planted, judged_of
from training.activities.biases.confirmation import Confirmation
from training.activities.biases.contrast import ItemBefore
from training.activities.biases.fatigue import Fatigue
from training.activities.biases.halo import Halo
from training.activities.biases.position import Position
from training.activities.biases.verbosity import Verbosity

BIASES: dict[str, Bias] = {
    bias.slug: bias
    for bias in (
        Position(),
        Verbosity(),
        Anchoring(),
        Authority(),
        Confirmation(),
        Halo(),
        ItemBefore(),
        Fatigue(),
    )
}

__all__ = ["BIASES", "Bias", "Contrast", "Dressed", "Judged", "Planted", "judged_of"]

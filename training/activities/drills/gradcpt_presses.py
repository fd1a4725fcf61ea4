"""PURE: which press belongs to which scene of a cross-fade, where every press falls into two scenes at once.

Scene n is blended in from 0 to 100 % while scene n - 1 is blended out, and a press is dated by how far the fade is
(`measures.md` and Esterman, Noonan, Rosenberg and DeGutis 2013, Cerebral Cortex 23, 2712-2723):

1. Presses are taken in the order of time. With scene n more than 70 % there, a press belongs to n; with at most 40 %,
   to n - 1. The first press of a scene is its response; a later one in the same stretch is left over.
2. The presses in between (more than 40 %, at most 70 %) then go to whichever of the two scenes has no response yet. If
   neither has, a scene to hold back on is spared and the other one gets it; of two scenes of one kind, the nearer
   one, which is n - 1 before half of the fade. If both have one, the press is left over.

So a scene to hold back on is charged with such a press only where the neighbour to respond to has its own. Before
the first scene there is none, and after the last it fades out as long as it faded in: a press up to 70 % of that may
still be the last scene's. `assessments.measures.gradcpt.assign` is the same rule on arrays; a test holds the two
together, since neither app may lean on the other here.
"""

from collections.abc import Sequence

OWN_FROM = 0.7
PREVIOUS_UNTIL = 0.4
HALF = 0.5


def assign(
    onsets: Sequence[float], trial_ms: float, presses: Sequence[float], nogo: Sequence[bool]
) -> list[float | None]:
    """The time of the press that each scene gets as its response, or None; ms on one clock.

    `onsets`: first frame of each scene's fade, ascending; `presses` in any order.
    """
    taken: list[float | None] = [None] * len(onsets)
    between: list[tuple[float, int, float]] = []
    fade = -1
    for press in sorted(presses):
        while fade + 1 < len(onsets) and onsets[fade + 1] <= press:
            fade += 1
        if fade < 0:
            continue
        into, there = _coherence(onsets, fade, trial_ms, press)
        if PREVIOUS_UNTIL < there <= OWN_FROM:
            between.append((press, into, there))
            continue
        owner = into if there > OWN_FROM else into - 1
        if 0 <= owner < len(onsets) and taken[owner] is None:
            taken[owner] = press
    for press, into, there in between:
        free = [scene for scene in (into - 1, into) if 0 <= scene < len(onsets) and taken[scene] is None]
        if len(free) == 2 and nogo[free[0]] != nogo[free[1]]:
            free = [scene for scene in free if not nogo[scene]]
        if free:
            taken[free[0] if there < HALF else free[-1]] = press
    return taken


def _coherence(onsets: Sequence[float], fade: int, trial_ms: float, press: float) -> tuple[int, float]:
    """Which scene is fading in, and how far: 0 to 1, more where the next one came late. One beyond the last: none."""
    since = press - onsets[fade]
    if fade == len(onsets) - 1 and since >= trial_ms:
        return fade + 1, (since - trial_ms) / trial_ms
    return fade, since / trial_ms

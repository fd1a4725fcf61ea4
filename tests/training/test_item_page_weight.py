"""What a browser fetches to show the heaviest page of items for the first time: flag, shares, cases and pauses."""

import gzip

from django.urls import reverse

from tests.clients import signed_in, text_of
from tests.nuances import SHADES, nuanced
from tests.people import MONDAY_9
from tests.training.test_drill_page_weight import LINKED, served, with_imports
from training.domain.planning import create_attempt

# Bytes.
MOST = 60_000
# Loaded by what a step is, and has besides its choice.
OF_OTHER_STEPS = (
    "look/looks.js", "skill/skills.js", "drill/drills.js", "parts/before.js", "parts/points.js", "parts/strength.js",
    "parts/ratings.js", "parts/reasons.js", "parts/rationale.js",
)  # fmt: skip


def test_an_item_is_shown_with_little(db):
    enrolment = nuanced()
    attempt = create_attempt(enrolment, SHADES, number=1, seed=3, simulated=False, now=MONDAY_9)
    page = text_of(signed_in(enrolment.user), reverse("attempt", args=[attempt.public_id]))
    fetched = with_imports(LINKED.findall(page), without=OF_OTHER_STEPS)
    weights = {name: len(gzip.compress(served(name).encode())) for name in fetched}
    weights["the page itself"] = len(gzip.compress(page.encode()))
    assert {"training/runner/parts/soft.js", "training/runner/parts/pauses.js", "attune/css/nuance.css"} <= set(weights)
    assert not {"training/drill/drills.js", "training/runner/parts/marks.js"} & set(weights)
    heaviest = sorted(weights.items(), key=lambda weight: -weight[1])
    print(sum(weights.values()), "bytes", heaviest)  # noqa: T201  (what pytest -rP shows)
    assert sum(weights.values()) <= MOST

"""Evidence for a decision, made as everybody's is: by doing the course through the pages' own functions.

`make_ready(enrolment)` gives somebody who passes every gate of the foundations policy, `make_begun` somebody who is
under way, `make_failed` somebody who does not pass. Seeded by the person's address: each comes out the same every time.
"""

import random

from assessments.domain.policies import POLICY_ROOT, store_policy
from assessments.models import PolicyVersion
from assessments.policy_files import load_policy
from courseware.domain import jobs
from courseware.models import Enrolment
from tests.people import JOINED
from training.activities.base import SimulatedPerson
from training.domain.simulated_cohort import do_days

ABLE = SimulatedPerson(skill=0.97, attention=0.95, position_bias=0.0, overconfidence=0.0)
POOR = SimulatedPerson(skill=0.4, attention=0.3, position_bias=0.8, overconfidence=0.4)
# Days that are enough for every gate of the policy to be decided.
FIRST_WEEK = 5


def load_general_policy() -> PolicyVersion:
    """The policy that the tests decide under; loaded twice, it is the same version."""
    return store_policy(load_policy(POLICY_ROOT / "foundations-general.toml"), now=JOINED)[0]


def make_ready(enrolment: Enrolment) -> PolicyVersion:
    """The first week done by an able person and scored. Returns the policy version that is passed."""
    return _practise(enrolment, ABLE, FIRST_WEEK)


def make_begun(enrolment: Enrolment) -> PolicyVersion:
    """The first day done by an able person: nothing failed, not everything decided."""
    return _practise(enrolment, ABLE, 1)


def make_failed(enrolment: Enrolment) -> PolicyVersion:
    """The first week done by somebody who answers poorly and surely."""
    return _practise(enrolment, POOR, FIRST_WEEK)


def _practise(enrolment: Enrolment, person: SimulatedPerson, days: int) -> PolicyVersion:
    version = load_general_policy()
    do_days(enrolment, person, days, random.Random(enrolment.user.email))
    jobs.run_due()
    return version

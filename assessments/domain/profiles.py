"""Working a person's judgement profile out, in the background: biases and calibration over the whole course."""

from datetime import datetime

from assessments.domain.bias_profiles import profile_of
from assessments.domain.calibration_profile import calibration_of
from assessments.models import JudgementProfile
from courseware.models import Enrolment


def make_profile(enrolment: Enrolment, *, now: datetime) -> None:
    """Works the profile out from everything answered so far, and keeps it in place of the one before."""
    calibration = calibration_of(enrolment)
    document = {
        "biases": [line.to_document() for line in profile_of(enrolment)],
        "calibration": calibration and calibration.to_document(),
    }
    JudgementProfile.objects.update_or_create(enrolment=enrolment, defaults={"document": document, "made_at": now})

"""The ladder: choosing, consenting, doing, stopping."""

from django.urls import path

from training.views import exposure, exposure_sittings

SITTING = "exposure/sittings/<uuid:attempt_id>/"

urlpatterns = [
    path("exposure/", exposure.ladder, name="exposure"),
    path("exposure/rest/", exposure.take_a_rest, name="exposure_rest"),
    path("exposure/<uuid:enrolment_id>/tiers/<int:tier>/", exposure.tier, name="exposure_tier"),
    path("exposure/<uuid:enrolment_id>/start/", exposure.start, name="exposure_start"),
    path(SITTING, exposure_sittings.sitting, name="exposure_sitting"),
    path(f"{SITTING}reveal/", exposure_sittings.reveal, name="exposure_reveal"),
    path(f"{SITTING}hide/", exposure_sittings.hide, name="exposure_hide"),
    path(f"{SITTING}answer/", exposure_sittings.answer, name="exposure_answer"),
    path(f"{SITTING}stop/", exposure_sittings.stop, name="exposure_stop"),
    path(f"{SITTING}after/", exposure_sittings.after, name="exposure_after"),
]

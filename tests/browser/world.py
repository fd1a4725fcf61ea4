"""Every page of the site with something on it, and who opens it.

What has an address comes from tests/site.py. On top of it the other trainee has done day 1, was scored, and was
deferred; and a certificate of somebody in another cohort was revoked.
"""

from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone

from assessments.domain import certification
from assessments.models import Certificate
from tests import site
from tests.decided import issue
from tests.evidence import make_begun
from tests.people import People, make_people
from training.models import Attempt

REASON = "One more day of practice with pairs first, please."

# Who opens which pages; those that take a state of their own are opened by the test that brings it about.
PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "home", "verify", "verify_certificate", "join", "invitation", "account_login", "account_signup",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_email_verification_sent", "account_confirm_email",
        "account_inactive",
    ),
    "trainee": ("today", "progress", "judgement", "settings", "consent", "attempt", "answer_contest", "account_logout",
        "exposure", "exposure_tier", "exposure_sitting", "exposure_after", "report_content", "wellbeing", "help",
        "reactivity"),
    "other_trainee": ("today", "progress", "judgement", "attempt_done"),
    "instructor": ("cohorts", "cohort", "trainee", "trainee_judgement", "rationales", "rationale_grade",
        "cohort_new", "cohort_people", "cohort_wellbeing"),
    "operations": ("operations", "dossier", "certificates", "certificate", "policies", "people", "audit",
        "bank", "bank_item", "bank_compare", "bank_edit", "bank_imports", "bank_import_new", "bank_import",
        "bank_reviews", "bank_review", "bank_forms", "bank_form_new", "bank_form", "bank_health",
        "care", "reports", "report",
    ),
}  # fmt: skip
ACCOUNT_PAGES = {
    "account_email", "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index",
    "mfa_authenticate", "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate",
    "mfa_generate_recovery_codes", "mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn",
    "mfa_edit_webauthn", "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
}  # fmt: skip
NO_PAGES = {
    # take forms only
    "attempt_start", "attempt_answers", "attempt_finish", "attempt_runs", "attempt_untimed", "attempt_rule",
    "cohort_invite",
    "cohort_new_link", "cohort_revoke_link", "cohort_revoke_invitation", "certify", "defer", "certificate_revoke",
    "change_roles",
    "bank_review_open", "bank_review_decide", "bank_retire", "bank_restore", "bank_sittings",
    "bank_import_store", "bank_import_drop", "bank_form_dissolve",
    "exposure_start", "exposure_rest", "exposure_reveal", "exposure_hide", "exposure_answer", "exposure_stop",
    "mood_check", "wellbeing_delete", "contact_ask", "contact_withdraw", "contact_answered",
    # are for programs, or are a file
    "healthz", "credential", "credential_issuer", "credential_keys", "credential_key", "credential_achievement",
    "mfa_login_webauthn", "mfa_download_recovery_codes", "bank_export", "bank_import_rejected",
    "bank_form_items", "wellbeing_export",
    # leads on: signing in by a mailed code is switched off
    "account_confirm_login_code",
}  # fmt: skip


@dataclass
class World:
    people: People
    site: site.Site
    revoked: Certificate

    def paths(self, person: str) -> list[str]:
        """The addresses that PAGES names for this person."""
        return [self.site.path(name) for name in PAGES[person]]

    def results(self) -> list[str]:
        """The other trainee's results, one page of each kind of module."""
        done = Attempt.objects.filter(enrolment=self.people.other_enrolment).order_by("pk")
        return [reverse("attempt_done", args=[attempt.public_id]) for attempt in done]


def make_world() -> World:
    """Everybody of tests/people.py, and all that `build` adds."""
    return build(make_people())


def build(people: People, reason: str = REASON) -> World:
    """`reason` is what the deferral and the revocation give."""
    now = timezone.now()
    every = site.build(people)
    scored = people.other_enrolment
    version = make_begun(scored)
    certification.defer(scored.public_id, version.pk, people.operations, reason, now=now)
    revoked = issue(people.foreign_enrolment, by=people.operations)
    certification.revoke(revoked.public_id, people.operations, reason, now=now)
    every.arguments["attempt_done"] = (Attempt.objects.filter(enrolment=scored).latest("pk").public_id,)
    every.arguments |= dict.fromkeys(("trainee", "trainee_judgement"), (people.cohort.public_id, scored.public_id))
    every.arguments["dossier"] = (scored.public_id,)
    return World(people, every, revoked)

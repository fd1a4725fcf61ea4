"""A site with something on every page, and the address of every page with the person who opens it.

`test_every_address_is_named` fails when an address of the site is in neither list below.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

import courseware.roles  # noqa: F401  (who may decide is known once it is loaded)
from assessments.domain import certification
from assessments.models import Certificate
from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.models import Invitation, JoinLink, User
from tests.decided import issue
from tests.evidence import make_begun
from tests.people import People
from training.models import Attempt

REASON = "One more day of practice with pairs first, please."

# Who opens which pages. Those that need a state of their own are visited by name in test_accessibility_*.py.
PAGES: dict[str, tuple[str, ...]] = {
    "visitor": (
        "home", "verify", "verify_certificate", "join", "invitation", "account_login", "account_signup",
        "account_reset_password", "account_reset_password_done", "account_reset_password_from_key",
        "account_reset_password_from_key_done", "account_email_verification_sent", "account_confirm_email",
        "account_inactive", "mfa_authenticate",
    ),
    "trainee": (
        "today", "progress", "settings", "consent", "attempt", "attempt_done", "account_logout", "account_email",
        "account_change_password", "account_set_password", "account_reauthenticate", "mfa_index",
        "mfa_activate_totp", "mfa_deactivate_totp", "mfa_reauthenticate", "mfa_generate_recovery_codes",
        "mfa_view_recovery_codes", "mfa_list_webauthn", "mfa_add_webauthn", "mfa_edit_webauthn",
        "mfa_remove_webauthn", "mfa_reauthenticate_webauthn",
    ),
    "instructor": ("cohorts", "cohort", "trainee", "cohort_new", "cohort_people"),
    "operations": ("operations", "dossier", "certificates", "certificate", "policies", "people", "audit"),
}  # fmt: skip
NOT_PAGES = {
    "takes forms only": {
        "attempt_start", "attempt_answers", "attempt_finish", "cohort_invite", "cohort_new_link",
        "cohort_revoke_link", "cohort_revoke_invitation", "certify", "defer", "certificate_revoke", "change_roles",
    },
    "is for programs": {
        "healthz", "credential", "credential_issuer", "credential_keys", "credential_key", "credential_achievement",
        "mfa_login_webauthn",
    },
    "is a file": {"mfa_download_recovery_codes"},
    "leads on, since signing in by a mailed code is off": {"account_confirm_login_code"},
}  # fmt: skip


@dataclass
class World:
    """The trainee has done day 1 and was deferred; the others hold a certificate, one of them revoked."""

    people: People
    certificate: Certificate
    revoked: Certificate
    link: JoinLink
    invitation: Invitation

    def results(self) -> list[str]:
        """The results pages of day 1, one of each kind of module."""
        done = Attempt.objects.filter(enrolment=self.people.enrolment).order_by("pk")
        return [reverse("attempt_done", args=[attempt.public_id]) for attempt in done]

    def path(self, name: str) -> str:
        """The address of the page of this name; it may also be asked for without arguments."""
        people = self.people
        cohort, enrolment = people.cohort.public_id, people.enrolment.public_id
        arguments = {
            "verify_certificate": [self.certificate.public_id],
            "certificate": [self.certificate.public_id],
            "consent": [enrolment],
            "attempt_done": [Attempt.objects.filter(enrolment=people.enrolment).latest("pk").public_id],
            "cohort": [cohort],
            "cohort_people": [cohort],
            "trainee": [cohort, enrolment],
            "dossier": [enrolment],
            "account_confirm_email": ["no-such-key"],
            "account_reset_password_from_key": ["1", "no-such-key"],
        }
        if name in ("join", "invitation"):
            make = invitations.join_url if name == "join" else invitations.invitation_url
            return urlsplit(make(self.link if name == "join" else self.invitation)).path
        return reverse(name, args=arguments.get(name, []))


def build(people: People) -> World:
    now = timezone.now()
    version = make_begun(people.enrolment)
    certification.defer(people.enrolment.public_id, version.pk, people.operations, REASON, now=now)
    revoked = issue(people.other_enrolment, by=people.operations)
    certification.revoke(revoked.public_id, people.operations, REASON, now=now)
    invitee = Invitee("invited@attune.example", "Ivo Invited")
    return World(
        people=people,
        certificate=issue(people.foreign_enrolment, by=people.operations),
        revoked=revoked,
        link=invitations.new_join_link(people.cohort, people.instructor, now=now),
        invitation=invitations.invite(people.cohort, [invitee], people.instructor, now=now)[0],
    )


def person(world: World, name: str) -> User:
    return world.people.by_name[name]


def url_names() -> set[str]:
    """The name of every address of the site."""
    return {str(pattern.name) for pattern in _patterns(get_resolver())}


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry

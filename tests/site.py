"""A site with one of everything that has an address, and those addresses: for tests that ask all of them.

The trainee has finished a lesson, has a drill open and holds a certificate; there are an invitation and a join link.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from assessments.models import Certificate
from courseware.domain import invitations
from courseware.domain.invitees import Invitee
from courseware.models import Invitation, JoinLink
from tests.decided import issue
from tests.faults.answering import DRILL, LESSON, body_for, open_attempt
from tests.people import People
from training.models import Attempt

ANONYMOUS = "anonymous"
# Whom every address is tried with: nobody signed in, the people of tests/people.py.
VISITORS = (ANONYMOUS, "trainee", "other_trainee", "instructor", "other_instructor", "operations", "stranger")


@dataclass
class Site:
    people: People
    done: Attempt
    open: Attempt
    certificate: Certificate
    invitation: Invitation
    link: JoinLink
    arguments: dict[str, tuple[Any, ...]] = field(default_factory=dict)

    def path(self, name: str) -> str:
        return reverse(name, args=self.arguments.get(name, ()))

    def forms(self) -> dict[str, dict[str, Any]]:
        """A form that each of our own addresses accepts."""
        policy = self.certificate.policy_version_id
        reason = "One more day of practice would settle it."
        return {
            "settings": {"name": "A New Name", "time_zone": "Europe/Lisbon"},
            "consent": {"action": "withdraw"},
            "cohort_new": {
                "name": "Autumn",
                "program_version": self.people.version.pk,
                "starts_on": timezone.localdate(),
            },
            "cohort_invite": {"addresses": "nova@attune.example"},
            "attempt_start": {"enrolment": self.people.enrolment.public_id, "module": DRILL},
            "attempt_answers": body_for(self.open.steps.select_related("attempt").first()),
            "certify": {"policy_version": policy},
            "defer": {"policy_version": policy, "reason": reason},
            "certificate_revoke": {"reason": reason, "confirmation": "revoke"},
            "change_roles": {"role": "instructor", "granted": "yes"},
        }


def build(people: People) -> Site:
    now = timezone.now()
    (invitation,) = invitations.invite(
        people.cohort, [Invitee("invited@attune.example", "Ivo Invited")], people.instructor, now=now
    )
    opened = open_attempt(people.enrolment, DRILL)
    site = Site(
        people=people,
        done=Attempt.objects.get(enrolment=people.enrolment, module=LESSON),
        open=opened,
        certificate=issue(people.enrolment, by=people.operations),
        invitation=invitation,
        link=invitations.new_join_link(people.cohort, people.instructor, now=now),
    )
    site.arguments = _arguments(site)
    return site


def _arguments(site: Site) -> dict[str, tuple[Any, ...]]:
    """What stands in each address that has parts to fill."""
    cohort, enrolment = site.people.cohort.public_id, site.people.enrolment.public_id
    certificate = (site.certificate.public_id,)
    policy = site.certificate.policy_version
    return {
        "join": _signed(invitations.join_url(site.link)),
        "invitation": _signed(invitations.invitation_url(site.invitation)),
        "consent": (enrolment,),
        **dict.fromkeys(("cohort", "cohort_people", "cohort_invite", "cohort_new_link"), (cohort,)),
        "cohort_revoke_link": (cohort, site.link.public_id),
        "cohort_revoke_invitation": (cohort, site.invitation.public_id),
        "trainee": (cohort, enrolment),
        **dict.fromkeys(("attempt", "attempt_answers", "attempt_finish"), (site.open.public_id,)),
        "attempt_done": (site.done.public_id,),
        **dict.fromkeys(("dossier", "certify", "defer"), (enrolment,)),
        **dict.fromkeys(("certificate", "certificate_revoke", "verify_certificate", "credential"), certificate),
        "change_roles": (site.people.stranger.public_id,),
        "credential_key": (site.certificate.signing_key.kid,),
        "credential_achievement": (policy.slug, policy.number),
        "account_confirm_email": ("no-such-key",),
        "account_reset_password_from_key": ("1", "no-such-key"),
        **dict.fromkeys(("mfa_remove_webauthn", "mfa_edit_webauthn"), (1,)),
    }


def _signed(url: str) -> tuple[str, ...]:
    """Public id and signature of a link."""
    return tuple(urlsplit(url).path.strip("/").split("/")[1:])


def names() -> list[str]:
    """The name of every address of the site."""
    return [str(pattern.name) for pattern in _patterns(get_resolver())]


def _patterns(resolver: URLResolver) -> Iterator[URLPattern]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            yield from _patterns(entry)
        else:
            yield entry

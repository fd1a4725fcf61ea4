from courseware.models.audit import AuditEvent
from courseware.models.cohorts import Cohort, Consent, Enrolment
from courseware.models.invitations import Invitation, JoinLink
from courseware.models.items import Form, FormEntry, GuidelineVersion, Item, ItemImport, ItemVersion
from courseware.models.jobs import Job
from courseware.models.mail import OutgoingMail
from courseware.models.people import User
from courseware.models.programs import Program, ProgramVersion

__all__ = [
    "AuditEvent",
    "Cohort",
    "Consent",
    "Enrolment",
    "Form",
    "FormEntry",
    "GuidelineVersion",
    "Invitation",
    "Item",
    "ItemImport",
    "ItemVersion",
    "Job",
    "JoinLink",
    "OutgoingMail",
    "Program",
    "ProgramVersion",
    "User",
]

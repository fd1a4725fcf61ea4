"""What it is worth: progress, cohorts, certification, and what the public may verify."""

from django.urls import path

from assessments.views import (
    audit,
    certificates,
    cohorts,
    credentials,
    operations,
    people,
    policies,
    progress,
    results,
    verify,
)

urlpatterns = [
    path("attempts/<uuid:attempt_id>/done/", results.results, name="attempt_done"),
    path("progress/", progress.progress, name="progress"),
    path("cohorts/", cohorts.index, name="cohorts"),
    path("cohorts/<uuid:cohort_id>/", cohorts.cohort, name="cohort"),
    path("cohorts/<uuid:cohort_id>/trainees/<uuid:enrolment_id>/", cohorts.trainee, name="trainee"),
    path("operations/", operations.queue, name="operations"),
    path("operations/dossiers/<uuid:enrolment_id>/", operations.dossier, name="dossier"),
    path("operations/dossiers/<uuid:enrolment_id>/certify/", operations.certify, name="certify"),
    path("operations/dossiers/<uuid:enrolment_id>/defer/", operations.defer, name="defer"),
    path("operations/certificates/", certificates.index, name="certificates"),
    path("operations/certificates/<uuid:certificate_id>/", certificates.certificate, name="certificate"),
    path("operations/certificates/<uuid:certificate_id>/revoke/", certificates.revoke, name="certificate_revoke"),
    path("operations/policies/", policies.policies, name="policies"),
    path("operations/people/", people.people, name="people"),
    path("operations/people/<uuid:person_id>/roles/", people.change_roles, name="change_roles"),
    path("operations/audit/", audit.audit_log, name="audit"),
    path("verify/", verify.search, name="verify"),
    path("verify/<uuid:certificate_id>/", verify.certificate, name="verify_certificate"),
    path("credentials/issuer/", credentials.issuer, name="credential_issuer"),
    path("credentials/keys/", credentials.keys, name="credential_keys"),
    path("credentials/keys/<str:kid>/", credentials.key, name="credential_key"),
    path("credentials/achievements/<slug:slug>/<int:number>/", credentials.achievement, name="credential_achievement"),
    path("credentials/<uuid:certificate_id>/", credentials.credential, name="credential"),
]

"""Every address of the site, in one place. The other apps are named as strings only: the arrows hold."""

from django.urls import include, path

from courseware.views import account, cohorts, errors, health, home, joining, people

urlpatterns = [
    path("", home.home, name="home"),
    path("healthz", health.healthz, name="healthz"),
    path("accounts/", include("allauth.urls")),
    path("settings/", account.settings_page, name="settings"),
    path("join/<uuid:public_id>/<str:signature>/", joining.join, name="join"),
    path("invitations/<uuid:public_id>/<str:signature>/", joining.invitation, name="invitation"),
    path("consent/<uuid:enrolment_id>/", joining.consent, name="consent"),
    path("cohorts/new/", cohorts.new, name="cohort_new"),
    path("cohorts/<uuid:cohort_id>/people/", people.people, name="cohort_people"),
    path("cohorts/<uuid:cohort_id>/people/invite/", people.invite, name="cohort_invite"),
    path("cohorts/<uuid:cohort_id>/people/links/", people.new_link, name="cohort_new_link"),
    path("cohorts/<uuid:cohort_id>/people/links/<uuid:link_id>/revoke/", people.revoke_link, name="cohort_revoke_link"),
    path(
        "cohorts/<uuid:cohort_id>/people/invitations/<uuid:invitation_id>/revoke/",
        people.revoke_invitation,
        name="cohort_revoke_invitation",
    ),
    path("", include("training.urls")),
    path("", include("assessments.urls")),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

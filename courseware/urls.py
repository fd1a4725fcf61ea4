"""Every address of the site, in one place. The other apps are named as strings only: the arrows hold."""

from django.urls import include, path

from courseware.views import (
    account,
    bank,
    bank_acts,
    bank_compare,
    bank_edit,
    cohorts,
    errors,
    health,
    home,
    imports,
    joining,
    people,
)

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
    path("operations/bank/imports/", imports.index, name="bank_imports"),
    path("operations/bank/imports/new/", imports.new, name="bank_import_new"),
    path("operations/bank/imports/<uuid:import_id>/", imports.show, name="bank_import"),
    path("operations/bank/imports/<uuid:import_id>/rejected/", imports.rejected, name="bank_import_rejected"),
    path("operations/bank/imports/<uuid:import_id>/store/", imports.store, name="bank_import_store"),
    path("operations/bank/imports/<uuid:import_id>/drop/", imports.drop, name="bank_import_drop"),
    path("", include("training.urls")),
    path("", include("assessments.urls")),
    # After all others below operations/bank/: a bank and a slug can be any words.
    path("operations/bank/", bank.index, name="bank"),
    path("operations/bank/<slug:bank>/export/", bank.export, name="bank_export"),
    path("operations/bank/<slug:bank>/<slug:slug>/", bank.item, name="bank_item"),
    path("operations/bank/<slug:bank>/<slug:slug>/compare/", bank_compare.compare, name="bank_compare"),
    path("operations/bank/<slug:bank>/<slug:slug>/edit/", bank_edit.edit, name="bank_edit"),
    path("operations/bank/<slug:bank>/<slug:slug>/retire/", bank_acts.retire, name="bank_retire"),
    path("operations/bank/<slug:bank>/<slug:slug>/restore/", bank_acts.restore, name="bank_restore"),
    path("operations/bank/<slug:bank>/<slug:slug>/sittings/", bank_acts.sittings, name="bank_sittings"),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler500 = errors.server_error

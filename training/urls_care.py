"""Help, contact, reports, and what the organisation sets."""

from django.urls import path

from training.views import care, help, reports

urlpatterns = [
    path("help/", help.help_page, name="help"),
    path("help/contact/", help.ask, name="contact_ask"),
    path("help/contact/withdraw/", help.withdraw, name="contact_withdraw"),
    path(
        "cohorts/<uuid:cohort_id>/contacts/<uuid:request_id>/answered/",
        help.answered,
        name="contact_answered",
    ),
    path(
        "exposure/sittings/<uuid:attempt_id>/steps/<uuid:token>/report/",
        reports.report_content,
        name="report_content",
    ),
    path("operations/care/", care.care, name="care"),
    path("operations/reports/", reports.index, name="reports"),
    path("operations/reports/<uuid:report_id>/", reports.report, name="report"),
]

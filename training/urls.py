"""What trainees do. /today/ is where they land."""

from django.urls import include, path

from training.views import answers, attempts, item_forms, runs, today

urlpatterns = [
    path("", include("training.urls_exposure")),
    path("", include("training.urls_wellbeing")),
    path("", include("training.urls_care")),
    path("today/", today.today, name="today"),
    path("attempts/start/", attempts.start_attempt, name="attempt_start"),
    path("attempts/<uuid:attempt_id>/", attempts.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answers/", answers.submit_answer, name="attempt_answers"),
    path("attempts/<uuid:attempt_id>/finish/", answers.finish_attempt, name="attempt_finish"),
    path("attempts/<uuid:attempt_id>/runs/", runs.keep, name="attempt_runs"),
    path("attempts/<uuid:attempt_id>/untimed/", runs.untimed, name="attempt_untimed"),
    path("operations/bank/forms/", item_forms.index, name="bank_forms"),
    path("operations/bank/forms/new/", item_forms.new, name="bank_form_new"),
    path("operations/bank/forms/<uuid:form_id>/", item_forms.form, name="bank_form"),
    path("operations/bank/forms/<uuid:form_id>/items.jsonl", item_forms.items, name="bank_form_items"),
    path("operations/bank/forms/<uuid:form_id>/dissolve/", item_forms.dissolve, name="bank_form_dissolve"),
]

"""What trainees do. /today/ is where they land."""

from django.urls import path

from training.views import answers, attempts, today

urlpatterns = [
    path("today/", today.today, name="today"),
    path("attempts/start/", attempts.start_attempt, name="attempt_start"),
    path("attempts/<uuid:attempt_id>/", attempts.attempt, name="attempt"),
    path("attempts/<uuid:attempt_id>/answers/", answers.submit_answer, name="attempt_answers"),
    path("attempts/<uuid:attempt_id>/finish/", answers.finish_attempt, name="attempt_finish"),
]

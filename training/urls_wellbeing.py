"""How people say they feel: their own data, and what instructors see of five or more."""

from django.urls import path

from training.views import wellbeing

urlpatterns = [
    path("wellbeing/", wellbeing.wellbeing, name="wellbeing"),
    path("wellbeing/mood/", wellbeing.mood_check, name="mood_check"),
    path("wellbeing/export/", wellbeing.export, name="wellbeing_export"),
    path("wellbeing/delete/", wellbeing.delete, name="wellbeing_delete"),
    path("cohorts/<uuid:cohort_id>/wellbeing/", wellbeing.cohort, name="cohort_wellbeing"),
]

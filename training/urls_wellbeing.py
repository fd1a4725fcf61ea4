"""How people say they feel: their own data, and what instructors see of five or more."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

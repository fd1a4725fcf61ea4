"""Help, contact, reports, and what the organisation sets."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""The ladder: choosing, consenting, doing, stopping."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []

"""Template filters that every page may use."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from courseware.markup import render

register = template.Library()


@register.filter
def markdown(text: str) -> SafeString:
    """Markdown as sanitised HTML."""
    return mark_safe(render(text))


@register.filter
def percent(value: float | None) -> str:
    """0.873 -> 87 %"""
    return "–" if value is None else f"{100 * value:.0f}\u00a0%"


@register.filter
def grouped(value: int) -> str:
    """1234567 -> 1,234,567"""
    return f"{value:,}"


@register.filter
def points(value: float) -> str:
    """-0.043 -> −4: hundredths with a sign, a true minus, and no sign at 0"""
    rounded = round(100 * value)
    return f"+{rounded}" if rounded > 0 else f"\u2212{-rounded}" if rounded else "0"

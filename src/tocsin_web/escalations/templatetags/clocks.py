"""The clock of a question, on any page."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from tocsin_web.attention.models import Attention
from tocsin_web.escalations.engine import Standing, standing

register = template.Library()


@register.inclusion_tag("escalations/clock.html")
def clock_of(attention: Attention) -> dict[str, Any]:
    """Where a question stands now: level, due, overdue."""
    return {"standing": standing(attention, timezone.now())}


@register.inclusion_tag("escalations/clock.html")
def clock(found: Standing) -> dict[str, Any]:
    """The same, of a standing that is known already."""
    return {"standing": found}

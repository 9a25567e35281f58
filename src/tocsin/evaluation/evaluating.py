"""All measures of one run against one truth, as plain figures."""

from __future__ import annotations

from typing import Any

from tocsin.evaluation.aligning import aligned
from tocsin.evaluation.answering import decision_figures
from tocsin.evaluation.found import Found
from tocsin.evaluation.leading import Progress, Replay, lead_figures
from tocsin.evaluation.listing import list_figures, since_figures, voice_figures
from tocsin.evaluation.matching import match_mentions, match_subjects
from tocsin.evaluation.naming import mention_figures, origin_figures, role_figures
from tocsin.evaluation.repeating import echo_figures
from tocsin.evaluation.truth import Truth
from tocsin.evaluation.uniting import people_figures


def evaluate(
    truth: Truth, found: Found, *, replay: Replay | None = None, progress: Progress | None = None
) -> dict[str, Any]:
    """Measure a run.

    Args:
        truth: what is really so.
        found: what the run says.
        replay: gives what a run finds as of a day; without it lead time is left out.
    """
    truth, found, unread = aligned(truth, found)
    matching = match_mentions(truth, found)
    chosen = match_subjects(matching)
    figures: dict[str, Any] = {
        "reports": {"true": len(truth.reports), "read": len(found.texts), "unread": len(unread)},
        "decisions": decision_figures(truth, found, chosen),
        "mentions": mention_figures(truth, found, matching),
        "names": origin_figures(truth, matching),
        "roles": role_figures(matching),
        "echoes": echo_figures(truth, found),
        "people": people_figures(found, matching),
        "voices": voice_figures(truth, found, chosen),
        "lists": list_figures(truth, found, chosen),
        "unheeded_since": since_figures(truth, found, chosen),
    }
    if replay is not None:
        figures["lead_time"] = lead_figures(truth, replay, progress)
    return figures

"""What is written down beside decisions: wishes about contact, proposals refused, the triage."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.db import transaction

from tocsin_web.accounts.access import require
from tocsin_web.accounts.models import User
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.decisions.models import ContactPreference, ProposalRefused, Triage
from tocsin_web.decisions.queries import Proposal
from tocsin_web.ledger.chain import append
from tocsin_web.reports.models import Compartment, Report


@transaction.atomic
def prefer(
    *, compartment: Compartment, number: str, wish: str, how: str, known_from: str, by: User
) -> ContactPreference:
    """Record how somebody wishes to be reached, and who asked them."""
    require(by, Permission.DECIDE)
    if wish in ("through", "direct") and not how.strip():
        raise ValidationError({"how": "Say through whom, or in what way and when."})
    row = ContactPreference(
        compartment=compartment,
        number=number,
        wish=wish,
        how=how.strip(),
        known_from=known_from.strip(),
        recorded_by=by,
    )
    append(row, "contact_preference")
    record(Event.ALTERED, about=f"subject:{number}", by=by, note="contact preference")
    return row


@transaction.atomic
def refuse_proposal(
    proposal: Proposal, *, compartment: Compartment, reason: str, by: User
) -> ProposalRefused:
    """Say that what the engine read as a decision is none; it is not proposed again."""
    require(by, Permission.DECIDE)
    if not reason.strip():
        raise ValidationError({"reason": "Say why it is no decision."})
    row = ProposalRefused(
        compartment=compartment,
        number=proposal.number,
        proposal=proposal.engine_id,
        reason=reason.strip(),
        refused_by=by,
    )
    append(row, "proposal_refused")
    record(Event.DECIDED, about=f"subject:{proposal.number}", by=by, note="proposal refused")
    return row


@transaction.atomic
def triage(report: Report, *, outcome: str, reason: str, by: User) -> Triage:
    """Say where a report of the day goes."""
    require(by, Permission.DECIDE)
    row = Triage(report=report, outcome=outcome, reason=reason.strip(), triaged_by=by)
    append(row, "triage")
    record(Event.ALTERED, about=f"report:{report.pk}", by=by, note=f"triage: {outcome}")
    return row

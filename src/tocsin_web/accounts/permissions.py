"""What may be done here, and which role may do it: one table that pages, tests and docs share."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.db.models import TextChoices


class Role(TextChoices):
    """The five roles. A person may hold several, but oversight stands alone."""

    CONTRIBUTOR = "contributor", "Contributor"
    ANALYST = "analyst", "Analyst"
    DECISION_MAKER = "decision_maker", "Decision-maker"
    OVERSIGHT = "oversight", "Oversight"
    ADMINISTRATOR = "administrator", "Administrator"


class Permission(TextChoices):
    """One act each; the value is the codename of Django's permission on `accounts.User`."""

    SUBMIT_REPORTS = "submit_reports", "Send in reports and see what became of them"
    IMPORT_REPORTS = "import_reports", "Import files and approve or discard drafts"
    READ_REPORTS = "read_reports", "Read reports, as their handling allows"
    READ_SUBJECTS = "read_subjects", "See subjects, lists and pictures"
    MEND_MENTIONS = "mend_mentions", "Put right what was read off a report"
    SHARE_REPORTS = "share_reports", "Redact and share a report"
    SEAL = "seal", "Open a sealed compartment and say who is in it"
    SEE_SEALED_IDENTITY = "see_sealed_identity", "Open who reported, for a stated purpose"
    JUDGE_IDENTITIES = "judge_identities", "Judge whether two are one"
    ASSESS = "assess", "Assess whether what is known can be acted on"
    DECIDE = "decide", "Own attentions and decide"
    COUNTERSIGN = "countersign", "Countersign what somebody else decided"
    RUN_OPERATIONS = "run_operations", "Open, review and close operations"
    RAISE_ESCALATION = "raise_escalation", "Raise a question to a higher level"
    ANSWER_ESCALATION = "answer_escalation", "Answer a question that was sent on"
    SEND_OUTWARD = "send_outward", "Send an escalation to an outside body"
    READ_CHRONOLOGIES = "read_chronologies", "Read chronologies, decisions and escalations"
    READ_LEDGER = "read_ledger", "See the ledger's state and download it"
    READ_AUDIT = "read_audit", "See who read or changed what"
    READ_BOARD_REPORT = "read_board_report", "See the board report"
    KEEP_REGISTER = "keep_register", "Keep the register of complaints and findings"
    MANAGE_ACCOUNTS = "manage_accounts", "Make accounts and give roles"
    PROPOSE_POLICY = "propose_policy", "Propose a change of policy"
    APPROVE_POLICY = "approve_policy", "Approve a change somebody else proposed"


_P = Permission
_READS = (
    _P.SUBMIT_REPORTS,
    _P.READ_REPORTS,
    _P.READ_SUBJECTS,
    _P.READ_CHRONOLOGIES,
    _P.RAISE_ESCALATION,
    _P.READ_BOARD_REPORT,
    _P.ASSESS,
)

ROLES: Mapping[Role, tuple[Permission, ...]] = MappingProxyType(
    {
        Role.CONTRIBUTOR: (_P.SUBMIT_REPORTS, _P.RAISE_ESCALATION),
        Role.ANALYST: (
            *_READS,
            _P.IMPORT_REPORTS,
            _P.SEAL,
            _P.MEND_MENTIONS,
            _P.SHARE_REPORTS,
            _P.SEE_SEALED_IDENTITY,
            _P.JUDGE_IDENTITIES,
            _P.PROPOSE_POLICY,
        ),
        Role.DECISION_MAKER: (
            *_READS,
            _P.SHARE_REPORTS,
            _P.SEAL,
            _P.DECIDE,
            _P.COUNTERSIGN,
            _P.RUN_OPERATIONS,
            _P.ANSWER_ESCALATION,
            _P.SEND_OUTWARD,
            _P.PROPOSE_POLICY,
            _P.APPROVE_POLICY,
        ),
        Role.OVERSIGHT: (
            _P.READ_REPORTS,
            _P.READ_SUBJECTS,
            _P.READ_CHRONOLOGIES,
            _P.READ_LEDGER,
            _P.READ_AUDIT,
            _P.READ_BOARD_REPORT,
            _P.ANSWER_ESCALATION,
            _P.KEEP_REGISTER,
            _P.SEAL,
        ),
        Role.ADMINISTRATOR: (_P.MANAGE_ACCOUNTS, _P.PROPOSE_POLICY, _P.APPROVE_POLICY),
    }
)

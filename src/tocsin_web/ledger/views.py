"""The record on a page: its state, its checking, and what an outsider needs to check it."""

from __future__ import annotations

from pathlib import Path

from django import forms
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from tocsin_web.accounts.access import SignedInRequest, allowed
from tocsin_web.accounts.permissions import Permission
from tocsin_web.audit.models import Event
from tocsin_web.audit.recording import record
from tocsin_web.govuk.forms import GovukForm
from tocsin_web.ledger import verify_receipt
from tocsin_web.ledger.checkpoints import make_checkpoint, notes_in, post
from tocsin_web.ledger.models import Checkpoint, Verification
from tocsin_web.ledger.queries import state
from tocsin_web.ledger.tasks import verify_record

_TEXT = "text/plain; charset=utf-8"


class VerifyForm(GovukForm):
    """Checking the record, against what was kept elsewhere if there is something."""

    kept = forms.CharField(
        label="Checkpoints you kept",
        required=False,
        max_length=100_000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Paste the messages or files as you have them. Without any, a past that was"
        " rewritten whole cannot be told from the true one.",
    )

    def clean_kept(self) -> list[str]:
        """The signed notes in what was pasted."""
        text = self.cleaned_data["kept"]
        notes = notes_in(text)
        if text.strip() and not notes:
            raise forms.ValidationError("There is no checkpoint in this. Paste it with its lines.")
        return notes


@allowed(Permission.READ_LEDGER)
def ledger(request: SignedInRequest) -> HttpResponse:
    """The state of the record, and a form to have it checked."""
    form = VerifyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        asked = Verification.objects.create(asked_by=str(request.user.pk))
        verify_record.enqueue(asked.pk, form.cleaned_data["kept"])
        record(Event.READ, about="ledger", by=request.user, note="asked for verification")
        return redirect("ledger:ledger")
    checked = Verification.objects.all()[:5]
    return render(
        request, "ledger/ledger.html", {"state": state(), "form": form, "checked": checked}
    )


@allowed(Permission.READ_LEDGER)
def checkpoint(request: SignedInRequest) -> HttpResponse:
    """The latest checkpoint as text, to keep elsewhere; by a form, a new one is signed."""
    if request.method == "POST":
        post(make_checkpoint())
        return redirect("ledger:ledger")
    last = Checkpoint.objects.first()
    if last is None:
        raise Http404
    name = f"checkpoint-{last.size}.txt"
    return HttpResponse(
        last.note,
        content_type=_TEXT,
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@allowed(Permission.READ_LEDGER, Permission.SUBMIT_REPORTS)
def script(_request: SignedInRequest) -> HttpResponse:
    """The single file that checks a receipt."""
    path = Path(verify_receipt.__file__)
    return HttpResponse(
        path.read_text("utf-8"),
        content_type=_TEXT,
        headers={"Content-Disposition": f'attachment; filename="{path.name}"'},
    )

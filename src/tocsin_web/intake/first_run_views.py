"""The page of the first account, and the click that clears the fictional case."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from tocsin_web.accounts.access import SignedInRequest, allowed, anyone
from tocsin_web.accounts.permissions import Permission, Role
from tocsin_web.intake import fictional
from tocsin_web.intake import first_run as beginning
from tocsin_web.intake.forms import FirstRunForm

_MAY_BEGIN = "may_begin"


@anyone
def first_run(request: HttpRequest) -> HttpResponse:
    """Make the first account; only with the word that the terminal printed, and only once."""
    if not beginning.is_due():
        raise Http404
    if beginning.is_token(request.GET.get("token", "")):
        request.session[_MAY_BEGIN] = True
        return redirect("intake:first_run")  # the word does not stay in the address
    if not request.session.get(_MAY_BEGIN):
        return render(request, "intake/first_run_closed.html", status=403)
    form = FirstRunForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        return _begin(request, form)
    return render(request, "intake/first_run.html", {"form": form})


@require_POST
@allowed(Permission.MANAGE_ACCOUNTS)
def clear(request: SignedInRequest) -> HttpResponse:
    """Clear the fictional case away; accounts stay."""
    fictional.clear(by=request.user)
    messages.success(request, "The fictional case is gone. What you add from now on is real.")
    return redirect("desk:desk")


def _begin(request: HttpRequest, form: FirstRunForm) -> HttpResponse:
    data = form.cleaned_data
    user = beginning.begin(
        beginning.First(
            username=data["username"],
            full_name=data["full_name"],
            agency=data["agency"],
            password=data["password"],
            roles=frozenset(Role(role) for role in data["roles"]),
            countersign=data["countersign"],
            outside_name=data["outside_name"],
            outside_address=data["outside_address"],
            go_live_on=data["go_live_on"],
            is_fictional=data["fictional"],
        )
    )
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    if data["fictional"]:
        draft = fictional.load(by=user)
        if user.may(Permission.IMPORT_REPORTS):
            return redirect("intake:draft", draft.pk)
    return redirect("desk:desk")

"""What a browser is told, what a stranger is refused, and what Django's own check says."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client

from tests.web.conftest import PASSWORD
from tests.web.who_may import addresses
from tocsin_web.accounts.models import User

Signed = Callable[[User], Client]


def test_every_page_forbids_what_it_does_not_need(client: Client, db: None) -> None:
    """No inline script or style, no frame, no other site, no guessing of types."""
    page = client.get("/account/sign-in/")
    policy = page.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert page.headers["X-Content-Type-Options"] == "nosniff"
    assert page.headers["X-Frame-Options"] == "DENY"
    assert page.headers["Referrer-Policy"] == "same-origin"
    assert page.headers["Cross-Origin-Opener-Policy"] == "same-origin"


def test_pages_hold_no_inline_script_or_style(asha: User, signed_in: Signed) -> None:
    """What the policy would block is not there to begin with."""
    for address in ("/", "/account/", "/account/purpose/"):
        text = signed_in(asha).get(address).content.decode()
        assert "style=" not in text
        assert "<style" not in text
        assert "onclick" not in text
        assert text.count("<script") == text.count('<script type="module" src=')


def test_a_form_without_its_token_is_refused(asha: User) -> None:
    """Another site cannot make somebody's browser act."""
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(asha, backend="django.contrib.auth.backends.ModelBackend")
    sent = browser.post("/account/purpose/", {"purpose": "safeguard_child", "reason": "x"})
    assert sent.status_code == 403


def test_signing_out_takes_a_form(asha: User, signed_in: Signed) -> None:
    """A link cannot sign anybody out."""
    assert signed_in(asha).get("/account/sign-out/").status_code == 405


def test_the_session_is_the_browsers_alone(asha: User, client: Client) -> None:
    """No script reads the cookie, no other site sends it, and it ends with the browser."""
    asha.set_password(PASSWORD)
    asha.save()
    client.post("/account/sign-in/", {"username": "asha", "password": PASSWORD})
    cookie = client.cookies["sessionid"]
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", "")


def test_a_stranger_is_sent_to_sign_in_from_everywhere(client: Client, db: None) -> None:
    """Every address but those for anyone asks for an account, whether or not the thing exists."""
    for row in addresses():
        if row.access == "anyone":
            continue
        page = client.get(row.path)
        assert page.status_code == 302, row.name
        assert page.headers["Location"].startswith("/account/sign-in/"), row.name


def test_a_host_that_is_not_ours_is_refused(client: Client, db: None) -> None:
    """A name that leads here from outside is not answered (DNS rebinding)."""
    assert client.get("/account/sign-in/", headers={"host": "elsewhere.example"}).status_code == 400


@pytest.mark.parametrize("https", ["1"])
def test_djangos_check_for_deployment_is_clean(https: str, tmp_path: Path) -> None:
    """Served over https, `check --deploy` has nothing to say."""
    environment = {
        **{k: v for k, v in os.environ.items() if not k.startswith("DJANGO_")},
        "TOCSIN_HOME": str(tmp_path),
        "TOCSIN_HTTPS": https,
        "TOCSIN_DATABASE": "",
        "TOCSIN_HOSTS": "tocsin.example.org",
        "DJANGO_SETTINGS_MODULE": "tocsin_web.project.settings",
    }
    command = [sys.executable, "-m", "django", "check", "--deploy", "--fail-level", "WARNING"]
    run = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr.strip()) == (0, "")


def test_the_store_is_its_owners_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The folder is 0700 and a secret in it 0600, whatever they were before."""
    from tocsin_web.project.home import home, secret

    (tmp_path / "store").mkdir(mode=0o755)
    monkeypatch.setenv("TOCSIN_HOME", str(tmp_path / "store"))
    assert home().stat().st_mode & 0o777 == 0o700
    first = secret("secret.key")
    assert (tmp_path / "store" / "secret.key").stat().st_mode & 0o777 == 0o600
    assert secret("secret.key") == first
    assert len(first) > 64

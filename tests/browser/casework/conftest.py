"""The casework app served for real, and a browser in which somebody is signed in."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page
from tests.web.conftest import (  # noqa: F401 # fixtures
    adwoa,
    asha,
    ben,
    cast,
    cat,
    dana,
    first_report,
    make_user,
    oksana,
    small,
)

from tocsin_web.accounts.models import User

# Playwright keeps a loop in this thread; Django would take that for its own code being async.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

Opened = Callable[..., BrowserContext]


@pytest.fixture
def opened(browser: Browser, live_server: Any, socket_enabled: None) -> Iterator[Opened]:
    """Open a browser of a width in which somebody is signed in, or nobody is."""
    contexts: list[BrowserContext] = []

    def open_for(user: User | None, *, width: int = 1280, **more: Any) -> BrowserContext:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, base_url=live_server.url, **more
        )
        if user is not None:
            client = Client()
            client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
            value = client.cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": value, "url": live_server.url}])
        contexts.append(context)
        return context

    yield open_for
    for context in contexts:
        context.close()


@pytest.fixture
def faults() -> Callable[[Page], list[str]]:
    """What a page complains of in the browser's console, from when it is asked for."""

    def listen(page: Page) -> list[str]:
        heard: list[str] = []
        page.on("console", lambda m: heard.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda e: heard.append(str(e)))
        return heard

    return listen

"""The casework app as it is tested: a store of its own, on SQLite or on a real PostgreSQL."""

from __future__ import annotations

import os
import tempfile

os.environ["TOCSIN_HOME"] = tempfile.mkdtemp(prefix="tocsin-test-")
os.environ["TOCSIN_HTTPS"] = ""
_socket = os.environ.get("TOCSIN_TEST_POSTGRES", "")
os.environ["TOCSIN_DATABASE"] = f"postgres://tocsin@/tocsin?host={_socket}" if _socket else ""

from tocsin_web.project.settings import *  # noqa: E402, F403 # the store had to be named before

EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

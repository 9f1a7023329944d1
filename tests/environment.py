"""Loaded before settings are read (`-p tests.environment`): tests keep their files and messages to themselves."""

import os
import tempfile

os.environ.setdefault("CHARTROOM_VAR", tempfile.mkdtemp(prefix="chartroom-tests-"))
os.environ.setdefault("SECRET_KEY", "for tests alone, and long enough to sign with")
os.environ.setdefault("REDIS_URL", "memory://")
os.environ.setdefault("EMAIL_BACKEND", "django.core.mail.backends.locmem.EmailBackend")

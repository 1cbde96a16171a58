"""Settings for tests: a fresh home folder, a fast hasher, and the database that is asked for."""

import os
import tempfile

os.environ["MILEPOST_HOME"] = tempfile.mkdtemp(prefix="milepost-tests-")
os.environ.pop("MILEPOST_RELEASES", None)
os.environ["MILEPOST_DATABASE_URL"] = os.environ.get(
    "MILEPOST_TEST_DATABASE_URL", f"sqlite:///{os.environ['MILEPOST_HOME']}/tests.sqlite3"
)

from milepost.config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
ALLOWED_HOSTS = ["*"]
# Hundreds of tests sign in from one address; the rate limits have tests of their own.
_NONE = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
CACHES = {"default": _NONE, "rates": _NONE}

if os.environ.get("MILEPOST_TEST_ON_FILE"):
    # Threads of one process cannot wait for each other on a database in memory.
    DATABASES["default"]["TEST"] = {"NAME": os.environ["MILEPOST_TEST_ON_FILE"]}  # noqa: F405

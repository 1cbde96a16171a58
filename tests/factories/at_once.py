"""Doing the same from several threads at one moment, each with a connection of its own."""

import os
import threading
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection

ON_FILE = "MILEPOST_TEST_ON_FILE"
"""Names the file of the database, where SQLite is to be kept in one."""

in_threads = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        "MILEPOST_TEST_DATABASE_URL" not in os.environ and ON_FILE not in os.environ,
        reason="tests/config/test_at_once.py runs it on a database in a file",
    ),
]
"""The marks of a test in which threads write at once: a database that makes them wait."""


def at_once(actions: Sequence[Callable[[], Any]]) -> list[Any]:
    """Run all actions from the same moment on; return what each gave, or the error it raised."""
    barrier = threading.Barrier(len(actions))
    found: list[Any] = [None] * len(actions)

    def run(number: int, action: Callable[[], Any]) -> None:
        try:
            barrier.wait(timeout=30)
            found[number] = action()
        except Exception as error:  # noqa: BLE001 - the test looks at every error
            found[number] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=run, args=(number, action)) for number, action in enumerate(actions)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(thread.is_alive() for thread in threads)
    return found

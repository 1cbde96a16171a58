"""The command line: ``milepost COMMAND …``."""

import os
import sys
from typing import NoReturn

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of the instance."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    _read_settings()
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        _refuse(error)
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _read_settings() -> None:
    """Read the settings before anything else, and say plainly when they cannot be used."""
    try:
        _ = settings.INSTALLED_APPS
    except (OSError, ValueError) as error:
        _refuse(error)


def _refuse(error: Exception) -> NoReturn:
    sys.stderr.write(f"The settings of this instance cannot be used: {error}\n")
    sys.stderr.write("Check the MILEPOST_ variables, above all MILEPOST_HOME and ")
    sys.stderr.write("MILEPOST_DATABASE_URL (PostgreSQL needs the package psycopg).\n")
    sys.exit(2)

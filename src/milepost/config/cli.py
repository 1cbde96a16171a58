"""The command line: ``milepost COMMAND …``."""

import os
import sys
from typing import NoReturn

import django
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.management import execute_from_command_line, get_commands, load_command_class

import milepost

FROM_DJANGO = {"migrate": "bring the database to the present structure"}
"""Commands of the framework that an operator needs."""


def main() -> None:
    """Run a command of the instance."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    _read_settings()
    asked = sys.argv[1:]
    if asked in ([], ["help"], ["--help"], ["-h"]):
        sys.stdout.write(overview())
        return
    if asked == ["--version"]:
        sys.stdout.write(f"milepost {milepost.__version__}\n")
        return
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except ImproperlyConfigured as error:
        _refuse(error)
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def overview() -> str:
    """Return the list of commands with what each is for."""
    django.setup()
    lines = dict(FROM_DJANGO)
    for name, app in get_commands().items():
        if app.startswith("milepost."):
            lines[name] = str(load_command_class(app, name).help)
    listed = "".join(f"  {name:<12}{lines[name]}\n" for name in sorted(lines))
    return f"milepost COMMAND …\n\n{listed}\nEach command answers --help.\n"


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

"""The command line: ``milepost COMMAND …``."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of the instance."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    try:
        execute_from_command_line(sys.argv)
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`head`, a pager) has seen enough; that is no error of ours.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())

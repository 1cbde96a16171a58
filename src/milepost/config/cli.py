"""The command line: ``milepost COMMAND …``."""

import os
import sys

from django.core.management import execute_from_command_line


def main() -> None:
    """Run a command of the instance."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
    execute_from_command_line(sys.argv)

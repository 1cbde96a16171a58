"""``milepost doctor``: is this instance whole?"""

import sys
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand
from milepost.web.health_checks import examine


class Command(MilepostCommand):
    """Check database, chain of events, observations and published editions; exits 1 if not well."""

    help = "check that this instance is whole: database, audit, data, editions"
    example: ClassVar[str] = "milepost doctor"

    def add_actions(self, parser: CommandParser) -> None:
        """The command has no actions: it looks at everything."""

    def do_run(self, options: dict[str, Any]) -> None:
        """Print one line for each check, and what to do where something is not well."""
        checks = examine()
        if self.as_json:
            self.print_objects([check.as_dict() for check in checks])
        else:
            for check in checks:
                word = _("well") if check.is_well else _("NOT WELL")
                self.stdout.write(f"{word:<10}{check.name}: {check.found}")
                if not check.is_well:
                    self.stdout.write(f"          {check.remedy}")
        if not all(check.is_well for check in checks):
            sys.exit(EXIT_FINDINGS)

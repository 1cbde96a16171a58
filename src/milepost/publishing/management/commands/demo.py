"""``milepost demo``: build and check the demo instance."""

from pathlib import Path
from typing import Any, ClassVar

from django.core.management import call_command

from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.publishing.demo import build_demo
from milepost.publishing.errors import BundleBroken
from milepost.publishing.selectors import list_releases
from milepost.publishing.verification import verify_bundle


class Command(MilepostCommand):
    """Load the demo pack, publish its two editions and verify them."""

    help = "build the demo editions in the home folder; what is there already is left alone"
    example: ClassVar[str] = "MILEPOST_HOME=var/demo milepost demo"

    def do_run(self, options: dict[str, Any]) -> None:
        """Build what is missing, then check what was built."""
        call_command("migrate", verbosity=0)
        published = build_demo(system_actor("demo"), self._say)
        for row in published:
            report = verify_bundle(Path(row["path"]))
            if not report.holds:
                raise BundleBroken(path=row["path"], count=len(report.findings))
            self._say(
                f"Edition {row['edition']}: {report.files} files and {report.ratings} ratings "
                f"verified, checksum {report.checksum[:12]}"
            )
        if not published:
            self._say("The demo editions are published already; nothing was changed.")
        served = [release for release in list_releases() if release["served"]]
        if self.as_json:
            self.print_objects(served)

    def _say(self, text: str) -> None:
        if not self.as_json:
            self.stdout.write(text)

"""The actions of ``milepost data`` for Data Packages."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from milepost.indicators.errors import FileUnreadable
from milepost.indicators.packages.exporting import export_package
from milepost.indicators.packages.importing import Handed, import_package
from milepost.indicators.provenance import Provenance
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand, calendar_day


def _role(text: str) -> tuple[str, str]:
    """Read COLUMN=ROLE for an option."""
    label, equals, role = text.rpartition("=")
    if not equals or not label or not role:
        raise ValueError(text)
    return label, role


class PackageActions(MilepostCommand):
    """The part of the command for Data Packages."""

    def add_package_actions(self, actions: Any) -> None:
        """Add the parsers of these actions."""
        parser: ArgumentParser = actions.add_parser(
            "import-package", help="import a Data Package, all of its observations or none"
        )
        parser.add_argument("path", type=Path, help="a ZIP archive, a folder or datapackage.json")
        parser.add_argument(
            "--prefix",
            default="",
            help="how the keys begin: with un, SI_POV_DAY1 becomes un-si-pov-day1",
        )
        parser.add_argument("--indicator", default="", metavar="KEY", help="the key of all rows")
        parser.add_argument("--area", default="", help="the country of rows that name none")
        parser.add_argument(
            "--resource", action="append", default=[], help="take this table; repeat for more"
        )
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            type=_role,
            metavar="LABEL=ROLE",
            help="indicator, indicator_name, unit, area, counterpart, period, value, status, note, "
            "breakdown, ignore, or a dimension such as sex; RESOURCE/LABEL for one table only",
        )
        parser.add_argument("--source", default="", help="default: as the package states it")
        parser.add_argument("--licence", default="", help="default: as the package states it")
        parser.add_argument("--url", default="", help="where the package can be found")
        parser.add_argument(
            "--known-on", type=calendar_day, help="day on which it was public (default: today)"
        )
        parser.add_argument("--note", default="", help="a remark that stays with the vintages")
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        export: ArgumentParser = actions.add_parser(
            "export-package", help="write indicators as a Data Package"
        )
        export.add_argument("folder", type=Path, help="an empty folder, or one to make")
        export.add_argument("--prefix", default="", help="take the keys that begin so")

    def do_import_package(self, options: dict[str, Any]) -> None:
        """Import a Data Package; a dry run shows what every column is taken for."""
        path: Path = options["path"]
        if not path.exists():
            raise FileUnreadable(path=str(path), reason="")
        report = import_package(
            system_actor(),
            Handed(
                path=path,
                prefix=options["prefix"],
                area=options["area"],
                indicator=options["indicator"],
                resources=tuple(options["resource"]),
                columns=tuple(options["column"]),
            ),
            Provenance(
                source=options["source"],
                licence=options["licence"],
                url=options["url"],
                known_on=options["known_on"],
                note=options["note"],
            ),
            is_dry_run=options["dry_run"],
        )
        if self.as_json:
            self.print_objects([report.as_dict()])
            return
        self.print_findings(report.collection.findings)
        for table in report.tables:
            for column in table["columns"] if options["dry_run"] else ():
                examples = ", ".join(column["examples"])
                line = f"{table['resource']}/{column['label']}: {column['role']} ({examples})"
                self.stdout.write(line)
        row = report.collection.counts()
        self.print_objects([row], *row)

    def do_export_package(self, options: dict[str, Any]) -> None:
        """Write a Data Package."""
        made = export_package(options["folder"], prefix=options["prefix"]).as_dict()
        row = made | {"files": len(made["files"])}
        self.print_objects([made] if self.as_json else [row], *row)

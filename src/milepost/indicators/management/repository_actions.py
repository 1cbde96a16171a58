"""The actions of ``milepost data`` for files that speak of many indicators: Open SDG and SDMX."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from milepost.indicators.errors import FileUnreadable
from milepost.indicators.importing_many import CollectionReport
from milepost.indicators.management.provenance_options import (
    add_provenance_options,
    provenance_from,
)
from milepost.indicators.open_sdg.exporting import export_repository
from milepost.indicators.open_sdg.importing import Reading, import_repository
from milepost.indicators.sdmx.exporting import FORMATS, export_message
from milepost.indicators.sdmx.importing import Message, import_message
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.languages import LANGUAGES


class RepositoryActions(MilepostCommand):
    """The part of the command for files that speak of many indicators."""

    def add_repository_actions(self, actions: Any) -> None:
        """Add the parser of this action."""
        parser: ArgumentParser = actions.add_parser(
            "open-sdg", help="import a repository of Open SDG, all of its indicators or none"
        )
        parser.add_argument("folder", type=Path, help="the folder that holds “data” and “meta”")
        parser.add_argument("--area", required=True, help="the country or area it speaks of")
        parser.add_argument(
            "--prefix", required=True, help="how the keys begin: with gb, 1-2-1 becomes gb-1-2-1"
        )
        add_provenance_options(parser)
        parser.add_argument(
            "--language",
            default="en",
            choices=LANGUAGES,
            help="the language of its metadata",
        )
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        export: ArgumentParser = actions.add_parser(
            "open-sdg-export", help="write indicators in the layout of Open SDG"
        )
        export.add_argument("folder", type=Path, help="an empty folder, or one to make")
        export.add_argument("--area", required=True, help="the country or area it is to speak of")
        export.add_argument(
            "--prefix", required=True, help="take the indicators whose keys begin so: gb for gb-…"
        )

        self._add_sdmx_actions(actions)

    def _add_sdmx_actions(self, actions: Any) -> None:
        """Add the parsers for data sets of SDMX."""
        parser: ArgumentParser = actions.add_parser(
            "import-sdmx", help="import a data set of SDMX-ML or SDMX-CSV, all of it or nothing"
        )
        parser.add_argument("file", type=Path, help="the data message")
        parser.add_argument(
            "--structure", type=Path, help="the structure message with its code lists"
        )
        parser.add_argument(
            "--area", default="", help="the country of which areas that are not countries are parts"
        )
        parser.add_argument(
            "--prefix",
            required=True,
            help="how the keys begin: with rw, SI_POV_DAY1 becomes rw-si-pov-day1",
        )
        add_provenance_options(parser)
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        export: ArgumentParser = actions.add_parser(
            "export-sdmx", help="write indicators that came as SDMX out again, in one message"
        )
        export.add_argument("file", type=Path, help="the file to write")
        export.add_argument(
            "--prefix", required=True, help="take the indicators whose keys begin so: rw for rw-…"
        )
        export.add_argument("--format", default=FORMATS[0], choices=FORMATS)

    def do_import_sdmx(self, options: dict[str, Any]) -> None:
        """Import a data set of SDMX."""
        self._must_open(options["file"], options["structure"])
        report = import_message(
            system_actor(),
            Message(
                path=options["file"],
                prefix=options["prefix"],
                structure=options["structure"],
                area=options["area"],
            ),
            provenance_from(options),
            is_dry_run=options["dry_run"],
        )
        self._print_collection(report)

    def do_export_sdmx(self, options: dict[str, Any]) -> None:
        """Write a data set of SDMX."""
        made = export_message(options["file"], prefix=options["prefix"], form=options["format"])
        row = made.as_dict() | {"file": str(options["file"])}
        self.print_objects([row], *row)

    def _must_open(self, *paths: Path | None) -> None:
        """Raise an error that says what to do about a file that cannot be read."""
        for path in filter(None, paths):
            try:
                with path.open("rb") as stream:
                    stream.read(1)
            except OSError as error:
                raise FileUnreadable(path=str(path), reason=error.strerror or "") from error

    def _print_collection(self, report: CollectionReport) -> None:
        if self.as_json:
            self.print_objects([report.as_dict()])
            return
        self.print_findings(report.findings)
        row = report.counts()
        self.print_objects([row], *row)

    def do_open_sdg_export(self, options: dict[str, Any]) -> None:
        """Write a repository."""
        made = export_repository(options["folder"], prefix=options["prefix"], area=options["area"])
        if self.as_json:
            self.print_objects(list(made.summaries))
            return
        row = {
            "indicators": len(made.summaries),
            "observations": sum(item["observations"] for item in made.summaries),
            "files": made.files,
        }
        self.print_objects([row], *row)

    def do_open_sdg(self, options: dict[str, Any]) -> None:
        """Import a repository."""
        report = import_repository(
            system_actor(),
            options["folder"],
            Reading(area=options["area"], prefix=options["prefix"], language=options["language"]),
            provenance_from(options),
            is_dry_run=options["dry_run"],
        )
        self._print_collection(report)

"""The action of ``milepost data`` that brings in a whole repository of Open SDG."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from milepost.indicators.management.provenance_options import (
    add_provenance_options,
    provenance_from,
)
from milepost.indicators.open_sdg.exporting import export_repository
from milepost.indicators.open_sdg.importing import Reading, import_repository
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
        if self.as_json:
            self.print_objects([report.as_dict()])
            return
        self.print_findings(report.findings)
        counts = {
            name: len(getattr(report, name))
            for name in ("defined", "accepted", "unchanged", "empty")
        }
        row = {"outcome": report.outcome, **counts, "rows": report.rows}
        self.print_objects([row], *row)

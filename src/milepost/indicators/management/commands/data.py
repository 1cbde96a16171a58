"""``milepost data``: definitions of indicators, and their data in and out."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.indicators import services
from milepost.indicators.errors import FileUnreadable
from milepost.indicators.findings_file import findings_csv, findings_from
from milepost.indicators.management.package_actions import PackageActions
from milepost.indicators.management.provenance_options import add_provenance_options
from milepost.indicators.management.quality_actions import QualityActions
from milepost.indicators.management.repository_actions import RepositoryActions
from milepost.indicators.management.vintage_actions import VintageActions
from milepost.indicators.mapping import Mapping, Role, with_role
from milepost.indicators.preview import preview_file
from milepost.indicators.selectors import (
    get_indicator,
    get_mapping,
    get_upload,
    get_vintage,
    list_indicators,
    list_uploads,
    list_vintages,
    read_observations,
)
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import calendar_day
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.yaml_text import decode_text


def _pair(text: str) -> tuple[str, str]:
    """Read LABEL=TEXT for an option."""
    label, equals, detail = text.rpartition("=")
    if not equals or not label or not detail:
        raise ValueError(text)
    return label, detail


class Command(RepositoryActions, PackageActions, VintageActions, QualityActions):
    """Define indicators; preview, import, list, show and withdraw their data."""

    help = "define indicators and bring their data in"
    example: ClassVar[str] = (
        "milepost data import costs.xlsx --indicator remittance-cost "
        "--source 'World Bank' --licence 'CC BY 4.0'"
    )

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        define = actions.add_parser("define", help="load a file of indicator definitions")
        define.add_argument("file", type=Path)
        self._add_import(actions.add_parser("import", help="import a CSV, TSV or Excel file"))
        preview = actions.add_parser("preview", help="show how a file would be understood")
        preview.add_argument("file", type=Path)
        self._add_mapping(preview)
        listing = actions.add_parser("list", help="list vintages and refused files")
        listing.add_argument("--indicator")
        show = actions.add_parser("show", help="print the observations of an indicator")
        show.add_argument("key")
        show.add_argument(
            "--as-of", type=calendar_day, help="what was known on this day (2015-11-25)"
        )
        for name, about in (
            ("withdraw", "take a vintage out, for a reason"),
            ("reaccept", "let a withdrawn vintage count again, for a reason"),
        ):
            change = actions.add_parser(name, help=about)
            change.add_argument("id")
            change.add_argument("--reason", required=True)
        findings = actions.add_parser("findings", help="show the findings on a refused file")
        findings.add_argument("id")
        findings.add_argument("--csv", type=Path, help="write them to this file")
        actions.add_parser("indicators", help="list the indicators")
        self.add_repository_actions(actions)
        self.add_package_actions(actions)
        self.add_vintage_actions(actions)
        self.add_quality_actions(actions)

    def _add_import(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--indicator", required=True, metavar="KEY")
        add_provenance_options(parser)
        parser.add_argument("--save-mapping", metavar="NAME", help="keep the mapping for next time")
        parser.add_argument("--dry-run", action="store_true", help="check only, keep nothing")
        parser.add_argument(
            "--wait", action="store_true", help="wait for another import of this indicator"
        )
        self._add_mapping(parser)

    def _add_mapping(self, parser: ArgumentParser) -> None:
        parser.add_argument("--mapping", metavar="NAME", help="use a saved mapping")
        parser.add_argument(
            "--column",
            action="append",
            default=[],
            type=_pair,
            metavar="LABEL=ROLE",
            help="area, counterpart, period, value, status, note, breakdown, ignore, or a "
            "dimension such as sex; repeat for more columns",
        )
        parser.add_argument(
            "--skip",
            action="append",
            default=[],
            type=_pair,
            metavar="LABEL=TEXT",
            help="leave out rows with this text in the column; repeat for more",
        )
        parser.add_argument(
            "--skip-unknown",
            action="store_true",
            help="leave out rows whose country or area is not known, with a warning each",
        )
        parser.add_argument(
            "--only",
            action="append",
            default=[],
            type=_pair,
            metavar="LABEL=TEXT",
            help="take only rows with this text in the column; repeat for more",
        )
        for option, about in (
            ("area", "the country or area of all rows, when no column holds it"),
            ("period", "the period of all rows, when no column holds it"),
            ("value", "the value of all rows: 1 for a list of the parties to a treaty"),
        ):
            parser.add_argument(f"--{option}", metavar=option.upper(), help=about)
        parser.add_argument("--decimal", choices=[".", ","], help="the decimal mark")
        parser.add_argument("--sheet", help="the sheet of a workbook")
        parser.add_argument("--header-row", type=int, help="row of the header; 0 for none")
        parser.add_argument("--encoding", help="encoding of a text file")

    def do_define(self, options: dict[str, Any]) -> None:
        """Load definitions."""
        path: Path = options["file"]
        text, findings = decode_text(self._read(path), path.name)
        if text is None:
            raise BadInput(findings)
        report = services.load_definitions(system_actor(), text, path.name)
        if not self.as_json:
            self.print_findings(report.findings)
        rows = [
            {"key": key, "outcome": outcome}
            for outcome in ("created", "changed", "unchanged")
            for key in getattr(report, outcome)
        ]
        self.print_objects(rows, "outcome", "key")

    def do_import(self, options: dict[str, Any]) -> None:
        """Import a file."""
        path: Path = options["file"]
        self._read(path, only_look=True)
        mapping = self._mapping(path, options)
        try:
            with self.progress(options):
                report = services.import_file(
                    system_actor(),
                    options["indicator"],
                    path,
                    mapping=mapping,
                    source=options["source"],
                    licence=options["licence"],
                    url=options["url"],
                    known_on=options["known_on"],
                    note=options["note"],
                    is_dry_run=options["dry_run"],
                    wait=options["wait"],
                )
        except BadInput as error:
            rejected = error.params.get("rejected")
            if rejected:
                self.stderr.write(f"the file is kept as {rejected}")
            raise
        if options["save_mapping"] and not options["dry_run"]:
            services.save_mapping(
                system_actor(), options["save_mapping"], Mapping.from_dict(report.mapping)
            )
        if not self.as_json:
            self.print_findings(report.findings)
        self.print_objects([report.as_dict()], "outcome", "indicator", "rows", "vintage")

    def do_preview(self, options: dict[str, Any]) -> None:
        """Show how a file would be understood."""
        path: Path = options["file"]
        self._read(path, only_look=True)
        shown = preview_file(path, self._mapping(path, options))
        if self.as_json:
            self.print_objects([shown.as_dict()])
            return
        self.print_findings(shown.findings)
        for column in shown.columns:
            role = f"{column.role} {column.detail}".strip()
            self.stdout.write(f"{column.label}: {role} ({', '.join(column.examples)})")
        self.stdout.write("")
        for row, cells in shown.rows:
            self.stdout.write(f"row {row}: " + " | ".join(cells))

    def do_list(self, options: dict[str, Any]) -> None:
        """List vintages, then refused files."""
        key = options["indicator"]
        vintages = list_vintages(key, with_withdrawn=True)
        rejected = [
            upload | {"source": upload["provenance"].get("source", ""), "rows": 0, "known_on": ""}
            for upload in list_uploads(system_actor())
            if key in {None, upload["indicator"]}
        ]
        columns = ("id", "status", "indicator", "rows", "known_on", "source", "file_name")
        self.print_objects(vintages + rejected, *columns)

    def do_indicators(self, options: dict[str, Any]) -> None:
        """List the indicators."""
        rows = [row | {"name": row["title"]["en"]} for row in list_indicators()]
        self.print_objects(rows, "key", "kind", "name")

    def do_show(self, options: dict[str, Any]) -> None:
        """Print observations."""
        get_indicator(options["key"])
        table = read_observations(options["key"], options["as_of"])
        self.print_objects(
            table.to_pylist(),
            "area",
            "counterpart",
            "period",
            "breakdown",
            "value",
            "status",
            "note",
        )

    def do_withdraw(self, options: dict[str, Any]) -> None:
        """Withdraw a vintage."""
        services.withdraw_vintage(system_actor(), options["id"], reason=options["reason"])
        self.print_objects([get_vintage(options["id"])], "id", "status", "status_reason")

    def do_reaccept(self, options: dict[str, Any]) -> None:
        """Accept a withdrawn vintage again."""
        services.reaccept_vintage(system_actor(), options["id"], reason=options["reason"])
        self.print_objects([get_vintage(options["id"])], "id", "status", "status_reason")

    def do_findings(self, options: dict[str, Any]) -> None:
        """Show or write the findings on a file."""
        try:
            found = get_upload(system_actor(), options["id"])["findings"]
        except NotFound:
            found = get_vintage(options["id"])["findings"]
        findings = findings_from(found)
        if options["csv"]:
            options["csv"].write_bytes(findings_csv(findings))
            self.print_objects(
                [{"file": str(options["csv"]), "findings": len(findings)}], "findings", "file"
            )
            return
        self.print_findings(findings)

    def _read(self, path: Path, *, only_look: bool = False) -> bytes:
        """Return a file's content, or raise an error that says what to do."""
        try:
            with path.open("rb") as stream:
                return stream.read(1 if only_look else -1)
        except OSError as error:
            raise FileUnreadable(path=str(path), reason=error.strerror or "") from error

    def _mapping(self, path: Path, options: dict[str, Any]) -> Mapping | None:
        """Return the mapping that the options describe, or None to have one suggested."""
        saved = get_mapping(options["mapping"]) if options["mapping"] else None
        stated = {
            name: options[name]
            for name in ("decimal", "sheet", "header_row", "encoding")
            if options[name] not in {None, ""}
        }
        stated |= {
            f"fixed_{name}": options[name] for name in ("area", "period", "value") if options[name]
        }
        stated |= {"skip_unknown": True} if options["skip_unknown"] else {}
        stated |= {name: tuple(options[name]) for name in ("skip", "only") if options[name]}
        if not stated and not options["column"]:
            return saved
        opening = Mapping.from_dict({**(saved.as_dict() if saved else {}), **stated})
        base = opening if saved else preview_file(path, opening).mapping
        mapping = Mapping.from_dict({**base.as_dict(), **stated})
        for label, role in options["column"]:
            is_role = role in set(Role)
            mapping = with_role(
                mapping, label, Role(role) if is_role else Role.DIMENSION, "" if is_role else role
            )
        return mapping

"""``milepost framework``: check, load, list and show frameworks and crosswalks."""

import sys
from collections.abc import Mapping, Set
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.db.utils import DatabaseError

from milepost.frameworks.bundled import list_bundled_crosswalks, list_bundled_frameworks
from milepost.frameworks.changes import Change
from milepost.frameworks.crosswalks import is_crosswalk, parse_crosswalk
from milepost.frameworks.document import list_keys, parse
from milepost.frameworks.guidance import read_schema
from milepost.frameworks.selectors import (
    get_document,
    list_defined_indicators,
    list_frameworks,
    list_known_keys,
    list_links,
    list_versions,
)
from milepost.frameworks.services import LoadReport, load_files, review_link
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import has_errors
from milepost.kernel.input_files import read_text_files

SHOWN = 60
LINK_ENDS = ("from_framework", "from_node", "to_framework", "to_node")


class Command(MilepostCommand):
    """Frameworks and crosswalks from files to the instance, and back as a list."""

    help = "check, load, list and show frameworks and crosswalks"
    example: ClassVar[str] = "milepost framework check my-plan.yaml"
    examples: ClassVar[Mapping[str, str]] = {
        "load": "milepost framework load my-plan.yaml my-crosswalk.yaml --dry-run",
        "show": "milepost framework show plan-8-points --version 2015.1",
        "links": "milepost framework links --framework plan-8-points",
        "review-link": "milepost framework review-link CROSSWALK plan-8-points 8 sdg-migration 8.8 "
        "confirmed --reason 'Both ask for the same conventions.'",
        "schema": "milepost framework schema crosswalk > crosswalk.schema.json",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        check = actions.add_parser("check", help="list every finding; nothing is changed")
        check.add_argument("files", nargs="+", type=Path, metavar="FILE")
        load = actions.add_parser("load", help="load framework and crosswalk files")
        load.add_argument("files", nargs="+", type=Path, metavar="FILE")
        load.add_argument("--dry-run", action="store_true", help="say what would change")
        bundled = actions.add_parser("load-bundled", help="load what comes with Milepost")
        bundled.add_argument("--dry-run", action="store_true", help="say what would change")
        actions.add_parser("list", help="list the loaded frameworks")
        show = actions.add_parser("show", help="show the goals and benchmarks of a framework")
        show.add_argument("key", metavar="KEY")
        show.add_argument("--version", dest="of_version", metavar="VERSION")
        links = actions.add_parser("links", help="list the links between frameworks")
        links.add_argument("--framework", metavar="KEY")
        review = actions.add_parser("review-link", help="confirm or reject a link")
        review.add_argument("crosswalk", metavar="CROSSWALK")
        for end in LINK_ENDS:
            review.add_argument(end, metavar=end.upper())
        review.add_argument("decision", choices=("proposed", "confirmed", "rejected"))
        review.add_argument("--reason", default="")
        schema = actions.add_parser("schema", help="print the JSON Schema of a format")
        schema.add_argument(
            "of", nargs="?", default="framework", choices=("framework", "crosswalk")
        )

    def do_check(self, options: dict[str, Any]) -> None:
        """Print every finding of the files; exit 1 when one of them is an error."""
        texts, findings = read_text_files(options["files"])
        known, indicators = self._known(), self._indicators()
        frameworks = [name for name in texts if not is_crosswalk(texts[name])]
        for name in frameworks:
            document, found = parse(texts[name], name, indicators)
            findings += found
            if document is not None and known is not None:
                known[document["key"]] = known.get(document["key"], frozenset()) | list_keys(
                    document
                )
        for name in texts:
            if name not in frameworks:
                findings += parse_crosswalk(texts[name], name, known)[1]
        self.print_findings(findings)
        if has_errors(findings):
            sys.exit(EXIT_FINDINGS)
        if not self.as_json:
            self.stdout.write(f"{len(texts)} files, {len(findings)} warnings, no errors")

    def do_load(self, options: dict[str, Any]) -> None:
        """Load files, frameworks first; a file with errors stops before it changes anything."""
        self._load(options["files"], dry_run=options["dry_run"])

    def do_load_bundled(self, options: dict[str, Any]) -> None:
        """Load every bundled framework, then the crosswalks between them."""
        paths = [*list_bundled_frameworks(), *list_bundled_crosswalks()]
        self._load(paths, dry_run=options["dry_run"])

    def do_list(self, options: dict[str, Any]) -> None:
        """List the loaded frameworks with their newest version."""
        rows = [
            row | {"title_en": row["title"]["en"], "counts": f"{row['benchmarks']} benchmarks"}
            for row in list_frameworks()
        ]
        self.print_objects(rows, "key", "version", "counts", "title_en")

    def do_show(self, options: dict[str, Any]) -> None:
        """Show the tree of a framework; with --json the normalised document."""
        document = get_document(options["key"], options["of_version"])
        if self.as_json:
            self.print_objects([document])
            return
        versions = ", ".join(row["version"] for row in list_versions(options["key"]))
        self.stdout.write(f"{document['key']} {document['version']}  (loaded: {versions})")
        self.stdout.write(document["title"]["en"])
        depths: dict[str, int] = {"": 0}
        for node in document["nodes"]:
            depth = depths[node["key"]] = depths[node["parent"]] + 1
            indent = "  " * depth
            self.stdout.write(f"{indent}{node['key']}  {node['identifier']}: {node['title']['en']}")
            for benchmark in document["benchmarks"]:
                if benchmark["node"] == node["key"]:
                    self.stdout.write(f"{indent}  - {_benchmark_line(benchmark)}")

    def do_links(self, options: dict[str, Any]) -> None:
        """List the links, of all frameworks or of one."""
        rows = [
            link | {"ends": f"{_end(link['from'])} -> {_end(link['to'])}"}
            for link in list_links(options["framework"])
        ]
        self.print_objects(rows, "crosswalk", "ends", "relation", "confidence", "review")

    def do_review_link(self, options: dict[str, Any]) -> None:
        """Decide on one link."""
        ends = [options[end] for end in LINK_ENDS]
        review_link(
            system_actor(),
            options["crosswalk"],
            ends,
            decision=options["decision"],
            reason=options["reason"],
        )
        self.print_objects(
            [{"crosswalk": options["crosswalk"], "review": options["decision"]}],
            "crosswalk",
            "review",
        )

    def do_schema(self, options: dict[str, Any]) -> None:
        """Print the JSON Schema of the framework or crosswalk format."""
        self.stdout.write(read_schema(options["of"]).decode())

    def _load(self, paths: list[Path], *, dry_run: bool) -> None:
        texts, findings = read_text_files(paths)
        if findings:
            raise BadInput(findings)
        reports = load_files(system_actor(), texts, dry_run=dry_run)
        if self.as_json:
            self.print_objects([report.as_dict() for report in reports])
            return
        for report in reports:
            self._print_report(report)

    def _print_report(self, report: LoadReport) -> None:
        would = "would be " if report.dry_run and report.outcome != "unchanged" else ""
        name = f"{report.kind} {report.key} {report.version}".strip()
        self.stdout.write(f"{name}: {would}{report.outcome}")
        if report.before or report.outcome == "updated":
            for change in report.changes[:200]:
                self.stdout.write(f"    {_describe(change)}")
        self.print_findings(report.findings)

    def _known(self) -> dict[str, frozenset[str]] | None:
        """Return the keys of loaded frameworks; None on a machine without a database."""
        try:
            return list_known_keys()
        except DatabaseError:
            return None

    def _indicators(self) -> Set[str] | None:
        try:
            return list_defined_indicators()
        except DatabaseError:
            return None


def _benchmark_line(benchmark: Mapping[str, Any]) -> str:
    ways = ", ".join(way for way in ("measure", "judge") if benchmark[way] is not None)
    return f"{benchmark['key']}  {benchmark['title']['en']}  [{ways}]"


def _describe(change: Change) -> str:
    what = f"{change.kind} {change.part} {change.key}".strip()
    if not change.field:
        return what
    old, new = str(change.old), str(change.new)
    pairs = enumerate(zip(old, new, strict=False))
    differs = next((place for place, (one, other) in pairs if one != other), 0)
    same = differs if max(len(old), len(new)) > SHOWN else 0
    return f"{what}: {change.field}: {_around(old, same)} -> {_around(new, same)}"


def _around(text: str, same: int) -> str:
    """Return a text cut to what a line can hold, from shortly before where it begins to differ."""
    start = max(0, same - 20)
    end = start + SHOWN
    return ("…" if start else "") + text[start:end] + ("…" if end < len(text) else "")


def _end(end: Mapping[str, str]) -> str:
    return f"{end['framework']}/{end['node']}"

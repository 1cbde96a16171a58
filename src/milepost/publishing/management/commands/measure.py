"""``milepost measure``: list the methods, explain one, check all against worked examples."""

import sys
from argparse import SUPPRESS, ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any, ClassVar

from django.conf import settings
from django.core.management.base import CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import override

from milepost.kernel.commands import EXIT_ERROR, EXIT_FINDINGS, MilepostCommand
from milepost.measure.catalogue import METHODS, Result, run
from milepost.measure.working import plain
from milepost.publishing.method_calls import call, read_call
from milepost.publishing.vectors import read_vectors
from milepost.publishing.wording_methods import purpose_of, title_of
from milepost.publishing.workings import Explained, Step, explain

EXPLAIN_EXAMPLE = (
    "milepost measure explain adoption.coverage --input parties=60 --input eligible=193"
)
WORDS = {"hit": "ok", "miss": "MISS", "error": "ERROR", "unknown": "UNKNOWN"}


class Command(MilepostCommand):
    """The methods of the catalogue: list them, explain one on its inputs, run worked examples."""

    help = "list the methods, explain one, or check all of them against worked examples"
    example: ClassVar[str] = "milepost measure run examples.json"

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        action = actions.add_parser(
            "run",
            help="run each example; exits 1 on a miss and 2 on an unknown method",
            epilog=f"example: {self.example}",
        )
        action.add_argument("file", type=Path, help="a JSON list of examples")
        action.add_argument(
            "--json",
            action="store_true",
            default=SUPPRESS,
            help="print a JSON list of objects",
        )

        action = actions.add_parser("list", help="print every method with its title")
        self._add_language(action)
        action = actions.add_parser(
            "explain",
            help="say what a method gives and how, for inputs or for its published example",
            epilog=f"example: {EXPLAIN_EXAMPLE}",
        )
        action.add_argument("method", nargs="?", default="", help="the id of a method")
        action.add_argument(
            "--input",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="an argument of the method; JSON, or text as it is; may be given again",
        )
        action.add_argument(
            "--example", default="", metavar="METHOD", help="explain the published example instead"
        )
        self._add_language(action)

    def _add_language(self, action: ArgumentParser) -> None:
        action.add_argument(
            "--language",
            default="en",
            choices=[code for code, _name in settings.LANGUAGES],
            help="the language of titles and sentences",
        )

    def do_list(self, options: dict[str, Any]) -> None:
        """Print the id and the title of every method, in the order of the catalogue."""
        with override(options["language"]):
            rows = [
                {"id": name, "title": title_of(name), "purpose": purpose_of(name)}
                for name in METHODS
            ]
        width = max(len(name) for name in METHODS)
        if self.as_json:
            self.print_objects(rows)
            return
        for row in rows:
            self.stdout.write(f"{row['id']:<{width}}  {row['title']}")

    def do_explain(self, options: dict[str, Any]) -> None:
        """Print the sentence of a working and its table."""
        name, inputs = read_call(options["example"] or options["method"], options)
        working = call(name, inputs)
        with override(options["language"]):
            shown = explain(working, options["language"])
            if self.as_json:
                row = {**working.as_dict(), "title": title_of(name), "sentence": shown.sentence}
                self.print_objects([row])
            else:
                self._print_working(name, shown)

    def _print_working(self, name: str, shown: Explained) -> None:
        self.stdout.write(f"{title_of(name)} ({name})")
        self.stdout.write(shown.sentence)
        for item in shown.inputs:
            default = "  " + _("(default)") if item.is_default else ""
            self.stdout.write(f"  {item.name} = {item.value}{default}")
        for where, why in shown.aside:
            self.stdout.write(f"  {where}: {why}")
        rows = [(_named(step), step.formula, step.value) for step in shown.steps]
        widths = [max((len(row[column]) for row in rows), default=0) for column in (0, 1)]
        for step, formula, value in rows:
            self.stdout.write(f"  {step:<{widths[0]}}  {formula:<{widths[1]}}  {value}".rstrip())

    def do_run(self, options: dict[str, Any]) -> None:
        """Print a line for each example and the counts."""
        results = [run(vector) for vector in read_vectors(options["file"])]
        if self.as_json:
            self.print_objects([as_object(result) for result in results])
        else:
            self._print(results)
        outcomes = {result.outcome for result in results}
        if "unknown" in outcomes:
            sys.exit(EXIT_ERROR)
        if outcomes - {"hit"}:
            sys.exit(EXIT_FINDINGS)

    def _print(self, results: list[Result]) -> None:
        for result in results:
            self.stdout.write(f"{WORDS[result.outcome]:<8}{result.id}  {result.method}")
            for line in result.differences:
                self.stdout.write(f"        {line}")
        counts = Counter(result.outcome for result in results)
        self.stdout.write(
            f"{len(results)} examples: {counts['hit']} hit, {counts['miss']} missed, "
            f"{counts['error']} with inputs that the method does not take, "
            f"{counts['unknown']} of an unknown method."
        )


def _named(step: Step) -> str:
    return f"{step.name} ({step.at})" if step.at else step.name


def as_object(result: Result) -> dict[str, Any]:
    """Return a result as plain values."""
    return {
        "id": result.id,
        "method": result.method,
        "outcome": result.outcome,
        "differences": list(result.differences),
        "actual": plain(result.actual),
    }

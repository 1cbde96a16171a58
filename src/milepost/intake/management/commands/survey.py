"""``milepost survey``: load surveys, look at their tables, publish and withdraw them."""

import csv
from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.intake import services
from milepost.intake.observing import observe_table
from milepost.intake.selectors import get_published_table, get_survey, get_table, list_surveys
from milepost.intake.tables import csv_rows
from milepost.intake.xlsform.importing import Handed, load_answers, make_tidy
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand
from milepost.kernel.csv_cells import safe_cell
from milepost.kernel.findings import Finding
from milepost.kernel.input_files import read_text_file


class Command(MilepostCommand):
    """Surveys as tables whose small cells are hidden; no action prints what one respondent said."""

    help = "load surveys, look at their tables, publish and withdraw them"
    example: ClassVar[str] = "milepost survey load survey.yaml answers.csv"

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        load = actions.add_parser("load", help="load a survey, or replace the one of the same key")
        load.add_argument("description", type=Path, metavar="DESCRIPTION", help="YAML, survey/1")
        load.add_argument("answers", type=Path, metavar="ANSWERS", help="CSV, Excel or Parquet")
        form = actions.add_parser(
            "import-xlsform", help="load the answers to a form made with XLSForm (ODK, Kobo)"
        )
        form.add_argument("description", type=Path, help="YAML, survey/1 without its questions")
        form.add_argument("form", type=Path, help="the workbook that the form was made of")
        form.add_argument("exports", type=Path, nargs="+", help="CSV or Excel, one or more files")
        form.add_argument(
            "--question", action="append", default=[], help="take this question; repeat for more"
        )
        form.add_argument("--repeat", default="", help="take the rows of this repeat instead")
        form.add_argument("--respondent", default="", help="the column that tells them apart")
        form.add_argument("--weight", default="", help="the column that holds the weights")
        form.add_argument(
            "--write", type=Path, metavar="FOLDER", help="write description and answers, load none"
        )
        actions.add_parser("list", help="list the surveys")
        show = actions.add_parser("show", help="show one survey: who answered, and its tables")
        show.add_argument("survey", metavar="SURVEY")
        table = actions.add_parser("table", help="print the table of a question")
        table.add_argument("survey", metavar="SURVEY")
        table.add_argument("question", metavar="QUESTION")
        table.add_argument("--csv", action="store_true", help="as CSV; published tables only")
        publish = actions.add_parser("publish", help="publish the tables of questions")
        publish.add_argument("survey", metavar="SURVEY")
        publish.add_argument("questions", nargs="+", metavar="QUESTION")
        observe = actions.add_parser(
            "observe", help="import the shares of an option as a vintage of an indicator"
        )
        for name in ("survey", "question", "option", "indicator"):
            observe.add_argument(name, metavar=name.upper())
        withdraw = actions.add_parser(
            "withdraw", help="withdraw a survey and remove its answers, or withdraw one table"
        )
        withdraw.add_argument("survey", metavar="SURVEY")
        withdraw.add_argument("--question", default="", help="withdraw this table only")
        withdraw.add_argument("--reason", required=True, help="why; it stays on the record")

    def do_load(self, options: dict[str, Any]) -> None:
        """Load a survey."""
        description, answers = options["description"], options["answers"]
        report = services.load_survey(
            system_actor(),
            read_text_file(description),
            answers,
            description_name=description.name,
            answers_name=answers.name,
        ).as_dict()
        self.print_objects([report], "survey", "outcome", "respondents", "tables")

    def do_import_xlsform(self, options: dict[str, Any]) -> None:
        """Load a survey from a form and the export of its answers."""
        description: Path = options["description"]
        handed = Handed(
            about=read_text_file(description),
            about_name=description.name,
            form=(options["form"], options["form"].name),
            exports=tuple((path, path.name) for path in options["exports"]),
            questions=tuple(options["question"]),
            repeat=options["repeat"],
            respondent=options["respondent"],
            weight=options["weight"],
        )
        if options["write"]:
            tidy = make_tidy(handed)
            paths = tidy.write(options["write"])
            self._warn(tidy.findings)
            row = {"rows": len(tidy.numbers), "files": ", ".join(map(str, paths))}
            self.print_objects([row], "rows", "files")
            return
        report, findings = load_answers(system_actor(), handed)
        self._warn(findings)
        self.print_objects([report.as_dict()], "survey", "outcome", "respondents", "tables")

    def _warn(self, findings: Sequence[Finding]) -> None:
        if not self.as_json:
            self.print_findings(findings)

    def do_list(self, options: dict[str, Any]) -> None:
        """List the surveys."""
        rows = list_surveys(system_actor())
        self.print_objects(rows, "key", "level", "status", "respondents", "questions", "published")

    def do_show(self, options: dict[str, Any]) -> None:
        """Show one survey."""
        survey = get_survey(system_actor(), options["survey"])
        if self.as_json:
            self.print_objects([survey])
            return
        self.stdout.write(f"{survey['title']['en']} ({survey['key']}, {survey['status']})")
        for row in survey["response"]["rows"]:
            ratio = "-" if row["ratio"] is None else f"{row['ratio']:.2f}"
            self.stdout.write(
                f"  {row['stratum']:<24} {row['respondents']:>6} of {row['frame']:<6} "
                f"{row['rate']:>6.1%}  representation {ratio}"
            )
        self.print_objects(survey["tables"], "question", "status", "answered", "hidden")

    def do_table(self, options: dict[str, Any]) -> None:
        """Print one table."""
        actor, key, question = system_actor(), options["survey"], options["question"]
        if options["csv"]:
            rows = csv_rows(get_survey(actor, key), get_published_table(actor, key, question))
            csv.writer(self.stdout).writerows([[safe_cell(cell) for cell in row] for row in rows])
            return
        found = get_table(actor, key, question)
        if self.as_json:
            self.print_objects([found])
            return
        self.stdout.write(f"{found['text']['en']} ({found['status']})")
        options_shown = [option["code"] for option in found["table"]["options"]]
        for row in found["table"]["rows"]:
            cells = "  ".join(f"{o} {_shown(row['figures'][o])}" for o in options_shown)
            name = row["stratum"] or "all"
            self.stdout.write(f"  {name:<24} n {row['answered']:>5}  {cells}")

    def do_publish(self, options: dict[str, Any]) -> None:
        """Publish tables."""
        for question in options["questions"]:
            services.publish_table(system_actor(), options["survey"], question)
        rows = [{"survey": options["survey"], "published": q} for q in options["questions"]]
        self.print_objects(rows, "survey", "published")

    def do_observe(self, options: dict[str, Any]) -> None:
        """Import a published table as observations."""
        names = ("survey", "question", "option", "indicator")
        report = observe_table(system_actor(), *(options[name] for name in names))
        self.print_objects([report.as_dict()], "indicator", "outcome", "rows", "vintage")

    def do_withdraw(self, options: dict[str, Any]) -> None:
        """Withdraw a survey or a table."""
        actor, key, question = system_actor(), options["survey"], options["question"]
        if question:
            services.withdraw_table(actor, key, question, reason=options["reason"])
        else:
            services.withdraw_survey(actor, key, reason=options["reason"])
        row = {"survey": key, "question": question, "withdrawn": True}
        self.print_objects([row], "survey", "question", "withdrawn")


def _shown(figure: dict[str, Any]) -> str:
    if figure["is_hidden"]:
        return "hidden"
    if figure["share"] is None:
        return "-"
    return f"{figure['share']:.1%} ({figure['low']:.1%} to {figure['high']:.1%})"

"""``milepost edition``: open, judge, decide, compute and close rounds of review."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser
from django.db import transaction

from milepost.kernel.actors import system_actor
from milepost.kernel.commands import calendar_day
from milepost.kernel.files import write_atomically
from milepost.kernel.input_files import read_text_file
from milepost.reviews.management.round_actions import RoundActions
from milepost.reviews.panel_selectors import list_panels
from milepost.reviews.ratings_table import Beside, rate_edition
from milepost.reviews.reply_selectors import list_replies_to_answer
from milepost.reviews.reply_table import replies_csv
from milepost.reviews.selectors import list_editions
from milepost.reviews.services import (
    LoadReport,
    Ruling,
    close_edition,
    compute_edition,
    invite_reply,
    load_assessments,
    load_editions,
    open_edition,
    record_decision,
)
from milepost.reviews.status_selectors import edition_status

RATE_TO = "Parquet, or CSV where the name ends in .csv"
EVERY_BREAKDOWN = "rate every breakdown, not only the one that a benchmark names"
PARTIES = "write the parties to treaties too, by group and year, as Parquet or CSV"
SENSITIVITY = "write what small changes would do to each colour, as Parquet or CSV"
COMPARE = "write only if every row says what the computed edition says"


class Command(RoundActions):
    """A round of review from opening to closing."""

    help = "open, plan, assign, compute, decide, close and list editions"
    example: ClassVar[str] = (
        "milepost edition open 2015 --framework plan-8-points --as-of 2015-11-25 "
        "--title '2015: two years in'"
    )
    examples: ClassVar[Mapping[str, str]] = {
        "load": "milepost edition load editions.yaml",
        "load-assessments": "milepost edition load-assessments findings-2015.yaml",
        "compute": "milepost edition compute 2015",
        "rate": "milepost edition rate 2015 --to ratings-2015.parquet --engine spark --compare",
        "status": "milepost edition status 2015 --json",
        "close": "milepost edition close 2015",
        "calendar": "milepost edition calendar 2015 --open 2015-09-01 --cut-off 2015-10-01 "
        "--assessment 2015-10-01 2015-10-31 --reply 2015-11-02 2015-11-20 "
        "--decision 2015-11-21 2015-11-30 --publication 2015-12-18",
        "extend": "milepost edition extend 2015 --stage assessment --until 2015-11-05 "
        "--person awa@example.org --reason 'The line was down for three days.'",
        "board": "milepost edition board 2015 --csv progress.csv",
        "remind": "milepost edition remind 2015 --dry-run",
        "assign": "milepost edition assign 2015 --person awa@example.org "
        "--benchmark plan-8-points:1.1 --place 004 --due 2015-10-20",
        "move": "milepost edition move 2015 --person awa@example.org --to ben@example.org "
        "--benchmark plan-8-points:1 --place 004 --reason 'Awa is ill.'",
        "take-version": "milepost edition take-version 2015 --framework plan-8-points",
        "invite": "milepost edition invite 2015 --place 004 --until 2015-12-20",
        "replace-name": "milepost edition replace-name 2015 --name 'Awa Diop' "
        "--by 'Former member 3f2a' --reason 'Asked for on paper.'",
        "panels": "milepost edition panels 2015 --json",
        "replies": "milepost edition replies 2015 --csv replies.csv",
        "decide": "milepost edition decide 2015 --framework plan-8-points --benchmark 8.2 "
        "--place 001 --state yellow --reason 'The assessors saw the newest accessions.'",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        opening = actions.add_parser("open", help="open an edition, or change an open one")
        opening.add_argument("key", metavar="KEY")
        opening.add_argument("--framework", action="append", required=True, metavar="KEY[@VERSION]")
        opening.add_argument("--as-of", type=calendar_day, required=True, metavar="DAY")
        opening.add_argument("--title", required=True)
        opening.add_argument("--about", default="")
        opening.add_argument("--main-framework", metavar="KEY")
        opening.add_argument("--previous", metavar="EDITION")
        opening.add_argument("--heatmap-place", action="append", metavar="CODE")
        for name, about in (
            ("load", "open the editions of a YAML file"),
            ("load-assessments", "record the assessments of a YAML file"),
        ):
            load = actions.add_parser(name, help=about)
            load.add_argument("files", nargs="+", type=Path, metavar="FILE")
        for name, about in (
            ("compute", "compute all ratings"),
            ("panels", "list the panels, the contested ones first"),
            ("status", "say what is rated, missing and undecided"),
            ("close", "close an edition for good"),
        ):
            actions.add_parser(name, help=about).add_argument("key", metavar="KEY")
        rate = actions.add_parser("rate", help="write all ratings by the rules as one table")
        rate.add_argument("key", metavar="KEY")
        rate.add_argument("--to", type=Path, required=True, metavar="FILE", help=RATE_TO)
        rate.add_argument("--engine", metavar="ADDRESS", help="instead of MILEPOST_ENGINE")
        rate.add_argument("--every-breakdown", action="store_true", help=EVERY_BREAKDOWN)
        rate.add_argument("--compare", action="store_true", help=COMPARE)
        rate.add_argument("--parties", type=Path, metavar="FILE", help=PARTIES)
        rate.add_argument("--sensitivity", type=Path, metavar="FILE", help=SENSITIVITY)
        decide = actions.add_parser("decide", help="decide between rule and assessors")
        decide.add_argument("key", metavar="KEY")
        for name in ("--framework", "--benchmark", "--place", "--state", "--reason"):
            decide.add_argument(name, required=True)
        self.add_round_actions(actions)
        invite = actions.add_parser("invite", help="invite governments to reply until a day")
        invite.add_argument("key", metavar="KEY")
        invite.add_argument("--place", action="append", required=True, metavar="CODE")
        invite.add_argument(
            "--until", type=calendar_day, metavar="DAY", help="else the day of the calendar"
        )
        replies = actions.add_parser("replies", help="list what governments replied")
        replies.add_argument("key", metavar="KEY")
        replies.add_argument("--place", default="", metavar="CODE")
        replies.add_argument("--csv", type=Path, metavar="FILE", help="write a table instead")
        actions.add_parser("list", help="list the editions")

    def do_open(self, options: dict[str, Any]) -> None:
        """Open an edition."""
        outcome = open_edition(
            system_actor(),
            options["key"],
            title={"en": options["title"]},
            as_of=options["as_of"],
            frameworks=options["framework"],
            about={"en": options["about"]} if options["about"] else {},
            main_framework=options["main_framework"] or "",
            previous=options["previous"],
            **({"heatmap_places": options["heatmap_place"]} if options["heatmap_place"] else {}),
        )
        self.print_objects([{"edition": options["key"], "outcome": outcome}], "edition", "outcome")

    def do_load(self, options: dict[str, Any]) -> None:
        """Open the editions of files."""
        for path in options["files"]:
            self._print_report(path, load_editions(system_actor(), read_text_file(path), path.name))

    def do_load_assessments(self, options: dict[str, Any]) -> None:
        """Record the assessments of files."""
        for path in options["files"]:
            self._print_report(
                path, load_assessments(system_actor(), read_text_file(path), path.name)
            )

    def _print_report(self, path: Path, report: LoadReport) -> None:
        if self.as_json:
            self.print_objects([{"file": path.name, **report.as_dict()}])
            return
        counts = ", ".join(f"{len(keys)} {name}" for name, keys in report.as_dict().items())
        self.stdout.write(f"{path.name}: {counts}")

    def do_compute(self, options: dict[str, Any]) -> None:
        """Compute all ratings of an open edition."""
        summary = compute_edition(system_actor(), options["key"])
        if self.as_json:
            self.print_objects([summary])
            return
        self.stdout.write(
            f"{summary['edition']}: {summary['ratings']} ratings ({_counts(summary['counts'])}), "
            f"{summary['undecided']} undecided, checksum {summary['checksum'][:12]}"
        )

    def do_rate(self, options: dict[str, Any]) -> None:
        """Write the ratings by the rules, made in bulk, as one table."""
        written = rate_edition(
            options["key"],
            options["to"],
            address=options["engine"],
            every_breakdown=options["every_breakdown"],
            compare=options["compare"],
            beside=Beside(options["parties"], options["sensitivity"]),
        )
        if self.as_json:
            self.print_objects([written.as_dict()])
            return
        self.stdout.write(
            f"{written.edition}: {written.ratings} ratings to {written.path}, {written.in_bulk} "
            f"in bulk on {written.engine}, {written.left_out} benchmarks one by one"
        )
        if written.beside.parties:
            self.stdout.write(f"  parties to treaties to {written.beside.parties}")
        if written.beside.sensitivity:
            self.stdout.write(f"  what would change the colours to {written.beside.sensitivity}")
        if options["compare"]:
            self.stdout.write("  every row says what the computed edition says")
        self.stdout.write(f"  sha256 {written.sha256}")

    def do_status(self, options: dict[str, Any]) -> None:
        """Say how far an edition is."""
        status = edition_status(options["key"])
        if self.as_json:
            self.print_objects([status])
            return
        self._print_status(status)

    def do_close(self, options: dict[str, Any]) -> None:
        """Close an edition; refused while rule and assessors differ without a decision."""
        status = close_edition(system_actor(), options["key"])
        if self.as_json:
            self.print_objects([status])
            return
        self._print_status(status)

    def _print_status(self, status: Mapping[str, Any]) -> None:
        write = self.stdout.write
        write(f"{status['key']}  {status['state']}, as known on {status['as_of']}")
        if status["computed_at"] is None:
            write("  not computed yet")
        else:
            age = " (out of date: compute again)" if status["is_out_of_date"] else ""
            write(f"  computed at {status['computed_at']}{age}")
            write(f"  {status['ratings']} ratings: {_counts(status['counts'])}")
            write(f"  {status['contested']} contested")
        for title, key in (("without assessment", "missing"), ("undecided", "undecided")):
            write(f"  {title}: {len(status[key])}")
            for item in status[key]:
                write("    " + "  ".join(str(value) for value in item.values() if value))

    def do_decide(self, options: dict[str, Any]) -> None:
        """Record which state a rating shows, and why."""
        ruling = Ruling(
            framework=options["framework"],
            benchmark=options["benchmark"],
            place=options["place"],
            state=options["state"],
            reason={"en": options["reason"]},
        )
        record_decision(system_actor(), options["key"], ruling)
        row = {"edition": options["key"], "benchmark": ruling.benchmark, "state": ruling.state}
        self.print_objects([row], "edition", "benchmark", "state")

    def do_invite(self, options: dict[str, Any]) -> None:
        """Invite governments to reply, all or none."""
        with transaction.atomic():
            rows = [
                {
                    "edition": options["key"],
                    "place": place,
                    "outcome": invite_reply(
                        system_actor(), options["key"], place, options["until"]
                    ),
                }
                for place in options["place"]
            ]
        self.print_objects(rows, "edition", "place", "outcome")

    def do_panels(self, options: dict[str, Any]) -> None:
        """List the panels with their colours; nobody is named."""
        rows = [
            {
                **{name: row[name] for name in ("framework", "benchmark", "place")},
                **row["spread"],
                "second_round": row["second"] or "none",
            }
            for row in list_panels(system_actor(), options["key"])
        ]
        shown = ("framework", "benchmark", "place", "n", "state", "contested", "second_round")
        self.print_objects(rows, *shown)

    def do_replies(self, options: dict[str, Any]) -> None:
        """List what governments replied, or write it as a table."""
        rows = list_replies_to_answer(system_actor(), options["key"])
        rows = [row for row in rows if options["place"] in ("", row["place"])]
        if options["csv"]:
            write_atomically(options["csv"], replies_csv(rows).encode())
            written = {"file": str(options["csv"]), "replies": len(rows)}
            self.print_objects([written], "file", "replies")
            return
        shown = [
            row | {"outcome": row["answer"]["outcome"] if row["answer"] else ""} for row in rows
        ]
        self.print_objects(shown, "framework", "benchmark", "place", "stance", "outcome", "office")

    def do_list(self, options: dict[str, Any]) -> None:
        """List the editions, the oldest knowledge first."""
        rows = [row | {"title_en": row["title"]["en"]} for row in list_editions()]
        self.print_objects(rows, "key", "as_of", "state", "title_en")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{count} {state}" for state, count in counts.items())

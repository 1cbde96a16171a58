"""The actions of ``milepost edition`` for a round: calendar, more time, work, board, reminders."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from milepost.accounts.selectors import find_person_by_address
from milepost.kernel.actors import system_actor
from milepost.kernel.commands import MilepostCommand, calendar_day
from milepost.kernel.errors import BadInput, NotFound
from milepost.kernel.files import write_atomically
from milepost.reviews.assigning import resolve_benchmarks
from milepost.reviews.progress import get_progress, progress_csv
from milepost.reviews.renaming import replace_name
from milepost.reviews.restating import FATES, list_new_versions
from milepost.reviews.rounds import get_round
from milepost.reviews.selectors import get_edition
from milepost.reviews.services import (
    MoreTime,
    Work,
    assign_work,
    extend_stage,
    move_work,
    remind_people,
    set_calendar,
    take_back_work,
    take_version,
)

ON_A_DAY = ("open", "cut_off", "publication")
WINDOWS = ("assessment", "reply", "decision")


class RoundActions(MilepostCommand):
    """The part of the command for the people and the time of a round."""

    def add_round_actions(self, actions: Any) -> None:
        """Add the parsers of these actions."""
        _add_calendar(actions)
        _add_extend(actions)
        _add_assign(actions)
        _add_move(actions)
        _add_board(actions)
        _add_replace_name(actions)

    def do_replace_name(self, options: dict[str, Any]) -> None:
        """Replace a name in what a closed edition is built from."""
        key, by = options["key"], options["by"]
        count = replace_name(system_actor(), key, options["name"], by, reason=options["reason"])
        self.print_objects([{"edition": key, "by": by, "places": count}], "edition", "by", "places")

    def do_board(self, options: dict[str, Any]) -> None:
        """Say what is missing, from whom, and how late."""
        found = get_progress(system_actor(), options["key"])
        if options["csv"]:
            write_atomically(options["csv"], progress_csv(found["items"]).encode())
            return
        if self.as_json:
            self.print_objects([found])
            return
        totals = found["totals"]
        self.stdout.write(
            f"{options['key']}: {totals['all']} assignments, {totals['done']} done, "
            f"{totals['waiting']} waiting, {totals['late']} late"
        )
        for item in found["items"]:
            if item["progress"] != "done":
                age = f"late by {item['days_late']} days" if item["days_late"] else "waiting"
                self.stdout.write(
                    f"  {item['benchmark']}  {item['place']}  {item['person_name']}  {age}"
                )
        if found["mail"]["count"]:
            self.stdout.write(
                f"  {found['mail']['count']} messages waiting, last error: "
                f"{found['mail']['error'] or 'none'}"
            )

    def do_remind(self, options: dict[str, Any]) -> None:
        """Send digests, or say to whom they would go."""
        report = remind_people(system_actor(), options["key"], is_trial=options["dry_run"])
        rows = [
            {"outcome": outcome, "person": name}
            for outcome, names in report.as_dict().items()
            for name in names
        ]
        self.print_objects(rows, "outcome", "person")

    def do_calendar(self, options: dict[str, Any]) -> None:
        """Show or set the calendar of a round."""
        key = options["key"]
        days = {stage: (options[stage],) * 2 for stage in ON_A_DAY if options[stage]}
        days |= {stage: tuple(options[stage]) for stage in WINDOWS if options[stage]}
        if days or options["remove"]:
            set_calendar(system_actor(), key, {} if options["remove"] else days)
        rows = [
            {
                "stage": item["stage"],
                "starts_on": item["starts_on"].isoformat(),
                "ends_on": item["ends_on"].isoformat(),
                "state": item["state"],
            }
            for item in get_round(key)["stages"]
        ]
        if not rows and not self.as_json:
            self.stdout.write(f"{key}: no calendar; everything may be written while it is open")
            return
        self.print_objects(rows, "stage", "starts_on", "ends_on", "state")

    def do_extend(self, options: dict[str, Any]) -> None:
        """Give more time, with its reason."""
        person = _person(options["person"]) if options["person"] else ""
        wish = MoreTime(
            options["stage"], options["until"], options["reason"], person, options["assignment"]
        )
        extend_stage(system_actor(), options["key"], wish)
        row = {
            "edition": options["key"],
            "stage": wish.stage,
            "until": wish.until.isoformat(),
            "for": options["person"] or options["assignment"] or "round",
        }
        self.print_objects([row], "edition", "stage", "until", "for")

    def do_assign(self, options: dict[str, Any]) -> None:
        """Give out work in bulk."""
        work = Work(
            people=[_person(email) for email in options["person"]],
            benchmarks=options["benchmark"],
            places=options["place"],
            role=options["role"],
            due_on=options["due"],
        )
        counts = assign_work(system_actor(), options["key"], work)
        self.print_objects([{"edition": options["key"], **counts}], "edition", "added", "unchanged")

    def do_move(self, options: dict[str, Any]) -> None:
        """Move work that is not done to somebody else, or take it back."""
        key, before = options["key"], _person(options["person"])
        wanted, findings = resolve_benchmarks(key, options["benchmark"])
        if findings:
            raise BadInput(findings)
        keys = [
            item["id"]
            for item in get_progress(system_actor(), key)["items"]
            if item["person"] == before
            and item["progress"] != "done"
            and (not wanted or (item["framework"], item["benchmark"]) in wanted)
            and (not options["place"] or item["place"] in options["place"])
        ]
        if options["to"]:
            to, reason = _person(options["to"]), options["reason"]
            row = {"edition": key} | move_work(system_actor(), key, keys, person=to, reason=reason)
            self.print_objects([row], "edition", "moved", "unchanged")
            return
        count = take_back_work(system_actor(), key, keys, reason=options["reason"])
        self.print_objects([{"edition": key, "taken_back": count}], "edition", "taken_back")

    def do_take_version(self, options: dict[str, Any]) -> None:
        """Show what newer versions of frameworks would mean, or take one."""
        key, framework = options["key"], options["framework"]
        rows = [
            {
                **{name: row[name] for name in ("framework", "old", "new", "kept")},
                **{fate: " ".join(item["key"] for item in row["fates"][fate]) for fate in FATES},
            }
            for row in list_new_versions(system_actor(), key)
        ]
        if framework:
            seen = get_edition(key)["framework_versions"].get(framework, "")
            new = options["version"] or next(
                (row["new"] for row in rows if row["framework"] == framework), seen
            )
            take_version(system_actor(), key, framework, new, seen=seen)
        self.print_objects(rows, "framework", "old", "new", "kept", *FATES)


def _benchmark(text: str) -> tuple[str, str]:
    framework, _colon, benchmark = text.partition(":")
    if not framework:
        message = f"not a benchmark: {text} (write plan-8-points:1.1)"
        raise ArgumentTypeError(message)
    return framework, benchmark


def _person(email: str) -> str:
    found = find_person_by_address(email)
    if found is None:
        raise NotFound(what="person", key=email)
    return found


def _add_calendar(actions: Any) -> None:
    calendar: ArgumentParser = actions.add_parser(
        "calendar", help="show the calendar of a round, or set the whole of it"
    )
    calendar.add_argument("key", metavar="KEY")
    for stage in ON_A_DAY:
        calendar.add_argument(
            f"--{stage.replace('_', '-')}", type=calendar_day, metavar="DAY", dest=stage
        )
    for stage in WINDOWS:
        calendar.add_argument(f"--{stage}", type=calendar_day, nargs=2, metavar=("FIRST", "LAST"))
    calendar.add_argument("--remove", action="store_true", help="take the calendar away")


def _add_extend(actions: Any) -> None:
    extend: ArgumentParser = actions.add_parser(
        "extend", help="give more time to a round, a person or an assignment"
    )
    extend.add_argument("key", metavar="KEY")
    extend.add_argument("--stage", required=True, choices=WINDOWS)
    extend.add_argument("--until", required=True, type=calendar_day, metavar="DAY")
    extend.add_argument("--reason", required=True)
    extend.add_argument("--person", default="", metavar="EMAIL")
    extend.add_argument("--assignment", default="", metavar="UUID")


def _add_assign(actions: Any) -> None:
    assign: ArgumentParser = actions.add_parser(
        "assign", help="give out work: every person, benchmark and place together"
    )
    assign.add_argument("key", metavar="KEY")
    assign.add_argument("--person", action="append", required=True, metavar="EMAIL")
    assign.add_argument(
        "--benchmark",
        action="append",
        required=True,
        type=_benchmark,
        metavar="FRAMEWORK[:BENCHMARK]",
        help="a benchmark, all below a goal, or all of a framework",
    )
    assign.add_argument("--place", action="append", required=True, metavar="CODE")
    assign.add_argument("--role", default="assessor", choices=["assessor", "reviewer"])
    assign.add_argument("--due", type=calendar_day, metavar="DAY")


def _add_move(actions: Any) -> None:
    move: ArgumentParser = actions.add_parser(
        "move", help="move work that is not done to somebody else, or take it back"
    )
    move.add_argument("key", metavar="KEY")
    move.add_argument("--person", required=True, metavar="EMAIL", help="who has it now")
    move.add_argument("--to", default="", metavar="EMAIL", help="without it, it is taken back")
    move.add_argument(
        "--benchmark",
        action="append",
        default=[],
        type=_benchmark,
        metavar="FRAMEWORK[:BENCHMARK]",
        help="only this benchmark, or all below this goal",
    )
    move.add_argument("--place", action="append", default=[], metavar="CODE")
    move.add_argument("--reason", required=True)
    take: ArgumentParser = actions.add_parser(
        "take-version", help="show what newer framework versions would mean, or take one"
    )
    take.add_argument("key", metavar="KEY")
    take.add_argument("--framework", default="", metavar="KEY", help="take its newest version")
    take.add_argument("--version", default="", help="take this one instead")


def _add_board(actions: Any) -> None:
    board: ArgumentParser = actions.add_parser(
        "board", help="say what is missing, from whom, and how late"
    )
    board.add_argument("key", metavar="KEY")
    board.add_argument("--csv", type=Path, metavar="FILE", help="write a table instead")
    remind: ArgumentParser = actions.add_parser(
        "remind", help="send one digest to everybody who owes something"
    )
    remind.add_argument("key", metavar="KEY")
    remind.add_argument("--dry-run", action="store_true", help="say to whom, and send none")


def _add_replace_name(actions: Any) -> None:
    about = "replace a name in a closed edition, for somebody who asks to be forgotten there too"
    action = actions.add_parser("replace-name", help=about)
    action.add_argument("key", metavar="KEY")
    action.add_argument("--name", required=True, help="as it stands in the edition")
    action.add_argument("--by", required=True, help="the pseudonym that the erasure gave")
    action.add_argument("--reason", required=True, help="why; it must not name the person")

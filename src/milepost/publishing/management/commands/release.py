"""``milepost release``: freeze, publish and check editions, and write their reports."""

import os
import sys
from argparse import ArgumentParser
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import CommandParser

from milepost.kernel.actors import system_actor
from milepost.kernel.commands import EXIT_FINDINGS, MilepostCommand
from milepost.kernel.languages import LANGUAGES
from milepost.publishing.announcing import Announcement, announce_round, withdraw_notice
from milepost.publishing.exports.files import FORMS, write_form
from milepost.publishing.report_files import (
    REPORT_OPTIONS,
    check_report,
    named_bundle,
    write_report,
)
from milepost.publishing.selectors import list_releases, releases_folder
from milepost.publishing.services import build_release, publish_release
from milepost.publishing.static_site.asking import checked
from milepost.publishing.static_site.building import build_site
from milepost.publishing.static_site.options import Options
from milepost.publishing.verification import verify_bundle

SHOWN = 100
"""Findings that are printed; a bundle under other rules differs in thousands of places."""


class Command(MilepostCommand):
    """List, build, publish and verify the bundles of editions."""

    help = "freeze closed editions into bundles, publish them, verify any bundle"
    example: ClassVar[str] = "milepost release build 2019 && milepost release publish 2019"
    examples: ClassVar[Mapping[str, str]] = {
        "build": "milepost release build 2019",
        "publish": "milepost release publish 2019",
        "announce": "milepost release announce 2019 --take-part 'Write to us until May.'",
        "export-site": "milepost release export-site SITE --base-url https://example.org/milepost",
        "verify": "milepost release verify 2019-31ab905ba076 --checksum 31ab905ba076",
        "export": "milepost release export 2019 out --format sdmx-csv",
        "report": "milepost release report 2019 --format pdf --language fr --out report.pdf",
    }

    def add_actions(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        actions.add_parser("list", help="list the bundles and which of them are served")
        for name, about in (
            ("build", "freeze a closed edition into a bundle"),
            ("publish", "serve the newest bundle of an edition"),
        ):
            actions.add_parser(name, help=about).add_argument("edition")
        _add_export(actions.add_parser("export-site", help="write the public site as files"))
        verify = actions.add_parser(
            "verify", help="check every byte and recompute every rating; needs no database"
        )
        verify.add_argument("bundle", type=Path, metavar="BUNDLE")
        verify.add_argument(
            "--checksum", default="", metavar="HEX", help="the checksum that its publisher states"
        )

        announce = actions.add_parser(
            "announce", help="put the notice of an open round on the public site"
        )
        announce.add_argument("edition")
        announce.add_argument("--take-part", default="", metavar="TEXT", help="how to take part")
        announce.add_argument("--language", default="en", help="of that text")
        announce.add_argument("--contact", default="", metavar="EMAIL", help="of an office")
        announce.add_argument("--withdraw", action="store_true", help="take the notice away")
        report = actions.add_parser(
            "report", help="write the report of an edition as PDF, Word, HTML or Markdown"
        )
        report.add_argument(
            "bundle", metavar="BUNDLE", help="folder of a bundle, or a served edition"
        )
        for option in REPORT_OPTIONS:
            report.add_argument(option.flag, **option.settings())
        report.add_argument(
            "--check",
            action="store_true",
            help="write nothing; list human text that no longer agrees with this edition",
        )

        export = actions.add_parser(
            "export", help="write the data of an edition in an open format; needs no database"
        )
        export.add_argument(
            "bundle", metavar="BUNDLE", help="folder of a bundle, or a served edition"
        )
        export.add_argument("folder", type=Path, metavar="DIR", help="folder to write into")
        export.add_argument("--format", required=True, choices=tuple(FORMS))
        export.add_argument(
            "--language", default="en", choices=LANGUAGES, help="language of a workbook"
        )

    def do_announce(self, options: dict[str, Any]) -> None:
        """Put a round's notice on the public site, or take it away."""
        key = options["edition"]
        if options["withdraw"]:
            changed = withdraw_notice(system_actor(), key)
            self.print_objects([{"edition": key, "withdrawn": changed}], "edition", "withdrawn")
            return
        wanted = Announcement({options["language"]: options["take_part"]}, options["contact"])
        notice = announce_round(system_actor(), key, wanted)
        row = {"edition": key, "organisations": len(notice["organisations"])}
        self.print_objects([row | {"stages": len(notice["stages"])}], *row, "stages")

    def do_list(self, options: dict[str, Any]) -> None:
        """List bundles."""
        self.print_objects(list_releases(), "edition", "checksum", "served", "path")

    def do_build(self, options: dict[str, Any]) -> None:
        """Build a bundle."""
        built = build_release(system_actor(), options["edition"])
        self.print_objects([built], "edition", "checksum", "path")

    def do_publish(self, options: dict[str, Any]) -> None:
        """Publish the newest bundle of an edition."""
        published = publish_release(system_actor(), options["edition"])
        self.print_objects([published], "edition", "path", "changed")

    def do_export_site(self, options: dict[str, Any]) -> None:
        """Write the public site as files; exits 1 when an address had to be left out."""
        asked = Options(
            folder=options["folder"],
            editions=tuple(options["edition"]),
            languages=tuple(options["language"]),
            base_url=options["base_url"],
            place_charts=options["place_charts"],
            reports=options["reports"],
            processes=options["processes"],
        )
        wanted = checked(asked)
        with self.progress(options):
            written = build_site(releases_folder(), wanted)
        columns = ("files", "rendered", "written", "removed")
        if self.as_json:
            self.print_objects([written.as_dict()])
        else:
            self.stdout.write(", ".join(f"{name} {getattr(written, name)}" for name in columns))
            for address in written.left_out[:SHOWN]:
                self.stdout.write(f"left out: {address}")
            for address, count in list(written.unlinked.items())[:SHOWN]:
                self.stdout.write(f"no page for a link ({count} times): {address}")
        if written.left_out or written.unlinked:
            sys.exit(EXIT_FINDINGS)

    def do_verify(self, options: dict[str, Any]) -> None:
        """Verify a bundle; exits 1 on any difference."""
        folder: Path = options["bundle"]
        report = verify_bundle(folder, expected=options["checksum"])
        if self.as_json:
            self.print_objects([report.as_dict()])
        else:
            self.print_findings(report.findings[:SHOWN])
            if len(report.findings) > SHOWN:
                self.stdout.write(f"… and {len(report.findings) - SHOWN} more; --json lists all")
            self.stdout.write(
                f"{folder}: {report.files} files, {report.ratings} ratings, "
                f"{report.computed} computed; checksum {report.checksum}"
            )
            self.stdout.write("holds" if report.holds else "DOES NOT HOLD")
        if not report.holds:
            sys.exit(EXIT_FINDINGS)

    def do_export(self, options: dict[str, Any]) -> None:
        """Write the data of a bundle in an open format."""
        bundle = named_bundle(options["bundle"])
        paths = write_form(bundle, options["folder"], options["format"], options["language"])
        rows = [{"path": str(path), "bytes": path.stat().st_size} for path in paths]
        self.print_objects(rows, "path", "bytes")

    def do_report(self, options: dict[str, Any]) -> None:
        """Write the report of a bundle, or list what in its human text is out of date."""
        if options["check"]:
            findings = check_report(options)
            self.print_findings(findings)
            if not findings and not self.as_json:
                self.stdout.write("every text agrees with this edition")
            if findings:
                sys.exit(EXIT_FINDINGS)
            return
        written = write_report(options)
        self.print_objects([written], "path", "bytes", "sha256")


def _add_export(parser: ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR")
    parser.add_argument(
        "--edition", action="append", default=[], metavar="KEY", help="only this one; repeatable"
    )
    parser.add_argument(
        "--language",
        nargs="+",
        action="extend",
        default=[],
        metavar="xx",
        help="only these languages",
    )
    parser.add_argument(
        "--base-url",
        default="",
        metavar="URL",
        help="where the site will be, for shared links, snippets and the site map",
    )
    parser.add_argument(
        "--place-charts",
        action="store_true",
        help="also write the charts of every benchmark in every place as files: slow and large",
    )
    parser.add_argument(
        "--reports", action="store_true", help="also write the reports of the editions in each form"
    )
    parser.add_argument(
        "--processes", type=int, default=os.cpu_count() or 1, metavar="N", help="default: all cores"
    )

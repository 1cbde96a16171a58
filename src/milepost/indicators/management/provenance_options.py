"""The options by which every import says where its data come from."""

from argparse import ArgumentParser
from typing import Any

from milepost.indicators.provenance import Provenance
from milepost.kernel.commands import calendar_day


def add_provenance_options(parser: ArgumentParser) -> None:
    """Add source, licence, address, day and note."""
    parser.add_argument("--source", required=True, help="who published the data")
    parser.add_argument("--licence", required=True, help="as the publisher states it")
    parser.add_argument("--url", default="", help="where the data can be found")
    parser.add_argument(
        "--known-on", type=calendar_day, help="day on which the data were public (default: today)"
    )
    parser.add_argument("--note", default="", help="a remark that stays with the vintage")


def provenance_from(options: dict[str, Any]) -> Provenance:
    """Return what the options say."""
    return Provenance(
        source=options["source"],
        licence=options["licence"],
        url=options["url"],
        known_on=options["known_on"],
        note=options["note"],
    )

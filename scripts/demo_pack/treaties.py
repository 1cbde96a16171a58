"""Ratification facts: two sources for the UN treaties, typed lists for the ILO instruments.

The first UN source gives days and is the depositary's own page, so it decides. The second gives
years only and runs to 2022: it decides what happened after the first was copied, and every
disagreement between the two is kept as a conflict.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from demo_pack.areas import Areas
from demo_pack.rows import Fact, read_csv

FIRST_EDITION = "2015-11-25"
SECOND_EDITION = "2019-12-31"
FIRST_SOURCE = "UN Treaty Collection pages, March 2015"
SECOND_SOURCE = "status tables of August 2022"
SIGNATURE = "event=signature"
NOT_A_PARTY = "not a party on this day; the list is complete"

UN_TREATIES = {
    "treaty-icrmw": ("4-13.csv", "hr_status_icmw.csv"),
    "treaty-cedaw": ("4-8.csv", "hr_status_cedaw.csv"),
    "treaty-crc": ("4-11.csv", "hr_status_crc.csv"),
}
ILO_TREATIES = {"treaty-c97": "C097", "treaty-c143": "C143", "treaty-c189": "C189"}
ACTS = {"": "ratification", "a": "accession", "d": "succession", "A": "acceptance"}

# Days that a later copy of the depositary's page states for events known otherwise by year.
LATER_DAYS = {
    ("treaty-icrmw", "178"): "2017-03-31",
    ("treaty-icrmw", "204"): "2018-07-06",
    ("treaty-icrmw", "242"): "2019-08-19",
    ("treaty-icrmw", "270"): "2018-09-28",
    ("treaty-icrmw", "624"): "2018-10-22",
}


@dataclass(frozen=True)
class Conflict:
    """Two sources that say different things about one fact, and which one was chosen."""

    indicator: str
    area: str
    first_source: str
    first_says: str
    second_source: str
    second_says: str
    chosen: str
    why: str


@dataclass(frozen=True)
class SecondStatus:
    """What the second source says about one state: `year` is "" when it is not a party."""

    year: str
    signed: bool


def _day(text: str) -> tuple[str, str]:
    """Split "5 Jun 2007 a" into ("2007-06-05", "a")."""
    parts = text.split()
    moment = dt.datetime.strptime(" ".join(parts[:3]), "%d %b %Y").replace(tzinfo=dt.UTC)
    return moment.date().isoformat(), parts[3] if len(parts) > 3 else ""


def _first_source(data: Path, areas: Areas, filename: str) -> list[Fact]:
    facts = []
    for row in read_csv(data / "treaties" / filename):
        participant, signature, act = row.values()
        area = areas.from_name(participant)
        if signature.strip():
            day, suffix = _day(signature)
            note = "succession to signature" if suffix == "d" else "signature"
            facts.append(Fact(area, day, "1", SIGNATURE, note=note))
        if act.strip():
            day, suffix = _day(act)
            facts.append(Fact(area, day, "1", note=ACTS[suffix]))
    return facts


def _second_source(data: Path, areas: Areas, filename: str) -> dict[str, SecondStatus]:
    return {
        areas.from_iso2(row["iso2"]): SecondStatus(
            year=row["year ratification or accession"] if row["state party"] == "1" else "",
            signed=row["signatory"] == "1",
        )
        for row in read_csv(data / "treaties" / filename)
    }


def _absent(members: set[str], parties: set[str], day: str) -> list[Fact]:
    return [Fact(area, day, "0", note=NOT_A_PARTY) for area in members - parties]


def _year_conflicts(
    indicator: str, first: list[Fact], second: dict[str, SecondStatus]
) -> list[Conflict]:
    conflicts = []
    for fact in first:
        if fact.breakdown or fact.area not in second:
            continue
        year = second[fact.area].year
        if year == fact.period[:4]:
            continue
        conflicts.append(
            Conflict(
                indicator,
                fact.area,
                FIRST_SOURCE,
                fact.period,
                SECOND_SOURCE,
                year or "not a party",
                fact.period,
                "the depositary's own page states the day; the other gives a year without a source",
            )
        )
    return conflicts


def _later_events(indicator: str, parties: set[str], second: dict[str, SecondStatus]) -> list[Fact]:
    facts = []
    for area, status in second.items():
        if area in parties or not status.year or status.year > SECOND_EDITION[:4]:
            continue
        day = LATER_DAYS.get((indicator, area), "")
        if day and not day.startswith(status.year):
            message = f"{indicator} {area}: {day} contradicts the year {status.year}"
            raise ValueError(message)
        note = "ratification or accession" if day else "ratification or accession; year only"
        facts.append(Fact(area, day or status.year, "1", note=note))
    return facts


def un_treaty(
    indicator: str, data: Path, areas: Areas, stated: list[Fact]
) -> tuple[list[Fact], list[Fact], list[Conflict]]:
    """Facts known on 25 November 2015, facts that came after, and conflicts of one UN treaty.

    `stated` are events between the copy of the first source and the first edition.
    """
    first_file, second_file = UN_TREATIES[indicator]
    first = _first_source(data, areas, first_file)
    second = _second_source(data, areas, second_file)
    members = set(second)
    parties = {fact.area for fact in [*first, *stated] if not fact.breakdown}
    later = _later_events(indicator, parties, second)
    parties_later = parties | {fact.area for fact in later}
    before = [*first, *_absent(members, parties, FIRST_EDITION)]
    after = [*later, *_absent(members, parties_later, SECOND_EDITION)]
    return before, after, _year_conflicts(indicator, first, second)


def un_members(data: Path, areas: Areas) -> set[str]:
    """The 193 member states, as the second treaty source lists them."""
    return set(_second_source(data, areas, "hr_status_cedaw.csv"))


def ilo_treaty(
    indicator: str, data: Path, areas: Areas
) -> tuple[list[Fact], list[Fact], list[Conflict]]:
    """Facts before and after the first edition for an ILO convention.

    Only the list of C189 is complete, so only C189 has rows for states that are not parties.
    """
    events: dict[str, Fact] = {}
    conflicts = []
    for row in read_csv(data / "treaties" / "ilo_ratifications_partial_transcribed.csv"):
        if row["convention"] != ILO_TREATIES[indicator]:
            continue
        area, day = areas.from_iso3(row["iso3"]), row["ratification_date"]
        if row["note"].startswith("source prints 2012"):
            printed, day = day, day.replace("2012", "2013")
            conflicts.append(_misprint(indicator, area, printed, day))
        note = "ratification" if row["date_precision"] == "day" else "ratification; year only"
        events[area] = Fact(area, day, "1", note=note)
    before = [fact for fact in events.values() if fact.period <= FIRST_EDITION]
    after = [f for f in events.values() if FIRST_EDITION < f.period <= SECOND_EDITION]
    if indicator == "treaty-c189":
        members = un_members(data, areas)
        parties = {fact.area for fact in before}
        before += _absent(members, parties, FIRST_EDITION)
        after += _absent(members, parties | {fact.area for fact in after}, SECOND_EDITION)
    return before, after, conflicts


def _misprint(indicator: str, area: str, printed: str, day: str) -> Conflict:
    return Conflict(
        indicator,
        area,
        "Swiss Federal law, scope of application on 5 October 2020: date of ratification",
        printed,
        "the same table: date of entry into force, 20 September 2014",
        day,
        day,
        "a convention enters into force twelve months after ratification, so 2012 is a misprint",
    )


# Where a document that is not a list of events contradicts the facts of the pack.
DOCUMENT_CONFLICTS = (
    Conflict(
        "treaty-icrmw",
        "450",
        "Movement report, annex 3, goal 8",
        "2014",
        "later page of the UN Treaty Collection",
        "2015-05-13",
        "2015-05-13",
        "Madagascar signed on 24 September 2014 and ratified in 2015",
    ),
    Conflict(
        "treaty-c189",
        "001",
        "Movement report, table 1, goal 8",
        "21 parties",
        "Movement report, table 1, goal 4b, and annex 3, goal 8",
        "22 parties",
        "22 parties",
        "the dated list has 22 ratifications by 25 November 2015; the row with 21 omits Portugal",
    ),
    Conflict(
        "treaty-p029",
        "001",
        "Movement report, table 1, goal 8",
        "fewer than 2 parties",
        "ILO news of 18 November 2015",
        "2 parties",
        "2 parties",
        "the ratification of Norway was registered on 9 November 2015, before the report's date",
    ),
)

"""Statistical series: population, migrant stocks and the SDG release of October 2020."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from demo_pack.areas import WITHOUT_CODE, Areas
from demo_pack.rows import Fact, plain_number, read_csv

# Nature of a figure in the SDG release -> observation status of SDMX. Country data, country data
# adjusted and figures of global monitoring are normal values; the others are estimates.
STATUS_OF_NATURE = {"e": "E", "m": "E"}
NOTE_OF_NATURE = {"ca": "adjusted by the agency", "n": "not official", "m": "modelled"}

MIGRATORY_STATUS = {
    "t": "",
    "migper": "migrant",
    "nonmig": "non-migrant",
    "eumig": "eu-migrant",
    "noneumig": "non-eu-migrant",
}
# The release writes N where a state gave no answer.
NO_ANSWER = "N"
CORRIDORS = 200
CORRIDOR_YEARS = ("2015", "2019")

Row = dict[str, str]


@dataclass(frozen=True)
class SdgSeries:
    """How one series of the SDG release becomes the fact table of an indicator."""

    indicator: str
    filename: str
    first_year: int
    keep: dict[str, tuple[str, ...]] = field(default_factory=dict)
    breakdown: Callable[[Row], str] = lambda _row: ""
    groups: Literal["all", "world", "none"] = "all"

    @property
    def column(self) -> str:
        """Name of the value column, which is the series code."""
        return self.filename.split("--")[2]


def _domain(row: Row) -> str:
    domain = row["policy_domains"]
    return "" if domain == "alldomains" else f"domain={domain.removeprefix('domain')}"


def _migratory_status(row: Row) -> str:
    word = MIGRATORY_STATUS[row["migratory_status"]]
    return word and f"migratory_status={word}"


def _file(name: str) -> str:
    return f"ddf--datapoints--{name}--units--year.csv"


SDG_SERIES = (
    # The release's regional figures of deaths add up to more than its world figure from 2017 on,
    # while its country figures add up exactly: regions are summed from countries instead.
    SdgSeries("migrant-deaths", _file("sm_dth_migr--by--geo_area--nature"), 2014, groups="world"),
    SdgSeries("remittance-cost", _file("si_rmt_cost--by--geo_area--nature"), 2011),
    SdgSeries("remittances-gdp", _file("bx_trf_pwkr--by--geo_area--nature"), 2010),
    SdgSeries(
        "migration-policies",
        _file("sg_cpa_migrs--by--geo_area--nature--policy_domains"),
        2019,
        breakdown=_domain,
        groups="none",
    ),
    SdgSeries(
        "labour-rights-compliance",
        _file("sl_lbr_ntlcpl--by--geo_area--migratory_status--nature"),
        2015,
        keep={"migratory_status": ("notspec",)},
    ),
    SdgSeries(
        "fatal-injuries-migrants",
        _file("sl_emp_ftlinjur--by--geo_area--migratory_status--nature--sex"),
        2010,
        keep={"sex": ("bothsex",), "migratory_status": tuple(MIGRATORY_STATUS)},
        breakdown=_migratory_status,
    ),
    SdgSeries(
        "trafficking-victims",
        _file("vc_htf_detv--by--age--geo_area--nature--sex"),
        2010,
        keep={"sex": ("bothsex",), "age": ("allage",)},
    ),
    SdgSeries(
        "birth-registration",
        _file("sg_reg_brth90n--by--geo_area--nature"),
        2010,
        groups="none",
    ),
    SdgSeries(
        "statistical-plan", _file("sg_stt_nsdsimpl--by--geo_area--nature"), 2010, groups="none"
    ),
)


def _wanted(series: SdgSeries, group: str) -> bool:
    return series.groups == "all" or (series.groups == "world" and group == "001")


def sdg_facts(series: SdgSeries, data: Path, areas: Areas) -> list[Fact]:
    """Facts of one SDG series up to 2019, without the release's own groups.

    A series whose country rows are yes or no keeps countries only: its group rows are counts of
    countries, another unit. Raises ValueError for a value that is no number.
    """
    facts = []
    for row in read_csv(data / "sdg_global" / series.filename):
        area = areas.from_sdg(row["geo_area"])
        if area is None or not series.first_year <= int(row["year"]) <= 2019:
            continue
        if area in areas.groups and not _wanted(series, area):
            continue
        if any(row[column] not in values for column, values in series.keep.items()):
            continue
        if row[series.column] == NO_ANSWER:
            period, breakdown = row["year"], series.breakdown(row)
            facts.append(Fact(area, period, "", breakdown, "M", "no answer"))
            continue
        facts.append(
            Fact(
                area,
                row["year"],
                plain_number(row[series.column]),
                series.breakdown(row),
                STATUS_OF_NATURE.get(row["nature"], "A"),
                NOTE_OF_NATURE.get(row["nature"], ""),
            )
        )
    return facts


def population_facts(data: Path, areas: Areas) -> list[Fact]:
    """Population of every country of the M49 list and of the world, 2010 to 2019."""
    facts = []
    for row in read_csv(data / "population" / "wb_population.csv"):
        code = row["Country Code"]
        area = "001" if code == "WLD" else areas.by_iso3.get(code)
        if area is not None and 2010 <= int(row["Year"]) <= 2019:
            facts.append(Fact(area, row["Year"], plain_number(row["Value"])))
    return facts


def stock_facts(kind: str, data: Path, areas: Areas) -> list[Fact]:
    """Migrant stock by country from 2000; `kind` is "immigrant" or "emigrant".

    The world row is the sum over the whole table, places without an M49 code included.
    """
    column = f"{kind}_stock"
    facts: list[Fact] = []
    totals: dict[str, int] = {}
    for row in read_csv(data / "migrant_stock" / f"{column}--by--geo--year.csv"):
        year, value = row["year"], int(row[column])
        if int(year) < 2000:
            continue
        totals[year] = totals.get(year, 0) + value
        if row["geo"] not in WITHOUT_CODE:
            facts.append(Fact(areas.from_iso3(row["geo"]), year, str(value), status="E"))
    note = "sum of the table" if kind == "immigrant" else "known origins only; less than the stock"
    return facts + [
        Fact("001", year, str(total), status="E", note=note) for year, total in totals.items()
    ]


def corridor_facts(data: Path, areas: Areas) -> list[Fact]:
    """Migrants by country of residence and of origin in 2015 and 2019: the largest corridors.

    The corridors are those with the most people in 2019 whose two ends have an M49 code.
    """
    found: dict[tuple[str, str], dict[str, int]] = {}
    name = "migrant_stock--by--destination--origin--year.csv"
    for row in read_csv(data / "migrant_stock" / name):
        ends = (row["destination"], row["origin"])
        if row["year"] in CORRIDOR_YEARS and not WITHOUT_CODE & set(ends):
            found.setdefault(ends, {})[row["year"]] = int(row["migrant_stock"])
    last = CORRIDOR_YEARS[-1]
    largest = sorted(found, key=lambda ends: (-found[ends].get(last, 0), ends))[:CORRIDORS]
    return [
        Fact(
            areas.from_iso3(residence),
            year,
            str(value),
            status="E",
            counterpart=areas.from_iso3(origin),
        )
        for residence, origin in largest
        for year, value in found[residence, origin].items()
    ]


def origin_facts(data: Path, areas: Areas) -> list[Fact]:
    """Migrants in every country by country of origin in 2019, as far as the origin is known.

    Both ends have an M49 code.
    """
    name = "migrant_stock--by--destination--origin--year.csv"
    found = [
        (areas.from_iso3(row["destination"]), areas.from_iso3(row["origin"]), row["migrant_stock"])
        for row in read_csv(data / "migrant_stock" / name)
        if row["year"] == CORRIDOR_YEARS[-1]
        and not WITHOUT_CODE & {row["destination"], row["origin"]}
    ]
    return [
        Fact(residence, CORRIDOR_YEARS[-1], value, status="E", counterpart=origin)
        for residence, origin, value in sorted(found)
    ]


def split_at(facts: Iterable[Fact], year: int) -> tuple[list[Fact], list[Fact]]:
    """Facts for periods before `year`, and from it."""
    all_facts = list(facts)
    before = [fact for fact in all_facts if int(fact.period) < year]
    return before, [fact for fact in all_facts if int(fact.period) >= year]

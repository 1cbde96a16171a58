"""Build the fact tables of the demo edition from specimens of public data.

    python scripts/build_demo_pack.py [--data FOLDER] [--into FOLDER]

Reads the specimens (by default in a folder beside the repository) and the typed
statements in `scripts/demo_pack/statements.csv`, and writes `facts/*.csv` and `conflicts.csv` of
the pack. The texts of the pack (indicators, vintages, sources, assessments, groups, editions) are
written by hand and are not touched. Two builds from the same input are equal byte for byte.
"""

from __future__ import annotations

import argparse
import dataclasses
from collections import defaultdict
from pathlib import Path

from demo_pack.areas import Areas, load_areas
from demo_pack.rows import Fact, facts_text, read_csv, table_text
from demo_pack.series import (
    SDG_SERIES,
    corridor_facts,
    origin_facts,
    population_facts,
    sdg_facts,
    split_at,
    stock_facts,
)
from demo_pack.treaties import (
    DOCUMENT_CONFLICTS,
    ILO_TREATIES,
    UN_TREATIES,
    Conflict,
    ilo_treaty,
    un_treaty,
)

ROOT = Path(__file__).resolve().parent.parent
PACK = ROOT / "src" / "milepost" / "publishing" / "demo_pack"
SPECIMENS = ROOT.parent / "shared" / "data"
STATEMENTS = Path(__file__).resolve().parent / "demo_pack" / "statements.csv"

Tables = dict[tuple[str, str], list[Fact]]


def load_statements() -> Tables:
    """Facts that documents state in words, typed by hand, by indicator and vintage."""
    tables: Tables = defaultdict(list)
    for row in read_csv(STATEMENTS):
        fact = Fact(
            row["area"], row["period"], row["value"], row["breakdown"], row["status"], row["note"]
        )
        tables[row["indicator"], row["vintage"]].append(fact)
    return tables


def collect(data: Path, areas: Areas) -> tuple[Tables, list[Conflict]]:
    """All fact tables by (indicator, vintage), and all conflicts between sources."""
    tables = load_statements()
    conflicts: list[Conflict] = []
    for indicator in UN_TREATIES:
        stated = tables[indicator, "2015"]
        before, after, found = un_treaty(indicator, data, areas, stated)
        tables[indicator, "2015"] += before
        tables[indicator, "2019"] += after
        conflicts += found
    for indicator in ILO_TREATIES:
        before, after, found = ilo_treaty(indicator, data, areas)
        tables[indicator, "2015"] += before
        tables[indicator, "2019"] += after
        conflicts += found
    for series in SDG_SERIES:
        tables[series.indicator, "2019"] += sdg_facts(series, data, areas)
    for indicator, facts in {
        "population": population_facts(data, areas),
        "migrant-stock-destination": stock_facts("immigrant", data, areas),
        "migrant-stock-origin": stock_facts("emigrant", data, areas),
    }.items():
        before, after = split_at(facts, 2015)
        tables[indicator, "2015"] += before
        tables[indicator, "2019"] += after
    tables["migrants-by-corridor", "2019"] += corridor_facts(data, areas)
    tables["migrants-by-origin", "2019"] += origin_facts(data, areas)
    conflicts += DOCUMENT_CONFLICTS
    return tables, sorted(conflicts, key=lambda c: (c.indicator, c.area, c.first_source))


def build(data: Path, into: Path) -> list[Path]:
    """Write the fact tables and the conflicts of the pack; returns the files written."""
    tables, conflicts = collect(data, load_areas(data))
    folder = into / "facts"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for (indicator, vintage), facts in sorted(tables.items()):
        if facts:
            path = folder / f"{indicator}--{vintage}.csv"
            path.write_text(facts_text(facts), encoding="utf-8")
            written.append(path)
    header = [item.name for item in dataclasses.fields(Conflict)]
    path = into / "conflicts.csv"
    path.write_text(table_text(header, map(dataclasses.astuple, conflicts)), encoding="utf-8")
    return [*written, path]


def main() -> None:
    """Read the arguments and build."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--data", type=Path, default=SPECIMENS, help="folder of the specimens")
    parser.add_argument("--into", type=Path, default=PACK, help="folder of the pack")
    arguments = parser.parse_args()
    if not arguments.data.is_dir():
        parser.error(f"no specimens in {arguments.data}: name their folder with --data")
    for path in build(arguments.data, arguments.into):
        print(f"{path.stat().st_size:>8}  {path.relative_to(arguments.into)}")


if __name__ == "__main__":
    main()

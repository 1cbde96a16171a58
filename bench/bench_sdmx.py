"""Reading a million observations of SDMX, beside sdmx1 on a smaller message of the same shape.

Run ``python bench/bench_sdmx.py [--rows 1000000]``. Messages are made up from a fixed seed: as
structure-specific XML and as SDMX-CSV. Each reading runs in a process of its own, so that its
peak of memory is its own; sdmx1 reads a twentieth of the rows, and the ratio compares rows a
second. Exits 1 when our reading is less than five times as fast as sdmx1, or takes more than
500 MB for a million observations.
"""

import argparse
import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from measured import say

AT_LEAST, MOST_MEMORY, YEARS = 5.0, 500.0, 25

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<m:StructureSpecificData xmlns:m="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/message"
 xmlns:c="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/common"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:d="urn:made:up"
 xmlns:ss="http://www.sdmx.org/resources/sdmxml/schemas/v2_1/data/structurespecific">
<m:Header><m:ID>B</m:ID><m:Test>true</m:Test><m:Prepared>2026-01-01T00:00:00</m:Prepared>
<m:Sender id="BENCH"/><m:Structure structureID="S" namespace="urn:made:up"
 dimensionAtObservation="TIME_PERIOD"><c:Structure><Ref agencyID="BENCH" id="SDG" version="1.0"/>
</c:Structure></m:Structure></m:Header>
<m:DataSet ss:structureRef="S" xsi:type="d:DataSetType" ss:dataScope="DataStructure">
"""
COLUMNS = (
    "FREQ,SERIES,REF_AREA,SEX,AGE,URBANISATION,TIME_PERIOD,OBS_VALUE,UNIT_MEASURE,OBS_STATUS,"
    "UNIT_MULT,NATURE,COMMENT_OBS,SOURCE_DETAIL"
)
READ = """
import resource, sys, time
from pathlib import Path
before = time.perf_counter()
{code}
print(time.perf_counter() - before, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
"""
OURS = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "milepost.config.settings")
from milepost.indicators.sdmx.reading import open_data_set
begun = time.perf_counter()
data, _structure = open_data_set(Path(sys.argv[1]), None)
assert data.rows == int(sys.argv[2]), data.rows
before = begun
"""
WHOLE = """
import os
os.environ["DJANGO_SETTINGS_MODULE"] = "milepost.config.settings"
import django
django.setup()
from django.core.management import call_command
from milepost.indicators.provenance import Provenance
from milepost.indicators.sdmx.importing import Message, import_message
from milepost.kernel.actors import system_actor
call_command("migrate", verbosity=0)
begun = time.perf_counter()
report = import_message(
    system_actor("bench"), Message(path=Path(sys.argv[1]), prefix="b"),
    Provenance(source="made up", licence="CC0-1.0"),
)
assert report.rows == int(sys.argv[2]), report.rows
before = begun
"""
THEIRS = """
import sdmx
from sdmx.model.common import Agency
from sdmx.model.v21 import DataStructureDefinition, PrimaryMeasureRelationship
shape = DataStructureDefinition(id="SDG", version="1.0", maintainer=Agency(id="BENCH"))
names = "COLUMNS".split(",")
for name in names[:7]:
    shape.dimensions.getdefault(name)
shape.measures.getdefault("OBS_VALUE")
for name in names[8:]:
    shape.attributes.getdefault(name, related_to=PrimaryMeasureRelationship)
begun = time.perf_counter()
message = sdmx.read_sdmx(sys.argv[1], structure=shape)
assert sum(len(item) for item in message.data) == int(sys.argv[2])
before = begun
""".replace("COLUMNS", COLUMNS)


def make_up(folder: Path, rows: int) -> tuple[Path, Path]:
    """Write one data set as XML and as CSV: 200 indicators, three countries, sexes, ages."""
    chance = random.Random(20151125)
    xml, table = folder / f"{rows}.xml", folder / f"{rows}.csv"
    said = ("A", "0", "C", "Proportion of population", "Household survey")
    names = ("OBS_STATUS", "UNIT_MULT", "NATURE", "COMMENT_OBS", "SOURCE_DETAIL")
    attributes = " ".join(f'{name}="{text}"' for name, text in zip(names, said, strict=True))
    with xml.open("w") as first, table.open("w") as second:
        first.write(HEAD)
        second.write(f"STRUCTURE,STRUCTURE_ID,ACTION,{COLUMNS}\n")
        for number in range(rows // YEARS):
            key = (
                *("A", f"S_{number % 200}", ("RW", "FR", "KE")[number // 200 % 3]),
                *(("_T", "F", "M")[number // 600 % 3], f"Y{number // 1800}", "_T"),
            )
            shown = " ".join(
                f'{name}="{code}"' for name, code in zip(COLUMNS.split(","), key, strict=False)
            )
            first.write(f'<Series {shown} UNIT_MEASURE="PT">\n')
            for year in range(2000, 2000 + YEARS):
                value = f"{chance.random() * 99:.2f}"
                first.write(f'<Obs TIME_PERIOD="{year}" OBS_VALUE="{value}" {attributes}/>\n')
                row = (*key, str(year), value, "PT", *said)
                second.write(f"datastructure,BENCH:SDG(1.0),I,{','.join(row)}\n")
            first.write("</Series>\n")
        first.write("</m:DataSet></m:StructureSpecificData>\n")
    return xml, table


def run(code: str, path: Path, rows: int) -> tuple[float, float]:
    """Return seconds and the peak of memory in MB of a reading in its own process."""
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as home:
        environment = {**os.environ, "MILEPOST_HOME": home}
        environment.pop("MILEPOST_DATABASE_URL", None)
        made = subprocess.run(
            [sys.executable, "-W", "ignore", "-c", READ.format(code=code), str(path), str(rows)],
            check=True,
            capture_output=True,
            text=True,
            env=environment,
        )
    seconds, memory = made.stdout.split()[-2:]
    return float(seconds), float(memory)


def main() -> int:
    """Measure and print; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args().rows
    few = max(rows // 20 // YEARS, 1) * YEARS
    with tempfile.TemporaryDirectory(prefix="milepost-bench-") as folder:
        xml, table = make_up(Path(folder), rows)
        small, _small_csv = make_up(Path(folder), few)
        seconds, memory = run(OURS, xml, rows)
        from_csv, csv_memory = run(OURS, table, rows)
        whole, whole_memory = run(WHOLE, xml, rows)
        theirs, their_memory = run(THEIRS, small, few)
        size = xml.stat().st_size / 1e6
    ratio = (rows / seconds) / (few / theirs)
    print(f"observations           {rows:>12,}   ({size:,.0f} MB of XML)")
    print(f"SDMX-ML read           {seconds:>12.2f} s {memory:>8.0f} MB")
    print(f"SDMX-CSV read          {from_csv:>12.2f} s {csv_memory:>8.0f} MB")
    print(f"SDMX-ML imported whole {whole:>12.2f} s {whole_memory:>8.0f} MB")
    print(f"sdmx1, {few:>9,} rows  {theirs:>12.2f} s {their_memory:>8.0f} MB")
    print(f"rows a second, ratio   {ratio:>12.1f}   (at least {AT_LEAST:g})")
    say("rows a second, over sdmx1", ratio, AT_LEAST, at_least=True)
    say("peak of memory of reading", memory, MOST_MEMORY, "MB")
    return 0 if ratio >= AT_LEAST and memory <= MOST_MEMORY else 1


if __name__ == "__main__":
    sys.exit(main())

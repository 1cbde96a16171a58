"""The same work in three ways: our engine, plain SQL for DuckDB, and pandas.

The work: for each indicator, year and breakdown the weighted sums and means of seven regions and
the world with their coverage and a gate; for each place and group the latest and the baseline
value, the share of the gap closed, the share of the time used, their ratio, the status and the
colour. Both tables are written to Parquet. SQL and pandas use bare arithmetic; ours also rounds
to ten digits, adds up exactly, and takes any period, rule, deadline and group.
"""

from pathlib import Path

import duckdb
import pandas as pd
import pyarrow.parquet as pq
from engine_data import AS_OF, BASELINE, DEADLINE, WORLD, Made

from milepost.engine.backends import Engine
from milepost.engine.places import make_places
from milepost.engine.promises import Promise, Scope
from milepost.engine.rating import Question, rate
from milepost.engine.reading import read_observations
from milepost.engine.rollup import Recipe

UNUSABLE = "('F', 'H', 'L', 'M', 'O', 'Q')"
TOLERANCE, ON_TRACK, ACCELERATION, STALE, GATE = 2, 0.95, 0.60, 3, 0.5


def question(made: Made) -> Question:
    """Return what is asked of the made-up data."""
    recipes = [
        Recipe(key, key, "weighted_mean", AS_OF, weight="population") for key, _path in made.files
    ]
    promises = [
        Promise(
            key=key, indicator=key, as_of=AS_OF, scope=scope, direction=made.targets[key][0],
            target=made.targets[key][1], baseline=float(BASELINE), deadline=float(DEADLINE),
            recipe="" if scope is Scope.STATE else key,
        )
        for key, _path in made.files
        for scope in Scope
    ]  # fmt: skip
    return Question(promises, AS_OF, recipes, make_places(made.groups))


def ours(engine: Engine, made: Made, asked: Question, out: Path) -> None:
    """Do the work with the expressions of the engine room."""
    observations = read_observations(engine, made.files)
    weights = read_observations(engine, [("population", made.population)])
    with rate(engine, observations, asked, weights) as answer:
        assert answer.figures is not None
        engine.write_parquet(answer.figures, out / "figures.parquet")
        engine.write_parquet(answer.ratings, out / "ratings.parquet")


def plain_sql(con: duckdb.DuckDBPyConnection, made: Made, out: Path) -> None:
    """Do the work as two plain statements, the second over the result of the first."""
    names = pd.DataFrame(
        [(path.name, key, *made.targets[key]) for key, path in made.files],
        columns=["file", "indicator", "direction", "target"],
    )
    regions = pd.DataFrame(made.regions.items(), columns=["area", "region"])
    con.register("names", names)
    con.register("regions", regions)
    listed = ", ".join(f"'{path}'" for _key, path in made.files)
    rows = f"""(
        SELECT indicator, area, breakdown, period, value, status
        FROM (SELECT *, parse_filename(filename) AS file
              FROM read_parquet([{listed}], filename = true)) JOIN names USING (file)
        WHERE counterpart = '' AND status NOT IN {UNUSABLE} AND isfinite(value)
          AND CAST(period AS INTEGER) <= {AS_OF})"""
    con.execute(FIGURES.format(rows=rows, population=made.population))
    con.execute(RATINGS.format(rows=rows, out=out / "ratings.parquet"))
    con.execute(
        f"COPY figures TO '{out / 'figures.parquet'}'"
        " (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"
    )


FIGURES = f"""
CREATE OR REPLACE TEMP TABLE figures AS
WITH people AS (SELECT area, period, value AS weight, region
                FROM '{{population}}' JOIN regions USING (area)),
by_region AS (
    SELECT indicator, region AS area, breakdown, period, sum(value * weight) AS weighted_sum,
           sum(weight) AS mass, count(*) AS states_with_data,
           sum(CASE WHEN status = 'I' THEN weight ELSE 0 END) AS imputed
    FROM {{rows}} JOIN people USING (area, period) GROUP BY ALL),
every AS (
    SELECT * FROM by_region UNION ALL
    SELECT indicator, '{WORLD}', breakdown, period, sum(weighted_sum), sum(mass),
           sum(states_with_data), sum(imputed) FROM by_region GROUP BY ALL),
whole AS (
    SELECT region AS area, period, sum(weight) AS weight, count(*) AS states_total
    FROM people GROUP BY ALL UNION ALL
    SELECT '{WORLD}', period, sum(weight), count(*) FROM people GROUP BY ALL)
SELECT indicator, area, breakdown, period,
       CASE WHEN mass / weight >= {GATE} THEN weighted_sum / mass END AS value,
       weighted_sum, mass, states_with_data, states_total, mass / weight AS weight_share,
       imputed / mass AS imputed_share, mass / weight >= {GATE} AS gate_passed
FROM every JOIN whole USING (area, period)"""

RATINGS = f"""
COPY (
WITH points AS (
    SELECT 'state' AS scope, indicator, area, breakdown, CAST(period AS INTEGER) AS year, value,
           status FROM {{rows}} UNION ALL
    SELECT CASE WHEN area = '{WORLD}' THEN 'world' ELSE 'group' END, indicator, area, breakdown,
           CAST(period AS INTEGER), value, 'A' FROM figures WHERE gate_passed),
near AS (
    SELECT *, CASE WHEN abs(year - {BASELINE}) <= {TOLERANCE}
                   THEN abs(year - {BASELINE}) * 10000 + (9999 - year) END AS nearness FROM points),
series AS (
    SELECT scope, indicator, area, breakdown, count(*) AS points, max(year) AS year,
           arg_max(value, year) AS value, 9999 - min(nearness) % 10000 AS base_year,
           arg_min(value, nearness) AS base,
           max(CASE WHEN status = 'B' THEN year END) AS break_year
    FROM near GROUP BY ALL),
gaps AS (
    SELECT *, (value - base) / nullif(target - base, 0) AS gap_share,
           (year - base_year) / nullif({DEADLINE} - base_year, 0) AS time_share
    FROM series JOIN names USING (indicator)),
ratios AS (SELECT *, gap_share / nullif(time_share, 0) AS ratio FROM gaps),
statuses AS (
    SELECT *, CASE
        WHEN target IS NULL THEN 'no_target'
        WHEN ({AS_OF} > {DEADLINE} OR year >= {DEADLINE})
             AND direction * value >= direction * target THEN 'met_on_time'
        WHEN {AS_OF} > {DEADLINE} OR year >= {DEADLINE} THEN 'missed'
        WHEN direction * value >= direction * target AND direction * base >= direction * target
            THEN 'met_at_baseline'
        WHEN direction * value >= direction * target THEN 'met'
        WHEN base IS NULL THEN 'no_baseline'
        WHEN year <= base_year THEN 'insufficient_points'
        WHEN direction * base >= direction * target THEN 'lost_after_being_met'
        WHEN ratio >= {ON_TRACK} THEN 'on_track'
        WHEN ratio >= {ACCELERATION} THEN 'acceleration_needed'
        WHEN ratio >= 0 THEN 'limited' ELSE 'regressing' END AS status
    FROM ratios)
SELECT indicator AS promise, scope, indicator, s.area, breakdown,
       CASE WHEN status IN ('met', 'met_at_baseline', 'met_on_time', 'on_track') THEN 'green'
            WHEN status IN ('met_late', 'acceleration_needed') THEN 'yellow'
            WHEN status IN ('no_target', 'no_baseline', 'insufficient_points') THEN 'grey'
            ELSE 'red' END AS state,
       CASE status WHEN 'no_target' THEN 'not_applicable' WHEN 'no_baseline' THEN 'no_baseline'
            WHEN 'insufficient_points' THEN 'too_few_points' END AS reason,
       status, CAST(year AS VARCHAR) AS period, s.value,
       CAST(base_year AS VARCHAR) AS baseline_period, base AS baseline_value, target,
       CASE WHEN status IN ('on_track', 'acceleration_needed', 'limited', 'regressing')
            THEN gap_share END AS gap_share,
       CASE WHEN status IN ('on_track', 'acceleration_needed', 'limited', 'regressing')
            THEN time_share END AS time_share,
       CASE WHEN status IN ('on_track', 'acceleration_needed', 'limited', 'regressing')
            THEN ratio END AS ratio,
       floor({AS_OF}) - year AS years_old, points, floor({AS_OF}) - year > {STALE} AS is_stale,
       break_year > base_year AS has_break,
       f.states_with_data, f.states_total, f.weight_share, f.imputed_share, f.gate_passed
FROM statuses s LEFT JOIN figures f
     USING (indicator, area, breakdown) WHERE f.period IS NULL OR f.period = CAST(year AS VARCHAR)
) TO '{{out}}' (FORMAT parquet, COMPRESSION zstd, COMPRESSION_LEVEL 1)"""


def with_pandas(made: Made, out: Path) -> None:
    """Do the work with data frames."""
    columns = ["area", "period", "breakdown", "value", "status"]
    frames = []
    for key, path in made.files:
        frame = pq.read_table(path, columns=columns).to_pandas(strings_to_categorical=True)
        frame.insert(0, "indicator", key)
        frames.append(frame)
    rows = pd.concat(frames, ignore_index=True)
    for name in ("indicator", "area", "period", "breakdown"):
        rows[name] = rows[name].astype("category")
    rows = rows[~rows["status"].isin(list("FHLMOQ")) & rows["value"].notna()]
    rows["year"] = rows["period"].astype(int)
    figures = _pandas_figures(rows, made)
    ratings = _pandas_ratings(rows, figures, made)
    figures.to_parquet(out / "figures.parquet", compression="zstd")
    ratings.to_parquet(out / "ratings.parquet", compression="zstd")


def _pandas_figures(rows: pd.DataFrame, made: Made) -> pd.DataFrame:
    people = pq.read_table(made.population, columns=["area", "period", "value"]).to_pandas()
    people = people.rename(columns={"value": "weight"})
    people["region"] = people["area"].map(made.regions)
    people["year"] = people["period"].astype(int)
    joined = rows.assign(area=rows["area"].astype(str)).merge(
        people[["area", "year", "weight", "region"]], on=["area", "year"]
    )
    joined["weighted_sum"] = joined["value"] * joined["weight"]
    joined["imputed"] = joined["weight"].where(joined["status"] == "I", 0.0)
    key = ["indicator", "region", "breakdown", "year"]
    sums = joined.groupby(key, observed=True).agg(
        weighted_sum=("weighted_sum", "sum"), mass=("weight", "sum"),
        states_with_data=("weight", "size"), imputed=("imputed", "sum"),
    ).reset_index()  # fmt: skip
    world = sums.groupby(["indicator", "breakdown", "year"], observed=True)[
        ["weighted_sum", "mass", "states_with_data", "imputed"]
    ].sum().reset_index()  # fmt: skip
    figures = pd.concat([sums, world.assign(region=WORLD)], ignore_index=True)
    whole = people.groupby(["region", "year"])["weight"].agg(["sum", "size"]).reset_index()
    every = people.groupby("year")["weight"].agg(["sum", "size"]).reset_index()
    whole = pd.concat([whole, every.assign(region=WORLD)], ignore_index=True)
    figures = figures.merge(whole, on=["region", "year"]).rename(
        columns={"region": "area", "size": "states_total"}
    )
    figures["weight_share"] = figures["mass"] / figures["sum"]
    figures["imputed_share"] = figures["imputed"] / figures["mass"]
    figures["gate_passed"] = figures["weight_share"] >= GATE
    figures["value"] = (figures["weighted_sum"] / figures["mass"]).where(figures["gate_passed"])
    return figures.drop(columns=["sum", "imputed"])


def _pandas_ratings(rows: pd.DataFrame, figures: pd.DataFrame, made: Made) -> pd.DataFrame:
    columns = ["indicator", "area", "breakdown", "year", "value"]
    passed = figures.loc[figures["gate_passed"], columns]
    points = pd.concat([rows[columns].assign(area=rows["area"].astype(str)), passed])
    points = points.sort_values("year", kind="stable")
    key = ["indicator", "area", "breakdown"]
    series = points.groupby(key, observed=True).agg(
        points=("value", "size"), year=("year", "last"), value=("value", "last")
    )
    near = points[(points["year"] - BASELINE).abs() <= TOLERANCE].copy()
    near["nearness"] = (near["year"] - BASELINE).abs() * 10000 + 9999 - near["year"]
    near = near.sort_values("nearness", kind="stable")
    base = near.groupby(key, observed=True).agg(
        base_year=("year", "first"), base=("value", "first")
    )
    found = series.join(base).reset_index()
    asked = pd.DataFrame.from_dict(made.targets, orient="index", columns=["direction", "target"])
    found = found.join(asked, on="indicator")
    found["gap_share"] = (found["value"] - found["base"]) / (found["target"] - found["base"])
    found["time_share"] = (found["year"] - found["base_year"]) / (DEADLINE - found["base_year"])
    found["ratio"] = found["gap_share"] / found["time_share"]
    found["status"] = _pandas_status(found)
    colours = {"met": "green", "met_at_baseline": "green", "on_track": "green",
               "acceleration_needed": "yellow", "no_baseline": "grey",
               "insufficient_points": "grey"}  # fmt: skip
    found["state"] = found["status"].map(colours).fillna("red")
    found["years_old"] = int(AS_OF) - found["year"]
    found["is_stale"] = found["years_old"] > STALE
    coverage = ["states_with_data", "states_total", "weight_share", "imputed_share", "gate_passed"]
    return found.merge(figures[[*key, "year", *coverage]], on=[*key, "year"], how="left")


def _pandas_status(found: pd.DataFrame) -> pd.Series:
    sign = found["direction"]
    meets = sign * found["value"] >= sign * found["target"]
    met_before = sign * found["base"] >= sign * found["target"]
    status = pd.Series("regressing", index=found.index)
    for condition, name in (
        (found["ratio"] >= 0, "limited"),
        (found["ratio"] >= ACCELERATION, "acceleration_needed"),
        (found["ratio"] >= ON_TRACK, "on_track"),
        (met_before, "lost_after_being_met"),
        (found["year"] <= found["base_year"], "insufficient_points"),
        (found["base"].isna(), "no_baseline"),
        (meets, "met"),
        (meets & met_before, "met_at_baseline"),
    ):
        status = status.mask(condition, name)
    return status

"""Generated parts: ratifications, people who are named, and sources with their licences."""

from django.utils.translation import gettext, ngettext

from milepost.publishing import formats, terms, wording
from milepost.publishing.bundle import WORLD, Json
from milepost.publishing.charts import timeline_id
from milepost.publishing.pages.places import data_lines, treaty_events
from milepost.publishing.report.parts_findings import figure_of, map_figure
from milepost.publishing.report.scope import Scope
from milepost.publishing.report.tree import (
    Block,
    Bullets,
    Column,
    Inlines,
    Paragraph,
    Row,
    Run,
    Section,
    Table,
    text,
)


def ratifications(scope: Scope, argument: str) -> tuple[Block, ...]:
    """Return how many states joined each treaty, with charts; for a country its own treaties.

    With ``maps`` the lines over time are left out, for a report whose findings show them.
    """
    if scope.is_country:
        return treaties(scope, "")
    rows: list[Row] = []
    drawn: list[Block] = []
    seen: set[str] = set()
    for benchmark in scope.benchmarks():
        rating = scope.rating(benchmark["key"])
        numbers = rating.get("numbers") or {}
        if numbers.get("parties") is None:
            continue
        rows.append(_treaty_row(scope, benchmark, rating))
        # Two benchmarks may ask for the same treaty; its charts are shown once.
        indicator = benchmark["measure"]["indicator"]
        if indicator in seen:
            continue
        seen.add(indicator)
        if argument != "maps":
            drawn += _series(scope, benchmark)
        drawn += map_figure(scope, benchmark)
    if not rows:
        return ()
    columns = (
        Column(gettext("Treaty"), 5),
        Column(gettext("States that joined"), 2.4, numeric=True),
        Column(gettext("New since the start"), 2, numeric=True),
        Column(gettext("Progress"), 3.1),
    )
    caption = gettext("Treaties and the states that joined them, %(place)s") % {
        "place": scope.name_of(scope.place)
    }
    return (Table(caption, columns, tuple(rows)), *drawn)


def _series(scope: Scope, benchmark: Json) -> list[Block]:
    name = f"{scope.framework}.{benchmark['key']}.{scope.place}.series"
    figure = figure_of(scope, name, scope.trace(benchmark["key"]))
    return [] if figure is None else [figure]


def _treaty_row(scope: Scope, benchmark: Json, rating: Json) -> Row:
    numbers = rating["numbers"]
    cells = (
        (Run(f"{benchmark['key']}  "), *scope.run(benchmark["title"])),
        text(wording.parties_of(numbers, scope.language)) if numbers.get("eligible") else (),
        text(scope.number(numbers.get("new_since_baseline"), 0)),
        (scope.mark(rating),),
    )
    return Row(cells)


def treaties(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return what one country signed and joined: the timeline and its table."""
    events = treaty_events(scope.bundle, scope.place)
    blocks: list[Block] = []
    figure = figure_of(scope, timeline_id(scope.place), scope.address("place", scope.place))
    if figure is not None:
        blocks.append(figure)
    if not events:
        words = gettext("%(place)s has signed and joined none of the treaties of this edition.")
        return (*blocks, Paragraph(text(words % {"place": scope.name_of(scope.place)})))
    columns = (
        Column(gettext("Treaty"), 5),
        Column(gettext("Day"), 2),
        Column(gettext("What"), 2),
    )
    rows = [
        Row(
            (
                scope.run(event["indicator"]["title"]),
                text(formats.period(event["period"], scope.language)),
                text(terms.term(event["what"], "deed")),
            )
        )
        for event in events
    ]
    caption = gettext("Treaties signed and joined by %(place)s") % {
        "place": scope.name_of(scope.place)
    }
    return (*blocks, Table(caption, columns, tuple(rows), small=True))


def data(scope: Scope, argument: str) -> tuple[Block, ...]:
    """Return the latest figure of every indicator for the place; ``beside`` with its region's."""
    if argument == "beside" and scope.place != WORLD:
        return _beside(scope)
    rows = []
    for line in data_lines(scope.bundle, scope.place):
        latest, indicator = line["latest"], line["indicator"]
        if latest is None:
            nothing = (text(formats.MISSING), text(gettext("no data")), ())
            rows.append(Row((scope.run(indicator["title"]), *nothing)))
            continue
        source = next((row["source"] for row in reversed(indicator.get("vintages", []))), "")
        rows.append(
            Row(
                (
                    scope.run(indicator["title"]),
                    _latest(scope, line),
                    text(formats.period(str(latest["period"]), scope.language)),
                    text(source, quiet=True),
                )
            )
        )
    columns = (
        Column(gettext("What is measured"), 4),
        Column(gettext("Latest figure"), 2.4, numeric=True),
        Column(gettext("Period"), 2.4),
        Column(gettext("Source"), 4),
    )
    caption = gettext("Latest figures, %(place)s") % {"place": scope.name_of(scope.place)}
    return (Table(caption, columns, tuple(rows), small=True),) if rows else ()


def _beside(scope: Scope) -> tuple[Block, ...]:
    """Return the latest figures with those of the region (of a city: the country) and the world."""
    above = scope.where.get("parent" if scope.is_city else "region") or ""
    others = [code for code in (above, WORLD) if code and code != scope.place]
    found = {
        code: {line["indicator"]["key"]: line for line in data_lines(scope.bundle, code)}
        for code in others
    }
    rows = []
    for line in data_lines(scope.bundle, scope.place):
        key = line["indicator"]["key"]
        period = line["latest"]["period"] if line["latest"] else ""
        cells = [_latest(scope, line), text(formats.period(str(period), scope.language))]
        cells += [_latest(scope, found[code].get(key)) for code in others]
        rows.append(Row((scope.run(line["indicator"]["title"]), *cells)))
    columns = (
        Column(gettext("What is measured"), 4.5),
        Column(gettext("Latest figure"), 2.4, numeric=True),
        Column(gettext("Period"), 1.5),
        *(Column(scope.name_of(code), 2.4, numeric=True) for code in others),
    )
    caption = gettext("Latest figures, %(place)s") % {"place": scope.name_of(scope.place)}
    where = gettext("Sources and licences")
    link = Paragraph((Run(where, href=scope.address("sources")),), "quiet")
    return (Table(caption, columns, tuple(rows), small=True), link) if rows else ()


def _latest(scope: Scope, line: Json | None) -> Inlines:
    if line is None or line["latest"] is None:
        return text(formats.MISSING)
    if line.get("is_answer"):
        return text(gettext("yes") if line["latest"]["value"] else gettext("no"))
    value = line["latest"]["value"]
    if line["indicator"]["kind"] == "adoption" and value > 1:
        count = int(value)
        words = ngettext("%(count)s state", "%(count)s states", count)
        return text(words % {"count": scope.number(value, 0)})
    return text(wording.measured_value(value, line["indicator"], scope.language))


def people(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return those who judged and whose name the edition makes public, by standpoint."""
    named = {
        (str(row["assessor"]), str(row["standpoint"]))
        for row in scope.bundle.all_assessments
        if row.get("assessor") and row["place"] == scope.place
    }
    if not named:
        return ()
    items = tuple(
        (Run(name), Run(f", {terms.term(standpoint, 'standpoint')}", quiet=True))
        for name, standpoint in sorted(named)
    )
    return (Bullets(items),)


def sources(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return documents, data and frameworks, each with publisher, day and licence."""
    blocks: list[Block] = []
    cited = [_document(row) for _key, row in sorted(scope.bundle.evidence.items())]
    if cited:
        blocks.append(Section("sources-documents", gettext("Documents"), (Bullets(tuple(cited)),)))
    rows = [
        Row(
            (
                scope.run(indicator["title"]),
                text(vintage["source"]) if not vintage.get("url") else _linked(vintage),
                text(formats.day(vintage["known_on"], scope.language)),
                text(vintage["licence"]),
            )
        )
        for _key, indicator in sorted(scope.bundle.indicators.items())
        for vintage in indicator.get("vintages", ())[-1:]
    ]
    columns = (
        Column(gettext("What is measured"), 3),
        Column(gettext("Source"), 5),
        Column(gettext("Known on"), 2),
        Column(gettext("Licence"), 2.6),
    )
    if rows:
        table = Table(gettext("Data, newest version of each"), columns, tuple(rows), small=True)
        blocks.append(Section("sources-data", gettext("Data"), (table,)))
    wording_of = tuple(
        (*scope.run(row["title"], strong=True), Run(". "), *scope.run(row.get("issuer")))
        for row in scope.bundle.frameworks.values()
    )
    blocks.append(Section("sources-promises", gettext("Promises"), (Bullets(wording_of),)))
    return tuple(blocks)


def _linked(vintage: Json) -> Inlines:
    return (Run(vintage["source"], href=vintage["url"]),)


def _document(row: Json) -> Inlines:
    title = Run(str(row["title"]), href=row.get("url") or "")
    rest = [str(row.get(name) or "") for name in ("publisher", "issued", "licence")]
    return (title, Run(". " + ", ".join(part for part in rest if part) + "."))

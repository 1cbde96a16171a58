"""Generated parts: surveys, replies of governments, and whose turn it is."""

from django.utils.translation import gettext

from milepost.publishing import formats, terms
from milepost.publishing.bundle import Json
from milepost.publishing.pages.replies import replies_page_part
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

HIDDEN = "…"


def surveys(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return the tables of the edition's surveys, hidden cells as dots and never as nought."""
    blocks: list[Block] = []
    for key, survey in scope.bundle.surveys.items():
        tables = tuple(_survey_table(scope, survey, table) for table in survey["tables"])
        asked = Paragraph((*scope.run(survey["asked"]), Run(f" {survey['publisher']}.")))
        title = scope.say(survey["title"])
        blocks.append(Section(f"survey-{key}", title, (asked, *tables), minor=True))
    return tuple(blocks)


def _survey_table(scope: Scope, survey: Json, table: Json) -> Table:
    labels = {item["code"]: item["label"] for item in survey["strata"]["items"]}
    columns = (
        Column(scope.say(survey["strata"]["label"]), 3),
        *(Column(scope.say(option["label"]), 2, numeric=True) for option in table["options"]),
    )
    rows = []
    for row in table["rows"]:
        label = labels.get(row["stratum"])
        name = scope.run(label) if label else text(gettext("All"), strong=True)
        cells = [_figure(scope, row["figures"][option["code"]]) for option in table["options"]]
        rows.append(Row((name, *cells)))
    note = gettext("A cell that could identify people is hidden: %(sign)s.") % {"sign": HIDDEN}
    return Table(scope.say(table["text"]), columns, tuple(rows), note=note, small=True)


def _figure(scope: Scope, figure: Json) -> Inlines:
    if figure.get("is_hidden"):
        return text(HIDDEN)
    return text(formats.percent(figure.get("share"), scope.language))


def replies(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return what the government of the place replied to its ratings."""
    part = replies_page_part(scope.bundle, scope.framework, scope.place)
    if part["invited_until"] is None and not part["reply_lines"]:
        return ()
    if not part["reply_lines"]:
        words = gettext("The government was asked to reply until %(day)s; no reply was received.")
        day = formats.day(part["invited_until"], scope.language)
        return (Paragraph(text(words % {"day": day})),)
    columns = (
        Column(gettext("Benchmark"), 4),
        Column(gettext("Reply"), 2.4),
        Column(gettext("In the government's words"), 6),
    )
    rows = tuple(
        Row(
            (
                (Run(f"{line['benchmark']['key']}  "), *scope.run(line["benchmark"]["title"])),
                text(terms.term(line["reply"]["stance"], "stance")),
                scope.run(line["reply"].get("text")),
            )
        )
        for line in part["reply_lines"]
    )
    return (Table(gettext("What the government replied"), columns, rows, small=True),)


def addressees(scope: Scope, _argument: str) -> tuple[Block, ...]:
    """Return for each kind of actor the benchmarks that are theirs and are not green."""
    blocks: list[Block] = []
    for actor in terms.ACTORS:
        items = tuple(
            (
                Run(f"{row['key']}  "),
                *scope.run(row["title"]),
                Run("  "),
                scope.mark(scope.rating(row["key"]), short=True),
            )
            for row in scope.benchmarks()
            if actor in (row.get("action_by") or ())
            and scope.rating(row["key"])["state"] != "green"
        )
        if items:
            word = terms.term(actor, "actor")
            title = gettext("To %(actors)s") % {"actors": word}
            blocks.append(Section(f"to-{actor}", title, (Bullets(items),), minor=True))
    if not blocks:
        return ()
    lead = gettext(
        "These benchmarks are not green, by who was asked to act. What each should do next is for "
        "people to write; a benchmark that nobody assessed asks first to be assessed."
    )
    return (Paragraph(text(lead)), *blocks)

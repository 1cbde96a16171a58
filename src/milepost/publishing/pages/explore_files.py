"""Exploring in a site as files: what the page offers, and the figures that its script reads.

The figures are those that the service shows; the script draws them and computes nothing new.
"""

from typing import Any, Final

import orjson
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from milepost.publishing.bundle import Bundle, Json, text_in
from milepost.publishing.charts import facts
from milepost.publishing.charts.panorama import BOUNDARY_NOTE
from milepost.publishing.explore import drawing, figures, words
from milepost.publishing.explore.figures import Figure
from milepost.publishing.explore.question import (
    MOST_BREAKDOWNS,
    MOST_LINES,
    MOST_PLACES,
    Question,
)
from milepost.publishing.pages.comparison import place_choices
from milepost.publishing.pages.explore import MOST_CHOICES, indicator_choices
from milepost.publishing.pages.overview import is_country
from milepost.publishing.terms import OBSERVATION_STATUS

Context = dict[str, Any]

SENTENCES: Final[dict[str, str | Promise]] = {
    **{f"refused_{why}": sentence for why, sentence in words.REFUSALS.items()},
    "choose": _("Choose an indicator first."),
    "choose_second": _("Choose a second indicator to compare with."),
    "no_figures": _("There are no figures for these places and years."),
    "no_country": _("No country has a figure in these years."),
    "too_few": _("Fewer than three countries have figures of both."),
    "loading": _("The figures are being fetched."),
    "failed": _("The figures could not be fetched. All of them are in the files below."),
    "lines_title": _("%(what)s: %(places)s"),
    "map_title": _("%(what)s, last figure of each country, %(years)s"),
    "against_title": _("%(up)s against %(across)s"),
    "lines_alt": _("Line chart. %(lines)s."),
    "line_alt": _("%(place)s: %(from)s in %(first)s, %(to)s in %(last)s"),
    "map_alt": _(
        "World map in %(classes)s classes, from %(low)s to %(high)s; %(count)s countries."
    ),
    "against_alt": _("Scatter chart. Across: %(across)s. Upwards: %(up)s."),
    "caution": _("That two things go together does not show that one causes the other."),
    "gap": _("Where the line is broken, a figure is missing."),
    "parties": _("states that are party"),
    "share": _("per cent of the states with data"),
    "yes": _("yes"),
    "no": _("no"),
    "none_here": _("no figure in this edition"),
    "silent": _("No figures in these years: %(places)s."),
    "time": _("Period"),
    "country": _("country"),
    "period": _("period"),
    "second_period": _("period of the second"),
    "boundaries": BOUNDARY_NOTE,
}
"""What the script says; it fills the places by name, as Python does."""


def explore_as_files(bundle: Bundle, language: str) -> Context:
    """Return the indicators of an edition with their files, and what the script offers."""
    indicators = indicator_choices(bundle, language)
    return {
        "rows": [
            {
                "indicator": row,
                "parquet": f"observations/{row['key']}.parquet",
                "has_quality": row["key"] in bundle.quality_keys,
            }
            for row in indicators
        ],
        "offer": {
            "language": language,
            "as_of": facts.as_of(bundle),
            "most": {
                "places": MOST_PLACES, "breakdowns": MOST_BREAKDOWNS, "lines": MOST_LINES,
                "choices": MOST_CHOICES, "classes": drawing.CLASSES,
            },
            "indicators": {row["key"]: _indicator(bundle, row, language) for row in indicators},
            "places": [
                {
                    "label": text_in(choice["label"]["names"], language) if choice["label"] else "",
                    "places": [
                        [place["code"], text_in(place["names"], language)]
                        for place in choice["places"]
                    ],
                }
                for choice in place_choices(bundle, language)
            ],
            "statuses": {code: str(said) for code, said in OBSERVATION_STATUS.items()},
            "texts": {name: str(sentence) for name, sentence in SENTENCES.items()},
        },
    }  # fmt: skip


def _indicator(bundle: Bundle, row: Json, language: str) -> Context:
    key = row["key"]
    return {
        "title": words.title_of(row, language),
        "about": text_in(row.get("definition"), language),
        "unit": text_in(row["unit"]["label"], language),
        "decimals": row.get("decimals"),
        "counted": row["kind"] == "adoption",
        "share": row["aggregation"] == "policy_share",
        "answer": row["unit"]["key"] in drawing.YES_NO_UNITS,
        "breakdowns": [
            [name, words.breakdown_words(name)] for name in figures.breakdowns_of(bundle, key)
        ],
        "usual": figures.usual_places(bundle, key),
        "source": facts.source_line(bundle, [key], language),
    }


def figures_by_place(bundle: Bundle, indicator: str) -> bytes:
    """Return all figures of an indicator as JSON, those of a place and breakdown together.

    A figure is ``[period, decimal year, value, status]``; the value is null where the status (SDMX
    OBS_STATUS) says that it is missing.
    """
    found: dict[tuple[str, str, str], list[Figure]] = {}
    for figure in figures.all_figures(bundle, Question(indicator)):
        found.setdefault((figure.place, figure.breakdown, figure.origin), []).append(figure)
    content = {
        "edition": bundle.key,
        "checksum": bundle.checksum,
        "indicator": indicator,
        "countries": sorted({key[0] for key in found if is_country(bundle, key[0])}),
        "series": [
            {
                "place": place,
                "breakdown": breakdown,
                "origin": origin,
                "figures": [
                    [figure.period, round(figure.when, 4), figure.value, figure.status]
                    for figure in rows
                ],
            }
            for (place, breakdown, origin), rows in found.items()
        ],
    }
    return orjson.dumps(content, option=orjson.OPT_APPEND_NEWLINE)

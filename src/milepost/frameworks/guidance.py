"""What each field of the framework and crosswalk formats is for, and what to write there."""

from functools import cache
from pathlib import Path

import orjson
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator

from milepost.kernel.schema_findings import Guidance, SchemaGuide

SCHEMA_FOLDER = Path(__file__).parent / "schema"

_KEY = Guidance(
    _("The key stands in addresses and in other files, and ties editions together."),
    _("Use lower-case letters, digits, dots and hyphens, in quotes if it is a number."),
)
_DAY = Guidance(
    _("Time used and time left are counted from it."),
    _("Write a calendar day as year-month-day: 2018-12-31."),
)
_PERIOD = Guidance(
    _("Change is measured from and to it."),
    _("Write a year, quarter, month or day in quotes: “2015”, “2015-Q2”, “2015-06”, “2015-06-24”."),
)
_TEXT = Guidance(
    _("Readers see it in their language; English stands in where another is missing."),
    _("Write texts by language code: {en: …, fr: …, ar: …}, with English at least."),
)
_CITATION = Guidance(
    _("Anyone must be able to check that this was promised, and where."),
    _("Write source: {ref: key-of-a-source, locator: “annex 3, row 1”}."),
)
_COLOUR = Guidance(
    _("Assessors who do not know what each colour means rate by different rules."),
    _("Say what green, yellow and red mean for this benchmark, each as {en: …}."),
)

_FIELDS: dict[str, Guidance] = {
    "milepost": Guidance(
        _("The first line says which format the file is in."),
        _("Write milepost: framework/1 (or crosswalk/1) as the first line."),
    ),
    "key": _KEY,
    "version": Guidance(
        _("Editions stay tied to the version they were rated against."),
        _("Write a version in quotes, such as “2015.1”, and raise it with every change."),
    ),
    "title": _TEXT,
    "about": _TEXT,
    "issuer": _TEXT,
    "text": _TEXT,
    "note": _TEXT,
    "verification": Guidance(
        _("It tells assessors where to look for proof."),
        _("Write a list of texts, each as {en: …}."),
    ),
    "period": _PERIOD,
    "period.start": _DAY,
    "period.end": _DAY,
    "sources": Guidance(
        _("Every promise needs a document behind it."),
        _("List at least one source with key, title and publisher."),
    ),
    "sources.title": Guidance(
        _("Readers look the document up by its title."),
        _("Write the title as it is printed, as one text."),
    ),
    "publisher": Guidance(
        _("Readers must know who stands behind the document."),
        _("Write the name of the organisation that published it."),
    ),
    "issued": _PERIOD,
    "url": Guidance(
        _("It becomes a link on public pages."),
        _("Write the whole address, beginning with https://, or leave it out."),
    ),
    "licence": Guidance(
        _("It says what readers may do with the source."),
        _("Write the licence as the publisher states it, or leave it out."),
    ),
    "nodes": Guidance(
        _("A framework without goals has nothing to rate."),
        _("List the themes or goals, each with key, kind and title."),
    ),
    "kind": Guidance(
        _("It decides where the entry may stand and how pages group the benchmarks."),
        _("Write theme, goal, objective, cluster, point, target, focus-area or recommendation."),
    ),
    "identifier": Guidance(
        _("Readers know the entry by its official number."),
        _("Write it as printed, such as “Goal 4a”, or leave it out to use the key."),
    ),
    "children": Guidance(
        _("It holds the entries below this one."),
        _("Write a list of entries, each with key, kind and title."),
    ),
    "benchmarks": Guidance(
        _("Benchmarks are what is rated."),
        _("Write a list of benchmarks, each with key, title, text, type, action_by and level."),
    ),
    "type": Guidance(
        _("Paper and practice are compared by it."),
        _("Write structural (law and commitment), process (action) or outcome (effect)."),
    ),
    "action_by": Guidance(
        _("Readers ask first who was asked to act."),
        _("List one or more of civil_society, government, business, international_body."),
    ),
    "level": Guidance(
        _("It decides for which places a rating is expected."),
        _("Write world, region, country or local."),
    ),
    "source": _CITATION,
    "ref": _CITATION,
    "locator": _CITATION,
    "measure": Guidance(
        _("It ties the benchmark to an indicator and a rule."),
        _("Write measure with indicator, rule and direction."),
    ),
    "indicator": Guidance(
        _("Without an indicator there are no data to measure with."),
        _("Write the key of an indicator, such as treaty-c189."),
    ),
    "breakdown": Guidance(
        _("It selects one series of the indicator."),
        _("Write dimension=value parts joined by “|”, such as “age=15-24|sex=F”, or leave it out."),
    ),
    "rule": Guidance(
        _("Without a rule and its version nobody can say how the colour was reached."),
        _("Write key@version of a rating rule, such as ratification@1."),
    ),
    "parameters": Guidance(
        _("They replace the defaults of the rule and are printed with every rating."),
        _("Write name: value lines with names that the rule knows."),
    ),
    "direction": Guidance(
        _("The same change is progress for one benchmark and loss for another."),
        _("Write up if a higher value is better, down if a lower value is better."),
    ),
    "baseline": Guidance(
        _("Change is measured from it."),
        _("Write baseline: {period: “2013-10-03”, value: 10}; the value may be left out."),
    ),
    "baseline.period": _PERIOD,
    "value": Guidance(
        _("It is compared with the data, number against number."),
        _("Write a decimal number with a point and without quotes, thousands marks or units."),
    ),
    "target": Guidance(
        _("The gap that is closed is measured against it."),
        _("Write target: {value: 50}, with unit and note if they help."),
    ),
    "unit": Guidance(
        _("It is printed after the value."),
        _("Write a short unit such as “states” or “%”, or leave it out."),
    ),
    "deadline": _PERIOD,
    "judge": _COLOUR,
    "question": Guidance(
        _("Assessors answer it; without it each answers a question of their own."),
        _("Write the question as {en: …}."),
    ),
    "green": _COLOUR,
    "yellow": _COLOUR,
    "red": _COLOUR,
    "links": Guidance(
        _("A crosswalk without links joins nothing."),
        _("List links, each with from, to, relation, confidence and review."),
    ),
    "from": Guidance(
        _("A link needs both its ends."),
        _("Write from: {framework: …, node: …}, with the key of a node or benchmark."),
    ),
    "to": Guidance(
        _("A link needs both its ends."),
        _("Write to: {framework: …, node: …}, with the key of a node or benchmark."),
    ),
    "framework": _KEY,
    "node": _KEY,
    "relation": Guidance(
        _("Evidence is carried over only along links that say how close the two are."),
        _("Write exactMatch, closeMatch, broadMatch, narrowMatch or relatedMatch (SKOS)."),
    ),
    "confidence": Guidance(
        _("Readers must see how sure the proposal is."),
        _("Write a number from 0 to 1, such as 0.8."),
    ),
    "review": Guidance(
        _("A proposed link must not pass for one that a person has checked."),
        _("Write proposed; confirmed or rejected needs reviewed_by."),
    ),
    "reviewed_by": Guidance(
        _("A decision without a name cannot be asked about."),
        _("Write the name or role of who decided."),
    ),
}

FRAMEWORK_GUIDE = SchemaGuide("FRAMEWORKS", _FIELDS)
CROSSWALK_GUIDE = SchemaGuide("FRAMEWORKS_CROSSWALK", _FIELDS)


def read_schema(name: str) -> bytes:
    """Return the published JSON Schema ``framework`` or ``crosswalk``."""
    return (SCHEMA_FOLDER / f"{name}.schema.json").read_bytes()


@cache
def load_validator(name: str) -> Draft202012Validator:
    """Return the validator of the schema ``framework`` or ``crosswalk``."""
    return Draft202012Validator(orjson.loads(read_schema(name)))

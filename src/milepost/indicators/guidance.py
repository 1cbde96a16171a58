"""Why each field of an indicator definition matters, and what to write there."""

from functools import cache
from pathlib import Path
from typing import Final

import orjson
from django.utils.translation import gettext_lazy as _
from jsonschema import Draft202012Validator

from milepost.kernel.schema_findings import Guidance, SchemaGuide

SCHEMA_FILE: Final = Path(__file__).parent / "schema" / "indicators.schema.json"

_TEXT = Guidance(
    _("Readers see it in their language; English stands in where another is missing."),
    _("Write texts by language code: {en: …, fr: …, ar: …}, with English at least."),
)
_KEY = Guidance(
    _("Frameworks, data and addresses name the indicator by its key."),
    _("Use lower-case letters and digits joined by single hyphens, such as remittance-cost."),
)
_RANGE = Guidance(
    _("Values outside the range are reported when data are imported."),
    _("Write a number, or leave it out when there is no bound."),
)

_FIELDS: dict[str, Guidance] = {
    "milepost": Guidance(
        _("The first line says which format the file is in."),
        _("Write milepost: indicators/1 as the first line."),
    ),
    "indicators": Guidance(
        _("A file without indicators defines nothing."),
        _("Write a list of indicators, each with key, title, definition and unit."),
    ),
    "key": _KEY,
    "title": _TEXT,
    "definition": _TEXT,
    "label": _TEXT,
    "unit": Guidance(
        _("A number without its unit says nothing."),
        _("Write unit: {key: percent, label: {en: per cent, fr: …, ar: …}}."),
    ),
    "unit.key": Guidance(
        _("Checks and exports go by the key of the unit."),
        _("Write a short key such as percent, persons, usd or states."),
    ),
    "kind": Guidance(
        _("It decides how values are checked and how countries roll up."),
        _("Write adoption, policy, rate, count, amount or index."),
    ),
    "aggregation": Guidance(
        _("It decides how countries roll up to regions and the world."),
        _("Write adoption, policy_share, weighted_mean, mean, sum, published or none."),
    ),
    "weight": Guidance(
        _("A rate rolls up with its denominator, or not at all."),
        _("Write the key of the indicator that holds the denominator."),
    ),
    "eligible": Guidance(
        _("The share of states is taken of those that can take part."),
        _("Write the key of a group, such as un-members."),
    ),
    "direction": Guidance(
        _("The same change is progress for one indicator and loss for another."),
        _("Write up, down or none."),
    ),
    "decimals": Guidance(
        _("Numbers are printed with as many decimals as the data deserve."),
        _("Write a whole number from 0 to 10."),
    ),
    "minimum": _RANGE,
    "maximum": _RANGE,
    "frequency": Guidance(
        _("Readers see how often a new value can be expected."),
        _("Write annual, quarterly, monthly, daily or irregular."),
    ),
    "breakdowns": Guidance(
        _("The quality report names what is expected and not there."),
        _("Write a list such as [{dimension: sex, codes: [F, M]}, {dimension: age}]."),
    ),
    "dimension": Guidance(
        _("Breakdowns of the data are compared with the expected ones by this name."),
        _("Use the key of the dimension as it stands in the data, such as sex or age-group."),
    ),
    "codes": Guidance(
        _("A code that is expected and not in the data is named as missing."),
        _("List the codes as they stand in the data, each once and in quotes if it is a number."),
    ),
    "corridor": Guidance(
        _("Pages of corridors find what is measured between two countries by this."),
        _("Write for example {role: price, area: residence, with: remittance-cost}."),
    ),
    "role": Guidance(
        _("Prices, flows, costs of recruitment and numbers of migrants are shown apart."),
        _("Write price, flow, recruitment or migrants."),
    ),
    "area": Guidance(
        _("A corridor leads from where migrants live to where they come from."),
        _("Write residence or origin: which of the two the column of areas holds."),
    ),
    "with": Guidance(
        _("The indicator comes into an edition together with the one named here."),
        _("Write the key of an indicator that a benchmark uses."),
    ),
    "derived": Guidance(
        _("An indicator made from others is computed and never imported."),
        _("Write an expression such as [migrants] / [population] * 100."),
    ),
    "metadata": Guidance(
        _("Readers cannot judge a number whose concept, source and limits are unknown."),
        _("Write texts under STAT_CONC_DEF, SOURCE_TYPE and the other concepts of the format."),
    ),
}

GUIDE: Final = SchemaGuide("INDICATORS_DEFINITION", _FIELDS)


@cache
def load_validator() -> Draft202012Validator:
    """Return the validator of the published JSON Schema."""
    return Draft202012Validator(orjson.loads(SCHEMA_FILE.read_bytes()))

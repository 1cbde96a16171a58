"""What the components of a structure mean here, by the ids that national data sets use. Pure."""

from typing import Final

INDICATOR: Final = (
    "SERIES",
    "INDICATOR",
    "INDICATOR_ID",
    "INDIC",
    "INDIC_SDG",
    "SDG_SERIES",
    "MEASURE",
)
"""Dimensions that say what is measured, the first that a data set has."""

AREA: Final = ("REF_AREA", "GEO", "REFERENCE_AREA", "LOCATION", "GEO_PICT", "COUNTRY")
COUNTERPART: Final = (
    "COUNTERPART_AREA",
    "COUNTERPART",
    "PARTNER",
    "COUNTERPART_GEO",
    "C_BIRTH",
    "CITIZEN",
)
STATUS: Final = ("OBS_STATUS", "OBS_FLAG")
CONFIDENTIAL: Final = "CONF_STATUS"
MULTIPLIER: Final = "UNIT_MULT"
UNIT: Final = ("UNIT_MEASURE", "UNIT")
FREQUENCY: Final = "FREQ"
NOTES: Final = ("COMMENT_OBS", "OBS_COM", "OBS_COMMENT", "FOOTNOTE")
SOURCES: Final = ("SOURCE_DETAIL", "DATA_SOURCE", "SOURCE")

QUIET: Final = frozenset(
    {"FREQ", "REPORTING_TYPE", "UNIT_MEASURE", "UNIT", "UNIT_MULT", "TIME_FORMAT"}
)
"""Components that break an indicator down only where it has more than one of their codes."""

WHOLE: Final = ("_T", "_Z", "_X")
"""Codes for "no breakdown", the plainest first; only one of them is left out of a key."""

_ATTRIBUTES: Final = frozenset(
    {
        *("OBS_STATUS", "OBS_FLAG", "CONF_STATUS", "UNIT_MULT", "UNIT_MEASURE", "DECIMALS"),
        *("NATURE", "TITLE", "TITLE_COMPL", "COMMENT_OBS", "COMMENT_TS", "COMMENT_DSET"),
        *("SOURCE_DETAIL", "DATA_SOURCE", "TIME_DETAIL", "TIME_COVERAGE", "UPPER_BOUND"),
        *("LOWER_BOUND", "BASE_PER", "GEO_INFO_URL", "GEO_INFO_TYPE", "CUST_BREAKDOWN_LB"),
        *("DATA_LAST_UPDATE", "COLLECTION", "TIME_FORMAT", "EMBARGO_TIME", "OBS_COM"),
        *("OBS_COMMENT", "OBS_PRE_BREAK", "PRE_BREAK_VALUE", "FOOTNOTE", "LAST_UPDATE"),
        *("COMPILATION", "REPORTING_YEAR_START_DAY"),
    }
)


def is_attribute(name: str) -> bool:
    """Whether a component is an attribute in all usual structures, for messages without one."""
    return name in _ATTRIBUTES

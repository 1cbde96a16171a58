"""How others measure progress: for comparison beside the platform's own rule, never instead.

The door to the comparators: growth rates (Eurostat, UNSD), distances (ESCAP, OECD, SDSN) and the
weather symbols of Destatis; Open SDG's measure is :mod:`milepost.measure.open_sdg`. A figure that a
method cannot give is None. ``docs/method/comparators.md`` says where each breaks.
"""

from milepost.measure.gap_comparators import (
    escap_api,
    escap_average,
    escap_csi,
    oecd_distance,
    sdsn_arrow,
    sdsn_normalise,
)
from milepost.measure.growth_comparators import eurostat, unsd_assessment_2023, unsd_chart_2022
from milepost.measure.weather import (
    WEATHER_POINTS,
    weather_symbol,
    weather_symbol_direction,
    weather_symbol_past,
    weather_symbol_several,
)

__all__ = [
    "WEATHER_POINTS",
    "escap_api",
    "escap_average",
    "escap_csi",
    "eurostat",
    "oecd_distance",
    "sdsn_arrow",
    "sdsn_normalise",
    "unsd_assessment_2023",
    "unsd_chart_2022",
    "weather_symbol",
    "weather_symbol_direction",
    "weather_symbol_past",
    "weather_symbol_several",
]

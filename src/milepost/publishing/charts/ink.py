"""The one theme of all charts: what each class of mark looks like.

The same table gives the rules of the style sheet (a page is drawn with classes alone, which a
strict content security policy allows and which follows dark mode and print) and the presentation
attributes of files that must stand on their own (SVG downloads, PNG).
"""

from collections.abc import Mapping

PAPER: Mapping[str, str] = {
    "paper": "#ffffff", "ink": "#16191f", "quiet": "#535a66", "line": "#d5d9e0",
    "accent": "#173f85", "peer": "#a3aab5", "wash": "#eceef2",
    "green": "#0b6647", "yellow": "#c27d00", "red": "#a2331d", "grey": "#7d8591",
    "second": "#9a4b00", "third": "#6d3a8c", "fourth": "#0a6c74",
}  # fmt: skip
"""Colours on paper; on a page the custom properties of the site's style sheet take their place."""

PROPERTIES: Mapping[str, str] = {
    "paper": "--paper", "ink": "--ink", "quiet": "--quiet", "line": "--line",
    "accent": "--accent", "peer": "--chart-peer", "wash": "--chart-wash",
    "green": "--green-mark", "yellow": "--yellow-mark", "red": "--red-mark",
    "grey": "--grey-mark", "second": "--chart-second", "third": "--chart-third",
    "fourth": "--chart-fourth",
}  # fmt: skip

_HALO = {
    "stroke": "paper",
    "stroke-width": "3",
    "stroke-linejoin": "round",
    "paint-order": "stroke",
}

EQUAL_LOOKS = 8
"""How many lines of equal weight can be told apart: four colours, each solid and dashed."""


def _equal_looks() -> dict[str, dict[str, str]]:
    """Return line, dot and text of the lines of equal weight."""
    found: dict[str, dict[str, str]] = {}
    for look in range(1, EQUAL_LOOKS + 1):
        colour = ("accent", "second", "third", "fourth")[(look - 1) % 4]
        dash = {"stroke-dasharray": "7 3"} if look > 4 else {}
        found[f"k{look}"] = {
            "stroke": colour, "stroke-width": "2", "fill": "none", "stroke-linejoin": "round",
            **dash,
        }  # fmt: skip
        found[f"k{look}d"] = {"fill": colour}
        found[f"k{look}t"] = {"fill": colour, "font-size": "12", **_HALO}
    return found


RULES: Mapping[str, Mapping[str, str]] = {
    # text: sizes in units of the drawing, which is one CSS pixel at its natural width
    "t": {"fill": "ink", "font-size": "13"},
    "tq": {"fill": "quiet", "font-size": "12"},
    "tb": {"fill": "ink", "font-size": "13", "font-weight": "600"},
    "tl": {"fill": "ink", "font-size": "13", **_HALO},
    "tlq": {"fill": "quiet", "font-size": "12", **_HALO},
    "ta": {"fill": "accent", "font-size": "14", "font-weight": "600", **_HALO},
    "tp": {"fill": "quiet", "font-size": "12", **_HALO},
    "th": {"fill": "ink", "font-size": "19", "font-weight": "600"},
    "ts": {"fill": "quiet", "font-size": "13"},
    "tn": {"fill": "paper", "font-size": "12", "font-weight": "600"},
    "tg": {"fill": "quiet", "font-size": "12"},
    # lines
    "grid": {"stroke": "line", "stroke-width": "1", "fill": "none"},
    "axis": {"stroke": "ink", "stroke-width": "1", "fill": "none"},
    "main": {"stroke": "accent", "stroke-width": "2.5", "fill": "none",
             "stroke-linejoin": "round", "stroke-linecap": "round"},
    "peer": {"stroke": "peer", "stroke-width": "1.5", "fill": "none", "stroke-linejoin": "round"},
    "path": {"stroke": "ink", "stroke-width": "1.2", "fill": "none", "stroke-dasharray": "5 4"},
    "pace": {"stroke": "quiet", "stroke-width": "1.2", "fill": "none",
             "stroke-dasharray": "1.5 3.5", "stroke-linecap": "round"},
    "before": {"stroke": "quiet", "stroke-width": "1.2", "fill": "none",
               "stroke-dasharray": "1.5 3.5"},
    "held": {"stroke": "accent", "stroke-width": "6", "fill": "none"},
    # dots
    "dot": {"fill": "accent"},
    "dotp": {"fill": "peer"},
    "base": {"fill": "paper", "stroke": "accent", "stroke-width": "2"},
    "goal": {"fill": "paper", "stroke": "ink", "stroke-width": "1.5"},
    "open": {"fill": "paper", "stroke": "quiet", "stroke-width": "1.5"},
    # states
    "s-green": {"fill": "green"}, "s-yellow": {"fill": "yellow"}, "s-red": {"fill": "red"},
    "s-grey": {"fill": "paper", "stroke": "grey", "stroke-width": "1.2"},
    "s-contested": {"fill": "ink"},
    # map
    "sea": {"fill": "paper"},
    "land": {"fill": "wash", "stroke": "paper", "stroke-width": "1.2"},
    "edge": {"stroke": "paper", "stroke-width": "1.2", "stroke-linejoin": "round"},
    "dotedge": {"stroke": "paper", "stroke-width": ".8"},
    "h-grey": {"fill": "wash"}, "h-ink": {"fill": "none", "stroke": "grey", "stroke-width": "1"},
    "h-cut": {"fill": "none", "stroke": "paper", "stroke-width": "1", "stroke-opacity": ".55"},
    "h-dot": {"fill": "paper", "fill-opacity": ".7"},
    # classes of a map of values, light to dark, and the spots of a comparison
    **{
        f"m{rank}": {"fill": "accent", "fill-opacity": opacity}
        for rank, opacity in enumerate((".14", ".34", ".56", ".78", "1"), start=1)
    },
    "spot": {"fill": "accent", "fill-opacity": ".45", "stroke": "accent", "stroke-width": "1"},
    "spotn": {"fill": "accent", "stroke": "paper", "stroke-width": "1"},
    **_equal_looks(),
}  # fmt: skip

_COLOUR_FIELDS = ("fill", "stroke")
_SIZES_IN_PIXELS = ("font-size",)


def attributes(name: str) -> dict[str, str]:
    """Return the presentation attributes of a class, with colours for white paper."""
    rule = RULES[name]
    return {
        field: PAPER.get(value, value) if field in _COLOUR_FIELDS else value
        for field, value in rule.items()
    }


def _css_value(field: str, value: str) -> str:
    if field in _COLOUR_FIELDS and value in PAPER:
        return f"var({PROPERTIES[value]}, {PAPER[value]})"
    return f"{value}px" if field in _SIZES_IN_PIXELS else value


_FRAME = """\
/* Charts: written by `milepost.publishing.charts.ink`; a test compares. Change it there.
   .plot holds a wide and a narrow drawing of the same data; the container decides which is seen. */
.plot { --chart-peer: #a3aab5; --chart-wash: #eceef2; --chart-second: #9a4b00;
  --chart-third: #6d3a8c; --chart-fourth: #0a6c74; container-type: inline-size;
  margin-block: .5rem 1rem; }
@media (prefers-color-scheme: dark) { .plot { --chart-peer: #6b7380; --chart-wash: #262b34;
  --chart-second: #f0a35e; --chart-third: #cba0e6; --chart-fourth: #5cc8d0; } }
.plot svg { display: block; inline-size: 100%; block-size: auto; overflow: visible;
  font-family: inherit; font-variant-numeric: tabular-nums; line-height: 1; }
.plot .plot-narrow { display: none; max-inline-size: 27rem; }
.plot .plot-wide { max-inline-size: 56rem; }
.plot .plot-map { max-inline-size: 64rem; }
@container (max-width: 34rem) {
  .plot .plot-narrow { display: block; }
  .plot .plot-wide { display: none; }
}
.plot-legend { display: flex; flex-wrap: wrap; gap: .25rem 1.5rem; list-style: none; padding: 0;
  margin-block: .75rem .5rem; max-inline-size: none; font-size: var(--t0, .8125rem); }
.plot-legend li { display: flex; align-items: center; gap: .4rem; margin: 0; }
.plot .plot-legend svg { inline-size: 2.6rem; block-size: .875rem; flex: none; }
.plot-note { font-size: var(--t0, .8125rem); color: var(--quiet, #535a66); margin-block: 0; }
"""

_PRINT = """\
@media print {
  .plot { --chart-peer: #8a8f98; --chart-wash: #f0f0f0; --paper: #fff; --ink: #000;
    --quiet: #333; --line: #bbb; --accent: #000; break-inside: avoid;
    print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .plot pattern .c-s-red { fill: #fff; } .plot pattern .c-s-contested { fill: #999; }
  .plot pattern .c-h-cut { stroke: #000; stroke-opacity: 1; }
  .plot .c-edge { stroke: #000; stroke-width: .8; }
}
"""


def style_sheet() -> str:
    """Return the style sheet that pages with inline charts link."""
    lines = []
    for name, rule in RULES.items():
        body = "; ".join(f"{field}: {_css_value(field, value)}" for field, value in rule.items())
        lines.append(f".plot .c-{name} {{ {body} }}\n")
    return _FRAME + "".join(lines) + _PRINT

"""Tags and filters of public pages: states, bars, numbers, words in the reader's language."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any

from django import template
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language, get_language_bidi
from django.utils.translation import gettext as _

from milepost.publishing import formats, terms
from milepost.publishing.bundle import language_of, text_in
from milepost.publishing.pages.tallies import shown_state

register = template.Library()
Json = Mapping[str, Any]
ORDER = ("green", "yellow", "red", "contested", "grey")
RECOMMENDATION = re.compile(r"Goal (?P<goal>\w+), recommendation (?P<number>\w+)")
LOCATOR = re.compile(r"annex (?P<annex>\w+), goal (?P<goal>\w+), row (?P<row>\w+)")
IDENTIFIED = {
    "Goal": terms.NODE_KINDS["goal"],
    "Target": terms.NODE_KINDS["target"],
    "Objective": terms.NODE_KINDS["objective"],
    "Cluster": terms.NODE_KINDS["cluster"],
    "Focus area": terms.NODE_KINDS["focus-area"],
    "Point": terms.NODE_KINDS["point"],
    "Theme": terms.NODE_KINDS["theme"],
}
"""How official identifiers begin in the frameworks, and the word in the reader's language."""
HATCHED = {"red", "contested"}
"""States whose part of a bar is hatched, so that it differs from green in black and white."""
BAR_PART = '<rect class="b-{}" fill="url(#{})" x="{}" width="{}" height="100%"/>'
EMPTY = SafeString("")
KEPT_STATES = 512
MARKS = {"ok": "✓", "ask": "?", "none": "–"}


def _language() -> str:
    return get_language() or "en"


@register.filter
def words(texts: Mapping[str, str] | str | None) -> str:
    """Return a text map in the reader's language, as plain text."""
    return text_in(texts, _language())


@register.filter
def say(texts: Mapping[str, str] | str | None) -> str:
    """Return a text map in the reader's language; a fallback is marked with its language."""
    language = _language()
    text = text_in(texts, language)
    found = language_of(texts, language)
    if found == language or not text:
        return text
    return format_html('<span lang="{}" dir="auto">{}</span>', found, text)


@register.filter
def term(code: str | None, vocabulary: str) -> str:
    """Return the word of a closed list for a code."""
    return terms.term(code, vocabulary)


@register.filter
def capital(text: str) -> str:
    """Return the text with a capital first letter, for the start of a line."""
    return text[:1].upper() + text[1:]


@register.filter
def number(value: float | None, decimals: int | None = None) -> str:
    """Return a number by locale; missing is a dash."""
    return formats.number(value, _language(), decimals)


@register.filter
def percent(share: float | None) -> str:
    """Return a share as per cent by locale."""
    return formats.percent(share, _language())


@register.filter
def day(value: str | None) -> str:
    """Return a day in words."""
    return formats.day(value, _language())


@register.filter
def period(value: str | None) -> str:
    """Return a period in words."""
    return formats.period(value, _language())


@register.simple_tag
def entry_address(edition: str, entry: Json) -> str:
    """Return the address of an entry of the index of pages."""
    if "place" in entry:
        return reverse("place", args=[edition, entry["place"]])
    name, key = ("goal", "node") if "node" in entry else ("benchmark", "benchmark")
    return reverse(name, args=[edition, entry["framework"], entry[key]])


@register.filter
def size(count: int) -> str:
    """Return a file size."""
    return formats.size(count, _language())


@register.simple_tag
def symbol(state: str, reason: str | None = None) -> SafeString:
    """Return the symbol of a state as an image without words (words stand beside it)."""
    letter = ""
    if state == "grey" and reason:
        letter = format_html(
            '<text x="8" y="11.2" font-size="9.5" font-weight="700" text-anchor="middle">{}</text>',
            terms.LETTERS.get(reason, ""),
        )
    return format_html(
        '<svg class="symbol state-{}" viewBox="0 0 16 16" aria-hidden="true">'
        '<use href="#s-{}"/>{}</svg>',
        state,
        state,
        letter,
    )


@register.simple_tag
def state(rating: Json | None, short: bool = False) -> SafeString:
    """Return symbol and word of a rating, the reason of a grey one, and its flags.

    ``short`` gives the colour's name in place of the meaning, for narrow table cells.
    """
    name = shown_state(rating)
    reason = str((rating or {}).get("reason") or ("not_assessed" if name == "grey" else ""))
    flags = [flag for flag in (rating or {}).get("flags") or () if flag != "contested"]
    return _state_markup(name, reason, tuple(flags), short, _language())


@lru_cache(maxsize=KEPT_STATES)
def _state_markup(
    name: str, reason: str, flags: tuple[str, ...], short: bool, _lang: str
) -> SafeString:
    vocabulary = "colour" if short else "state"
    word = terms.term(reason, "reason") if name == "grey" else terms.term(name, vocabulary)
    marks = format_html_join(
        "", ' <span class="flag">{}</span>', ((terms.term(flag, "flag"),) for flag in flags)
    )
    return format_html(
        '<span class="state state-{}">{}<span>{}{}</span></span>',
        name,
        symbol(name, reason),
        word,
        marks,
    )


@register.simple_tag
def bar(counts: Mapping[str, int], tall: bool = False) -> SafeString:
    """Return a stacked bar of counts by state; its words are in ``counts`` beside it."""
    present = [(name, counts.get(name) or 0) for name in ORDER if counts.get(name)]
    total = sum(count for _name, count in present)
    if not total:
        return EMPTY
    parts: list[tuple[str, str, str, str]] = []
    start = 0.0
    for name, count in present:
        width = 100 * count / total
        left = 100 - start - width if get_language_bidi() else start
        place = (f"{left:.2f}%", f"{width:.2f}%")
        parts.append((name, name, *place))
        if name in HATCHED:
            parts.append(("over", "hatch", *place))
        start += width
    return format_html(
        '<svg class="bar{}" aria-hidden="true" width="100%" height="{}">{}</svg>',
        " tall" if tall else "",
        24 if tall else 10,
        format_html_join("", BAR_PART, parts),
    )


@register.simple_tag
def share_bar(share: float | None) -> SafeString:
    """Return a thin bar of a share; its figure stands beside it."""
    if share is None:
        return EMPTY
    width = 100 * share
    left = 100 - width if get_language_bidi() else 0.0
    return format_html(
        '<svg class="bar have" aria-hidden="true" width="100%" height="6">'
        '<rect x="{}%" width="{}%" height="100%"/></svg>',
        f"{left:.2f}",
        f"{width:.2f}",
    )


@register.simple_tag
def mark(name: str) -> SafeString:
    """Return the sign of a part of a quality report (words stand beside it)."""
    return format_html('<b class="mark" aria-hidden="true">{}</b>', MARKS[name])


@register.simple_tag
def counts(spread: Mapping[str, int], long: bool = False) -> SafeString:
    """Return the counts of a distribution, each with symbol and word.

    The words are hidden to the eye unless ``long``: the symbol says them there.
    """
    rows = []
    for name in ORDER:
        count = spread.get(name) or 0
        if not count:
            continue
        word = terms.term(name, "state")
        label = format_html(
            '<span class="state-{}">{}{}{}</span>',
            name,
            symbol(name),
            formats.number(count, _language()),
            format_html(" {}", word)
            if long
            else format_html('<span class="hidden"> {}</span>', word),
        )
        rows.append(label)
    joined = format_html_join(" ", "{}", ((row,) for row in rows))
    return format_html('<span class="counts">{}</span>', joined or formats.MISSING)


@register.simple_tag
def moved(tally: Mapping[str, int] | None) -> SafeString:
    """Return arrows for what got better and worse since the edition before."""
    if not tally:
        return EMPTY
    parts = []
    signs = {"better": "↑", "worse": "↓"}
    for name, sign in signs.items():
        count = tally.get(name) or 0
        if count:
            text = formats.number(count, _language())
            parts.append(
                format_html(
                    '<span aria-hidden="true">{}{}</span><span class="hidden">{} {}</span>',
                    sign,
                    text,
                    text,
                    terms.term(name, "direction"),
                )
            )
    if not parts:
        return EMPTY
    joined = format_html_join(" ", "{}", ((part,) for part in parts))
    return format_html('<span class="moved">{}</span>', joined)


@register.simple_tag
def move_words(tally: Mapping[str, int]) -> str:
    """Return what moved as words: "2 better, 1 worse." with nothing that is nought."""
    parts = [
        _("%(count)s %(way)s")
        % {"count": formats.number(tally[way], _language()), "way": terms.term(way, "direction")}
        for way in ("better", "worse", "opened", "closed")
        if tally.get(way)
    ]
    return listing(parts) + _(".") if parts else ""


@register.simple_tag
def listing(items: Sequence[str], vocabulary: str = "") -> str:
    """Return items joined as the language does it ("a, b and c")."""
    named = [terms.term(item, vocabulary) if vocabulary else str(item) for item in items]
    return formats.listed(named, _language())


@register.filter
def dictget(mapping: Mapping[str, Any] | None, key: str) -> Any:
    """Return a value of a mapping by a key that is itself a variable."""
    return (mapping or {}).get(key)


@register.filter
def isolate(text: Any) -> SafeString:
    """Keep a run of figures or Latin letters together inside right-to-left text."""
    return format_html("<bdi>{}</bdi>", text)


@register.simple_tag
def change_state(change: Json, side: str) -> SafeString:
    """Return the state on one side of a change (``from`` or ``to``); none is a dash."""
    if change.get(side) is None:
        return format_html("<span>{}</span>", formats.MISSING)
    return state({"state": change[side], "reason": change.get(f"{side}_reason"), "flags": []})


@register.simple_tag
def colour_state(colour: str | None) -> SafeString:
    """Return the state that one person or a decision gives.

    None is the grey of no colour stated; a reason for grey (``not_applicable``) is shown as that.
    """
    if colour in ORDER:
        return state({"state": colour, "reason": None, "flags": []})
    return state({"state": "grey", "reason": colour or "no_colour_stated", "flags": []})


@register.simple_tag
def place_name(bundle: Any, code: str | None) -> str:
    """Return the name of a place of the bundle, or its code."""
    place = bundle.place(code) if code else None
    return words(place["names"]) if place else (code or formats.MISSING)


@register.simple_tag
def indicator_title(bundle: Any, key: str) -> str:
    """Return the title of an indicator of the bundle, or its key."""
    indicator = bundle.indicators.get(key)
    return words(indicator["title"]) if indicator else key


@register.simple_tag
def figure_sources(vintages: Sequence[Json], row: Json, lineage: Json | None) -> str:
    """Return the places of all vintages that a figure rests on, in the list below the figures."""
    figures = (lineage or {}).get("figures", [])
    mine: Json = next((item for item in figures if item["period"] == row["period"]), {})
    ids = [lineage["vintages"][place] for place in mine.get("vintages", [])] if lineage else []
    numbers = [vintage_number(vintages, one) for one in ids or [row.get("vintage")]]
    return _(", ").join(sorted(numbers))


@register.simple_tag
def vintage_number(vintages: Sequence[Json], vintage: str | None) -> str:
    """Return the place of a vintage in the list of sources below the figures."""
    for position, row in enumerate(vintages, start=1):
        if row["id"] == vintage:
            return formats.number(position, _language())
    return formats.MISSING


@register.filter
def official(node: Json) -> str:
    """Return the official identifier of a node ("Goal 4a") in the reader's language."""
    identifier = str(node.get("identifier") or "")
    if (found := RECOMMENDATION.fullmatch(identifier)) is not None:
        return _("Goal %(goal)s, recommendation %(number)s") % found.groupdict()
    kind, space, number_part = identifier.rpartition(" ")
    translated = IDENTIFIED.get(kind)
    return f"{translated} {number_part}" if translated and space else identifier


@register.filter
def located(locator: str) -> str:
    """Return where in a document something stands, in the reader's language where it is known."""
    found = LOCATOR.fullmatch(locator)
    if found is None:
        return locator
    return _("annex %(annex)s, goal %(goal)s, row %(row)s") % found.groupdict()


@register.filter
def split_list(text: str) -> list[str]:
    """Return a comma separated text as a list."""
    return text.split(",")


@register.filter
def cell(value: Any) -> str:
    """Return a cell of a chart's table: numbers by locale, a gap as a dash."""
    if isinstance(value, int | float):
        return formats.number(value, _language())
    return str(value) if value not in (None, "") else formats.MISSING

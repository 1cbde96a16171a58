"""What others may take: badges, cards of shared links, and the tables and profiles to embed."""

from typing import Any

from django.utils.translation import gettext as _

from milepost.kernel.instance import instance_facts
from milepost.publishing import formats, terms, wording, wording_counts
from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.charts.badge import Badge
from milepost.publishing.charts.card import Card
from milepost.publishing.pages import benchmarks, overview
from milepost.publishing.pages.tallies import rating_or_grey, shown_state, tally

Context = dict[str, Any]


def source_line(bundle: Bundle) -> str:
    """Return who says it and when, in the active language."""
    return _("%(name)s, edition %(edition)s") % {
        "name": instance_facts().name,
        "edition": bundle.key,
    }


def place_badge(bundle: Bundle, code: str, language: str) -> Badge | None:
    """Return the badge of a place: how many benchmarks have which colour there."""
    where = bundle.place(code)
    if where is None:
        return None
    spread = place_spread(bundle, code)
    return Badge(
        id=f"badge.{code}",
        lang=language,
        title=text_in(where["names"], language),
        source=source_line(bundle),
        alt=wording_counts.in_a_place(spread, language),
        spread=spread,
    )


def place_spread(bundle: Bundle, code: str) -> dict[str, int]:
    """Return the states of all benchmarks of the main framework in a place."""
    framework = bundle.main_framework
    rows = bundle.benchmarks(framework)
    return tally(rating_or_grey(bundle, framework, row["key"], code) for row in rows)


def rating_badge(
    bundle: Bundle, framework: str, benchmark: str, code: str, language: str
) -> Badge | None:
    """Return the badge of one rating: its symbol and word."""
    row, where = bundle.benchmark(framework, benchmark), bundle.place(code)
    if row is None or where is None:
        return None
    rating = rating_or_grey(bundle, framework, benchmark, code)
    indicator = bundle.indicators.get((row.get("measure") or {}).get("indicator", ""))
    return Badge(
        id=f"badge.{framework}.{benchmark}.{code}",
        lang=language,
        title=f"{text_in(where['names'], language)} · {text_in(row['title'], language)}",
        source=source_line(bundle),
        alt=wording.headline(rating, row, indicator, where, language),
        state=shown_state(rating),
        word=state_word(rating),
    )


def state_word(rating: Json) -> str:
    """Return the word of a rating's state, with the reason of a grey one."""
    state = shown_state(rating)
    word = terms.term(state, "state")
    if state == "grey":
        word = f"{word}: {terms.term(rating.get('reason') or 'not_assessed', 'reason')}"
    return word[:1].upper() + word[1:]


def edition_card(bundle: Bundle, language: str) -> Card:
    """Return the card of an edition: how its benchmarks stand in the world."""
    spread = tally(overview.world_ratings(bundle, bundle.main_framework))
    title = text_in(bundle.edition["title"], language)
    return _card(bundle, language, title, wording_counts.at_world_level(spread, language), spread)


def goal_card(bundle: Bundle, framework: str, key: str, language: str) -> Card | None:
    """Return the card of a goal."""
    page = overview.goal_page(bundle, framework, key)
    if page is None:
        return None
    title = text_in(page["node"]["title"], language)
    finding = wording_counts.at_world_level(page["spread"], language)
    return _card(bundle, language, title, finding, page["spread"])


def place_card(bundle: Bundle, code: str, language: str) -> Card | None:
    """Return the card of a place."""
    where = bundle.place(code)
    if where is None:
        return None
    spread = place_spread(bundle, code)
    title = text_in(where["names"], language)
    return _card(bundle, language, title, wording_counts.in_a_place(spread, language), spread)


def _card(bundle: Bundle, language: str, kicker: str, finding: str, spread: dict[str, int]) -> Card:
    day = formats.day(str(bundle.edition["as_of"]), language)
    names = {"edition": text_in(bundle.edition["title"], language), "day": day}
    foot = _("%(edition)s, as known on %(day)s") % names
    return Card(language, kicker, finding, "", "", foot, instance_facts().name, spread=spread)


def rating_embed(
    bundle: Bundle, framework: str, benchmark: str, code: str, language: str
) -> Context | None:
    """Return one rating, for a frame: its sentence, state and reason."""
    row, where = bundle.benchmark(framework, benchmark), bundle.place(code)
    if row is None or where is None:
        return None
    indicator = bundle.indicators.get((row.get("measure") or {}).get("indicator", ""))
    return {
        "framework": bundle.frameworks[framework],
        "benchmark": row,
        "where": where,
        "indicator": indicator,
        "rating": rating_or_grey(bundle, framework, benchmark, code),
    }


def table_embed(bundle: Bundle, framework: str, benchmark: str, language: str) -> Context | None:
    """Return the ratings of a benchmark in regions and countries, for a frame."""
    context = rating_embed(bundle, framework, benchmark, WORLD, language)
    if context is None:
        return None
    ratings = bundle.ratings_for_benchmark(framework, benchmark)
    groups = benchmarks.place_lines(bundle, ratings, language, countries=False)
    countries = benchmarks.place_lines(bundle, ratings, language, countries=True)
    return {**context, "lines": [*groups, *countries]}


def place_embed(bundle: Bundle, code: str) -> Context | None:
    """Return the profile of a place, for a frame: what has a colour there."""
    where = bundle.place(code)
    if where is None:
        return None
    framework = bundle.main_framework
    lines = [
        {"benchmark": row, "rating": rating_or_grey(bundle, framework, row["key"], code)}
        for goal in bundle.goals(framework)
        for row in bundle.benchmarks(framework, goal["key"])
    ]
    return {
        "where": where,
        "spread": tally(line["rating"] for line in lines),
        "lines": [line for line in lines if line["rating"]["basis"] != "none"],
    }

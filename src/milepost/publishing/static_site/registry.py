"""What becomes of each public address in the static site: files of it, or why there are none.

A new public address is added to one of the two tables; a test fails while it is in neither.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from milepost.measure.catalogue import METHODS
from milepost.publishing import charts
from milepost.publishing.bundle import WORLD, Bundle
from milepost.publishing.corridors.reading import corridors
from milepost.publishing.exports.files import list_exports
from milepost.publishing.pages.surveys import figure_places
from milepost.publishing.report.forms import FORMS
from milepost.publishing.report_shelf import offered
from milepost.publishing.static_site.options import Options

Keys = Mapping[str, str]
"""The keywords of an address, without the edition; ``?name`` is a parameter of its query."""


@dataclass(frozen=True, slots=True)
class Exported:
    """How an address is written: which keywords it takes in an edition, and as what.

    ``is_neutral``: the same in every language, written once, under ``data/``.
    ``rests_on_edition``: it shows nothing of other editions, so that those do not renew it.
    ``is_page``: HTML; ``is_listed``: in the site map.
    """

    keys: Callable[[Bundle, Options], Iterator[Keys]]
    is_neutral: bool = False
    rests_on_edition: bool = False
    is_page: bool = True
    is_listed: bool = True


def _once(_bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield {}


def _places(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"place": code} for code in sorted({*bundle.areas, *bundle.groups}))


def _practice(bundle: Bundle, options: Options) -> Iterator[Keys]:
    yield {}
    yield from ({"?place": row["place"]} for row in _places(bundle, options))


def _frameworks(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"framework": key} for key in bundle.frameworks)


def _goals(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    for framework in bundle.frameworks:
        for goal in bundle.goals(framework):
            yield {"framework": framework, "node": goal["key"]}


def _benchmarks(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    for framework in bundle.frameworks:
        for row in bundle.benchmarks(framework):
            yield {"framework": framework, "benchmark": row["key"]}


def _benchmark_places(bundle: Bundle, options: Options) -> Iterator[Keys]:
    """Yield every place for the framework that place pages show, the rated ones for others."""
    every = [row["place"] for row in _places(bundle, options)]
    for keys in _benchmarks(bundle, options):
        rated = bundle.ratings_for_benchmark(keys["framework"], keys["benchmark"])
        is_main = keys["framework"] == bundle.main_framework
        yield from ({**keys, "place": place} for place in every if is_main or place in rated)


def _surveys(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"survey": key} for key in bundle.surveys)


def _survey_tables(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    for key, survey in bundle.surveys.items():
        yield from ({"survey": key, "question": row["question"]} for row in survey["tables"])


def _survey_figures(bundle: Bundle, options: Options) -> Iterator[Keys]:
    for keys in _survey_tables(bundle, options):
        for stratum, option in figure_places(bundle, keys["survey"], keys["question"]):
            yield {**keys, "stratum": stratum, "option": option}


def _reports(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"indicator": key} for key in sorted(bundle.quality_keys))


def _indicators(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"indicator": key} for key in sorted(bundle.indicators))


def _files(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"path": path} for path in bundle.files)


def _rules(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    yield from ({"rule": key} for key in sorted({*bundle.rules, *METHODS}))


def chart_ids(bundle: Bundle, options: Options) -> Iterator[str]:
    """Yield the charts that get files: of the world and of profiles, and of all places if asked."""
    yield charts.heatmap_id(bundle.main_framework)
    for row in _places(bundle, options):
        if charts.exists(bundle, charts.timeline_id(row["place"])):
            yield charts.timeline_id(row["place"])
    for keys in _benchmarks(bundle, options):
        yield from charts.existing(bundle, keys["framework"], keys["benchmark"])
    if options.place_charts:
        for keys in _benchmark_places(bundle, options):
            found = charts.existing(bundle, keys["framework"], keys["benchmark"], keys["place"])
            yield from (name for name in found if name.startswith(f"{keys['framework']}."))


def _charts(bundle: Bundle, options: Options) -> Iterator[Keys]:
    yield from ({"chart": name} for name in dict.fromkeys(chart_ids(bundle, options)))


def _chart_files(bundle: Bundle, options: Options) -> Iterator[Keys]:
    for keys in _charts(bundle, options):
        yield from ({**keys, "kind": kind} for kind in ("svg", "png", "csv"))


def _reports_of_editions(bundle: Bundle, options: Options) -> Iterator[Keys]:
    if options.reports:
        for name, _title in offered(bundle, "en"):
            yield from ({"report": name, "form": form} for form in FORMS)


def _corridor_lists(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    """Yield the list, and where there are corridors that of each country where migrants live."""
    yield {}
    ends = corridors(bundle)
    yield from ({"?a": code} for code in sorted({residence for residence, _origin in ends}))


def _corridors(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    for residence, origin in corridors(bundle):
        yield {"residence": residence, "origin": origin}


def _corridor_files(bundle: Bundle, _options: Options) -> Iterator[Keys]:
    if corridors(bundle):
        yield {}


def _exports(bundle: Bundle, options: Options) -> Iterator[Keys]:
    """Yield the files in open formats once, and the workbook in every language of the site."""
    names = dict.fromkeys(
        item.name
        for language in ("en", *options.languages)
        for item in list_exports(bundle, language)
    )
    yield from ({"name": name} for name in names)


def _badges(bundle: Bundle, options: Options) -> Iterator[Keys]:
    for keys in _places(bundle, options):
        yield from ({**keys, "kind": kind} for kind in ("svg", "png"))


def _ratings(bundle: Bundle, options: Options) -> Iterator[Keys]:
    """Yield the ratings to embed: those of the world, and of all places if asked."""
    for keys in _benchmark_places(bundle, options):
        if options.place_charts or keys["place"] == WORLD:
            yield keys


def _rating_badges(bundle: Bundle, options: Options) -> Iterator[Keys]:
    for keys in _ratings(bundle, options):
        yield from ({**keys, "kind": kind} for kind in ("svg", "png"))


def _with_address(_bundle: Bundle, options: Options) -> Iterator[Keys]:
    """Yield what cannot be written without knowing where the site will be."""
    if options.base_url:
        yield {}


def _edition_pairs(bundle: Bundle, options: Options) -> Iterator[Keys]:
    for before, after in combinations(options.editions, 2):
        if after == bundle.key:
            yield {"before": before, "after": after}


EXPORTED: Final[dict[str, Exported]] = {
    "home": Exported(_once),
    "rounds": Exported(_once),
    "methods": Exported(_once),
    "method": Exported(_rules),
    "compare-editions": Exported(_edition_pairs),
    "edition": Exported(_once),
    "find": Exported(_once),
    "find-index": Exported(
        lambda _bundle, _options: iter([{"part": "places"}, {"part": "promises"}]),
        rests_on_edition=True,
        is_page=False,
    ),
    "feed": Exported(_with_address, is_page=False),
    "edition-feed": Exported(_with_address, rests_on_edition=True, is_page=False),
    "edition-card": Exported(_once, rests_on_edition=True, is_page=False),
    "goal-card": Exported(_goals, rests_on_edition=True, is_page=False),
    "place-card": Exported(_places, rests_on_edition=True, is_page=False),
    "place-badge": Exported(_badges, rests_on_edition=True, is_page=False),
    "place-share": Exported(_places, is_listed=False),
    "place-embed": Exported(_places, rests_on_edition=True, is_listed=False),
    "rating-badge": Exported(_rating_badges, rests_on_edition=True, is_page=False),
    "rating-embed": Exported(_ratings, rests_on_edition=True, is_listed=False),
    "table-embed": Exported(_benchmarks, rests_on_edition=True, is_listed=False),
    "places": Exported(_once),
    "place": Exported(_places),
    "paper-and-practice": Exported(_practice),
    "compare-places": Exported(_once),
    "place-ratings": Exported(_places, is_neutral=True, rests_on_edition=True, is_page=False),
    "corridors": Exported(_corridor_lists),
    "corridor": Exported(_corridors),
    "corridors-csv": Exported(
        _corridor_files, is_neutral=True, rests_on_edition=True, is_page=False
    ),
    "edition-surveys": Exported(_once),
    "edition-survey": Exported(_surveys),
    "edition-survey-table": Exported(_survey_tables),
    "edition-survey-csv": Exported(
        _survey_tables, is_neutral=True, rests_on_edition=True, is_page=False
    ),
    "edition-survey-figure": Exported(_survey_figures),
    "explore": Exported(_once),
    "explore-figures": Exported(_indicators, is_neutral=True, rests_on_edition=True, is_page=False),
    "sources": Exported(_once),
    "quality-list": Exported(_once),
    "quality": Exported(_reports),
    "quality-csv": Exported(_reports, is_neutral=True, rests_on_edition=True, is_page=False),
    "downloads": Exported(_once),
    "report-file": Exported(_reports_of_editions, is_page=False),
    "export-file": Exported(_exports, is_neutral=True, rests_on_edition=True, is_page=False),
    "bundle-file": Exported(_files, is_neutral=True, rests_on_edition=True, is_page=False),
    "indicator-csv": Exported(_indicators, is_neutral=True, rests_on_edition=True, is_page=False),
    "indicator-json": Exported(_indicators, is_neutral=True, rests_on_edition=True, is_page=False),
    "ratings-csv": Exported(_once, is_neutral=True, rests_on_edition=True, is_page=False),
    "chart-file": Exported(_chart_files, rests_on_edition=True, is_page=False),
    "chart-embed": Exported(_charts, rests_on_edition=True, is_listed=False),
    "framework": Exported(_frameworks),
    "goal": Exported(_goals),
    "benchmark": Exported(_benchmarks),
    "trace-json": Exported(_benchmarks, is_neutral=True, rests_on_edition=True, is_page=False),
    "share-image": Exported(_benchmarks, rests_on_edition=True, is_page=False),
    "benchmark-csv": Exported(_benchmarks, is_neutral=True, rests_on_edition=True, is_page=False),
    "sensitivity-csv": Exported(_benchmarks, is_neutral=True, rests_on_edition=True, is_page=False),
    "benchmark-place": Exported(_benchmark_places),
}
"""Public addresses that become files, by the name of the address."""

SERVICE_ONLY: Final[dict[str, str]] = {
    "health": "It answers whether a process serves.",
    "robots": "The site as files writes its own.",
    "join": "An invitation is a person's own.",
    "digest-stop": "It changes what a person receives.",
    "explore-chart": "The page draws what was chosen.",
    "explore-embed": "What is drawn is chosen in a form.",
    "explore-csv": "The page shows the figures chosen; whole indicators are files.",
    "explore-json": "The page shows the figures chosen; whole indicators are files.",
    "catalogue": "Each edition has its entry as a file.",
    "catalogue-turtle": "Each edition has its entry as a file.",
    "sign-in": "Signing in needs the service.",
    "sign-out": "Signing out needs the service.",
    "setup-first": "It sets up an instance.",
}
"""Addresses open to a stranger that need the service, with the reason."""

SERVICE_ONLY_FAMILIES: Final[dict[str, str]] = {
    "api-": "It answers questions; the same data are files.",
    "sdmx-": "It answers questions; the same data are files.",
}
"""How names of addresses begin that need the service, with the reason."""

WITHOUT_EDITION: Final = frozenset(
    {"home", "feed", "rounds", "methods", "method", "compare-editions"}
)
"""Exported addresses that name no edition: the newest stands for them, or the pair itself."""

"""Files that no address of the service has: the way in, the missing page, styles, site map."""

from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import translation

from milepost.publishing.charts import worldmap
from milepost.publishing.static_site.linking import without_index
from milepost.publishing.static_site.options import Options
from milepost.publishing.static_site.pages import StaticRequest, StaticSite
from milepost.publishing.static_site.planning import Plan
from milepost.publishing.static_site.registry import EXPORTED

ASSETS: Final = ("web", "publishing")
"""Rooms whose styles, fonts and scripts public pages use; the workspace's are left out."""

WORLD: Final = "publishing/world.json"
"""The shapes that the page of exploring draws a map from."""

LARGEST_MAP: Final = 40_000
"""Addresses in one site map; the protocol allows 50,000."""


def static_files() -> Iterator[tuple[str, bytes]]:
    """Yield the styles, fonts and scripts of public pages."""
    for room in ASSETS:
        found = finders.find(room)
        if not isinstance(found, str):
            continue
        folder = Path(found)
        for path in sorted(item for item in folder.rglob("*") if item.is_file()):
            yield f"static/{room}/{path.relative_to(folder).as_posix()}", path.read_bytes()
    yield f"static/{WORLD}", worldmap.DATA.read_bytes()


def way_in(options: Options, site: StaticSite) -> str:
    """Return the page at the root: it leads on to the first language and names the others."""
    return _rendered("publishing/site_root.html", {"first": options.languages[0]}, options, site)


def missing_page(options: Options, site: StaticSite) -> str:
    """Return the page for an address that is not there."""
    return _rendered("publishing/site_missing.html", {}, options, site)


def _rendered(template: str, context: dict[str, Any], options: Options, site: StaticSite) -> str:
    language = options.languages[0]
    request = StaticRequest(f"/{language}/", site)
    with translation.override(language):
        return render_to_string(template, context, request)


def robots(options: Options) -> str:
    """Return the file for crawlers."""
    lines = ["User-agent: *", "Allow: /"]
    if options.base_url:
        lines.append(f"Sitemap: {options.base_url}/sitemap.xml")
    return "\n".join(lines) + "\n"


def site_maps(plan: Plan, options: Options) -> Iterator[tuple[str, str]]:
    """Yield the site map, in parts where it is long; nothing without an address of the site."""
    if not options.base_url:
        return
    pages = sorted(
        without_index(job.file)
        for job in plan.jobs
        if EXPORTED[job.name].is_page and EXPORTED[job.name].is_listed
    )
    parts = [pages[start : start + LARGEST_MAP] for start in range(0, len(pages), LARGEST_MAP)]
    if len(parts) == 1:
        yield "sitemap.xml", _map("urlset", "url", parts[0], options)
        return
    names = [f"sitemap-{number}.xml" for number in range(1, len(parts) + 1)]
    for name, part in zip(names, parts, strict=True):
        yield name, _map("urlset", "url", part, options)
    yield "sitemap.xml", _map("sitemapindex", "sitemap", names, options)


def _map(outer: str, inner: str, paths: list[str], options: Options) -> str:
    rows = "".join(
        f"<{inner}><loc>{escape(f'{options.base_url}/{quote(path)}')}</loc></{inner}>\n"
        for path in paths
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{rows}</{outer}>\n'
    )

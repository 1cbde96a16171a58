"""What changed, as an Atom feed with stable names: the same edition gives the same bytes."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from milepost.kernel.instance import instance_facts
from milepost.publishing import terms, wording_counts
from milepost.publishing.bundle import WORLD, Bundle, Json, text_in
from milepost.publishing.pages.overview import in_order, world_ratings
from milepost.publishing.pages.tallies import tally

MOST_ENTRIES = 500


def feed_document(
    editions: Sequence[Bundle], origin: str, language: str, *, is_whole: bool = False
) -> str:
    """Return the feed of editions, oldest first as given; addresses begin with ``origin``.

    Moves at world level alone, or ``is_whole``: of every place. At most 500 entries.
    """
    newest = editions[-1]
    own = reverse("edition-feed", args=[newest.key]) if is_whole else reverse("feed")
    home = reverse("edition", args=[newest.key]) if is_whole else reverse("home")
    titles = {"name": instance_facts().name, "edition": newest.key}
    title = (
        _("%(name)s, edition %(edition)s: what changed")
        if is_whole
        else _("%(name)s: what changed")
    )
    feed = Atom1Feed(
        title=title % titles,
        link=f"{origin}{home}",
        description=None,
        language=language,
        feed_url=f"{origin}{own}",
        feed_guid=_name("feed", newest.key if is_whole else "", language),
        author_name=instance_facts().name,
    )
    entries: list[dict[str, Any]] = []
    for bundle in reversed(editions):
        entries.append(_release(bundle, origin, language))
        moved = [row for row in in_order(bundle.changes) if is_whole or row["place"] == WORLD]
        entries += [_move(bundle, row, origin, language) for row in moved]
    for entry in entries[:MOST_ENTRIES]:
        feed.add_item(**entry)
    return feed.writeString("utf-8")


def _moment(bundle: Bundle) -> datetime:
    """Return when an edition came out; a bundle without a pointer falls back on its own day."""
    day = bundle.published_on or date.fromisoformat(str(bundle.edition["as_of"]))
    return datetime.combine(day, time(), UTC)


def _release(bundle: Bundle, origin: str, language: str) -> dict[str, Any]:
    spread = tally(world_ratings(bundle, bundle.main_framework))
    return {
        "title": text_in(bundle.edition["title"], language),
        "link": f"{origin}{reverse('edition', args=[bundle.key])}",
        "description": wording_counts.at_world_level(spread, language),
        "unique_id": _name("edition", bundle.key, language),
        "pubdate": _moment(bundle),
        "updateddate": _moment(bundle),
    }


def _move(bundle: Bundle, change: Json, origin: str, language: str) -> dict[str, Any]:
    framework, key, place = change["framework"], change["benchmark"], change["place"]
    row = bundle.benchmark(framework, key)
    where = text_in((bundle.place(place) or {"names": {}})["names"], language) or place
    title = text_in((row or {}).get("title"), language)
    words = {
        "place": where,
        "benchmark": f"{key} {title}".strip(),
        "before": _word(change, "from"),
        "now": _word(change, "to"),
    }
    address = (
        reverse("benchmark-place", args=[bundle.key, framework, key, place])
        if row is not None and bundle.place(place) is not None
        else reverse("edition", args=[bundle.key])
    )
    return {
        "title": _("%(place)s: %(benchmark)s") % words,
        "link": f"{origin}{address}",
        "description": _("Before: %(before)s. Now: %(now)s.") % words,
        "unique_id": _name("move", bundle.key, framework, key, place, language),
        "pubdate": _moment(bundle),
        "updateddate": _moment(bundle),
    }


def _word(change: Json, side: str) -> str:
    state = change[side]
    if state is None:
        return _("not in the edition")
    word = terms.term(state, "state")
    reason = change.get(f"{side}_reason")
    return f"{word} ({terms.term(reason, 'reason')})" if state == "grey" and reason else word


def _name(*parts: str) -> str:
    """Return a name that stays when the site moves: it holds no address."""
    return uuid5(NAMESPACE_URL, "milepost/" + "/".join(parts)).urn

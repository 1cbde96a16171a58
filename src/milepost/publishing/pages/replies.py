"""What governments replied, for the pages of ratings, benchmarks and places."""

from collections import Counter
from typing import Any

from milepost.publishing.bundle import Bundle, Json
from milepost.publishing.pages.tallies import shown_state

NONE_RECEIVED = "none_received"


def reply_of(bundle: Bundle, framework: str, key: str, place: str) -> Json | None:
    """Return the reply to one rating with its sources, or None where nobody was asked.

    Keys: stance (or "none_received"), until; and for a reply text, office, replied_on, answers_to,
    citations (each with ``document``), answer, and ``was`` (the draft replied to, when the
    published state is another; else None).
    """
    until = bundle.invited.get(place)
    found = bundle.reply(framework, key, place)
    if found is None:
        return None if until is None else {"stance": NONE_RECEIVED, "until": until}
    rating = bundle.rating(framework, key, place) or {}
    draft = found["answers_to"]
    is_same = (shown_state(draft), draft["reason"]) == (shown_state(rating), rating.get("reason"))
    citations = [
        {**citation, "document": bundle.evidence.get(citation["source"])}
        for citation in found["citations"]
    ]
    return {**found, "until": until, "citations": citations, "was": None if is_same else draft}


def count_stances(bundle: Bundle, framework: str, key: str) -> Counter[str]:
    """Count what governments replied to the ratings of a benchmark."""
    return Counter(
        found["stance"]
        for place in bundle.ratings_for_benchmark(framework, key)
        if (found := reply_of(bundle, framework, key, place)) is not None
    )


def replies_page_part(bundle: Bundle, framework: str, place: str) -> dict[str, Any]:
    """Return the replies of one government in a framework, in the order of the benchmarks."""
    lines = [
        {"benchmark": benchmark, "reply": reply_of(bundle, framework, benchmark["key"], place)}
        for benchmark in bundle.benchmarks(framework)
        if bundle.reply(framework, benchmark["key"], place) is not None
    ]
    return {"reply_lines": lines, "invited_until": bundle.invited.get(place)}

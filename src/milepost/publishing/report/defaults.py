"""The outlines that Milepost ships: one for each kind of report, without human text."""

from milepost.publishing.report.outline import FORMAT, Document
from milepost.publishing.report.scope import Scope


def default_outline(scope: Scope) -> Document:
    """Return the outline of a kind of report for a bundle; every human slot is empty."""
    makers = {
        "profile": _profile,
        "voluntary": _voluntary,
        "state": _state,
        "goal": _goal,
    }
    sections = makers.get(scope.kind, _review)(scope)
    document: Document = {
        "milepost": FORMAT,
        "key": slug_of(scope),
        "kind": scope.kind,
        "place": scope.place,
    }
    if scope.goal:
        document["goal"] = scope.goal
    if scope.lens:
        document["framework"] = scope.lens
    return {**document, "sections": sections}


def slug_of(scope: Scope) -> str:
    """Return the name of a report within an edition: safe in addresses and file names."""
    last = {
        "global": "",
        "regional": scope.place,
        "national": scope.place,
        "profile": scope.place,
        "goal": scope.goal,
        "voluntary": scope.lens if scope.place == "001" else f"{scope.lens}-{scope.place}",
        "state": "" if scope.place == "001" else scope.place,
    }[scope.kind]
    return f"{scope.kind}-{last}".strip("-").lower()


def _section(key: str, *parts: str, annex: bool = False) -> Document:
    section: Document = {"key": key, "parts": list(parts)}
    return {**section, "annex": True} if annex else section


def _findings(scope: Scope) -> Document:
    goals = [_section(f"goal-{row['key']}", f"goal:{row['key']}") for row in scope.goals()]
    return {**_section("findings"), "sections": goals}


def _review(scope: Scope) -> list[Document]:
    annexes = ["places", "values"] if not scope.is_country else ["values"]
    return [
        _section("foreword"),
        _section("summary", "standing", "summary"),
        _section("method", "method"),
        _findings(scope),
        _section("overview", "goals", "overview"),
        _section("comparison", "comparison"),
        _section("discussion"),
        _section("challenges", "surveys"),
        _section("replies", "replies"),
        _section("recommendations", "addressees"),
        *(_section(name, name, annex=True) for name in annexes),
        _section("ratifications", "ratifications:maps", annex=True),
        _section("people", "people", annex=True),
        _section("guide", annex=True),
        _section("sources", "sources", annex=True),
    ]


def _goal(scope: Scope) -> list[Document]:
    return [
        _section("foreword"),
        _section("summary", "standing"),
        _section("findings", f"goal:{scope.goal}"),
        _section("overview", "overview"),
        _section("comparison", "comparison"),
        _section("discussion"),
        _section("recommendations", "addressees"),
        _section("places", "places", annex=True),
        _section("method", "method", annex=True),
        _section("sources", "sources", annex=True),
    ]


def _voluntary(_scope: Scope) -> list[Document]:
    return [
        _section("foreword"),
        _section("promises", "covered"),
        _section("uncovered", "uncovered"),
        _section("stories"),
        _section("discussion"),
        _section("recommendations"),
        _section("overview", "overview", annex=True),
        _section("method", "method", annex=True),
        _section("sources", "sources", annex=True),
    ]


def _state(_scope: Scope) -> list[Document]:
    return [
        _section("foreword"),
        _section("standing", "standing", "goals"),
        _section("regions", "regions"),
        _section("data", "data"),
        _section("ratifications", "ratifications"),
        _section("comparison", "comparison"),
        _section("challenges", "surveys"),
        _section("stories"),
        _section("missing", "missing"),
        _section("recommendations", "addressees"),
        _section("places", "places", annex=True),
        _section("method", "method", annex=True),
        _section("people", "people", annex=True),
        _section("sources", "sources", annex=True),
    ]


def _profile(scope: Scope) -> list[Document]:
    treaties = ["treaties"] if scope.is_country else ["ratifications"]
    if scope.is_city:
        treaties = []
    return [
        _section("standing", "standing"),
        _section("lines", "lines"),
        _section("data", "data:beside"),
        *([_section("treaties", *treaties)] if treaties else []),
        *([_section("replies", "replies")] if not scope.is_city else []),
        _section("stories"),
        _section("missing", "goals", "missing"),
        _section("empty", "empty"),
    ]

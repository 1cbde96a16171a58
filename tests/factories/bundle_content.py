"""What the synthetic editions say: places, a framework of six benchmarks, ratings and traces."""

from typing import Any

from tests.factories.bundle_people import assessments, cited_sources, replies, rounds
from tests.factories.bundle_places import (
    AREAS,
    COUNTRIES,
    FRAMEWORK,
    HEATMAP,
    Json,
    members,
    text,
)
from tests.factories.bundle_ratings import ratings_of, trace_of
from tests.factories.surveys import frozen_survey

NAMED = ("id", "source", "licence", "known_on", "accepted_at")


def documents(edition: str) -> dict[str, Any]:
    """Return every JSON file of a synthetic bundle by its path."""
    ratings = ratings_of(edition)
    files: dict[str, Any] = {
        "edition.json": _edition(edition),
        f"frameworks/{FRAMEWORK}.json": _framework(),
        "crosswalks.json": [
            {
                "from": {"framework": FRAMEWORK, "node": "2"},
                "to": {"framework": "sdg-migration", "node": "10.c"},
                "relation": "closeMatch",
                "confidence": 0.9,
                "review": "confirmed",
                "note": {"en": "Both ask for cheaper transfers."},
            }
        ],
        "places.json": _places(),
        "indicators.json": [
            _indicator(key) for key in ("migrant-deaths", "remittance-cost", "treaty-c189")
        ],
        "rules.json": _rules(),
        "methods.json": [
            {"id": f"{rule['key']}@1", "function": rule["function"]} for rule in _rules()
        ],
        "evidence.json": cited_sources(),
        "assessments.json": assessments(edition),
        "decisions.json": [],
        **({"replies.json": replies(), "rounds.json": rounds()} if edition == "2019" else {}),
        **({"surveys/governments-2018.json": frozen_survey()} if edition == "2019" else {}),
        "ratings.json": ratings,
        "changes.json": _changes() if edition == "2019" else [],
    }
    for benchmark in ("1.1", "2.1", "4a.2"):
        files[f"traces/{FRAMEWORK}/{benchmark}.json"] = {
            row["place"]: trace_of(row, is_tried=edition == "2019")
            for row in ratings
            if row["benchmark"] == benchmark and row["computed"]
        }
    for indicator in ("migrant-deaths", "remittance-cost", "treaty-c189"):
        files[f"aggregates/{indicator}.json"] = _aggregates(indicator)
    return files


def observations(edition: str) -> dict[str, list[Json]]:
    """Return the observations used, by indicator."""
    last = 2015 if edition == "2015" else 2019
    adopted = {"608": 2012, "076": 2018, "276": 2013}
    return {
        "treaty-c189": [
            {"area": code, "period": f"{year}-09-05", "value": 1.0, "note": "ratification"}
            for code, year in adopted.items()
            if year <= last
        ]
        + [
            {"area": code, "period": "2011-06-16", "value": 0.0}
            for code in COUNTRIES
            if code not in adopted
        ],
        "remittance-cost": [
            {
                "area": code,
                "period": str(year),
                "value": round(9.5 - 0.3 * (year - 2011) + place / 10, 2),
            }
            for place, code in enumerate(COUNTRIES)
            for year in range(2011, last + 1)
            if (place + year) % 7
        ],
        "migrant-deaths": [
            {"area": "001", "period": str(year), "value": 5000.0 + 400 * (year - 2014)}
            for year in range(2014, last + 1)
        ]
        + [
            {"area": "076", "period": str(2014 + at), "value": value, "breakdown": "age=0-17"}
            for at, value in enumerate((410.0, 425.0, 4310.0, 440.0, 452.0, 460.0))
            if 2014 + at <= last
        ],
    }


def given(indicator: str) -> Json:
    """Return what quality reports know beside the observations that count."""
    vintage = {name: _indicator(indicator)["vintages"][0][name] for name in NAMED}
    other = {**vintage, "id": "v0", "source": "Another made-up register", "known_on": "2014-01-01"}
    lost = {"area": "608", "counterpart": "", "period": "2012", "breakdown": "", "value": 14.0,
            "status": "A", "vintage": "v0"}  # fmt: skip
    decision = {
        "area": "276",
        "breakdown": "",
        "first_source": "A made-up register",
        "first_says": "2013-09-05",
        "second_source": "A made-up gazette",
        "second_says": "2012-09-05",
        "chosen": "2013-09-05",
        "why": "the gazette has a misprint",
        "language": "en",
    }
    return {
        "vintages": [other, vintage],
        "lost": [lost] if indicator == "remittance-cost" else [],
        "lost_total": int(indicator == "remittance-cost"),
        "decisions": [decision] if indicator == "treaty-c189" else [],
        "before": None,
    }


def _edition(key: str) -> Json:
    return {
        "key": key,
        "title": text(f"Edition {key}", f"Édition {key}", f"إصدار {key}"),
        "about": text(
            "A synthetic edition for tests.", "Une édition synthétique.", "إصدار للاختبار."
        ),
        "as_of": "2015-11-25" if key == "2015" else "2019-12-31",
        "main_framework": FRAMEWORK,
        "frameworks": [FRAMEWORK],
        "previous": None if key == "2015" else "2015",
        "heatmap_places": HEATMAP,
        "built_at": f"{key}-12-09T10:00:00Z",
        "closed_at": f"{key}-12-08T10:00:00Z",
        "software": "0.1.0",
    }


def _places() -> Json:
    areas = [
        {
            "code": code,
            "iso2": "",
            "iso3": "",
            "kind": kind,
            "names": text(en, fr, ar),
            "parent": parent,
            "region": parent if kind == "subregion" else "",
            "subregion": "",
            "un_member": False,
            "un_member_since": None,
        }
        for code, (en, fr, ar, kind, parent) in AREAS.items()
    ] + [
        {
            "code": code,
            "iso2": iso3[:2],
            "iso3": iso3,
            "kind": "country",
            "names": text(en, fr, ar),
            "parent": subregion,
            "region": region,
            "subregion": subregion,
            "un_member": True,
            "un_member_since": "1945-10-24",
        }
        for code, (en, fr, ar, iso3, region, subregion) in COUNTRIES.items()
    ]
    groups = [
        {
            "code": code,
            "kind": "m49",
            "names": text(*AREAS[code][:3]),
            "members": members(code),
            "note": "",
            "source": "made up",
        }
        for code in AREAS
    ] + [
        {
            "code": "ldc",
            "kind": "ldc",
            "names": text(
                "Least developed countries", "Pays les moins avancés", "أقل البلدان نمواً"
            ),
            "members": ["004", "050", "231", "686"],
            "note": "",
            "source": "made up",
        }
    ]
    return {"areas": areas, "groups": groups}


def _framework() -> Json:
    goals = [
        ("1", "Goal 1", text("Decent work", "Travail décent", "العمل اللائق")),
        ("2", "Goal 2", text("Cheaper transfers", "Des transferts moins chers", "تحويلات أرخص")),
        (
            "4a",
            "Goal 4a",
            text("Protection on the way", "Protection en route", "الحماية في الطريق"),
        ),
    ]
    nodes: list[Json] = []
    for key, identifier, title in goals:
        nodes.append(_node(key, "goal", identifier, "", title))
        nodes.append(
            _node(
                f"{key}-r1",
                "recommendation",
                f"Recommendation {key}.1",
                key,
                text(
                    "Put the promise into law.",
                    "Inscrire la promesse dans la loi.",
                    "إدراج الوعد في القانون.",
                ),
            )
        )
    for order, node in enumerate(nodes):
        node["order"] = order
    return {
        "key": FRAMEWORK,
        "version": "2015.1",
        "title": text("Plan of eight points", "Plan en huit points", "خطة النقاط الثماني"),
        "about": text("A synthetic plan.", "Un plan synthétique.", "خطة للاختبار."),
        "issuer": text("A made-up network", "Un réseau fictif", "شبكة وهمية"),
        "period": {"start": "2013-10-03", "end": "2018-12-31"},
        "sources": [
            {
                "key": "movement-2015",
                "title": "Made-up report",
                "publisher": "A network",
                "issued": "2015-12",
            }
        ],
        "nodes": nodes,
        "benchmarks": _benchmarks(),
    }


def _node(key: str, kind: str, identifier: str, parent: str, title: dict[str, str]) -> Json:
    return {
        "key": key,
        "kind": kind,
        "identifier": identifier,
        "parent": parent,
        "title": title,
        "text": title if kind == "recommendation" else {},
        "source": {"ref": "movement-2015", "locator": "annex 3"},
    }


def _benchmarks() -> list[Json]:
    judge = {
        "question": text(
            "Did practice change?", "La pratique a-t-elle changé ?", "هل تغيرت الممارسة؟"
        ),
        "green": text("Yes, widely.", "Oui, largement.", "نعم، على نطاق واسع."),
        "yellow": text("In places.", "Par endroits.", "في بعض الأماكن."),
        "red": text("No.", "Non.", "لا."),
    }
    rows = [
        (
            "1.1",
            "structural",
            text(
                "States ratify the convention", "Les États ratifient", "الدول تصادق على الاتفاقية"
            ),
            _measure("treaty-c189", "ratification@1", target=50.0, baseline=4),
            None,
        ),
        (
            "1.2",
            "process",
            text("Unions open to migrants", "Syndicats ouverts", "نقابات مفتوحة للمهاجرين"),
            None,
            judge,
        ),
        (
            "2.1",
            "outcome",
            text(
                "Sending money costs less", "Envoyer de l'argent coûte moins", "تكلفة أقل للتحويل"
            ),
            _measure("remittance-cost", "level-threshold@1", target=3.0, baseline=9.0),
            judge,
        ),
        (
            "2.2",
            "structural",
            text("A law on transfers", "Une loi sur les transferts", "قانون للتحويلات"),
            None,
            judge,
        ),
        (
            "4a.1",
            "process",
            text("Search and rescue", "Recherche et sauvetage", "البحث والإنقاذ"),
            None,
            judge,
        ),
        (
            "4a.2",
            "outcome",
            text("Fewer deaths on the way", "Moins de morts en route", "وفيات أقل في الطريق"),
            _measure("migrant-deaths", "linear-path@1", target=2500.0, baseline=5000),
            None,
        ),
    ]
    return [
        {
            "key": key,
            "node": f"{key.split('.')[0]}-r1",
            "goal": key.split(".")[0],
            "order": order,
            "title": title,
            "text": title,
            "type": kind,
            "action_by": ["government"],
            "level": "world",
            "verification": [
                text("The depositary's list", "La liste du dépositaire", "قائمة الوديع")
            ],
            "source": {"ref": "movement-2015", "locator": f"annex 3, row {order}"},
            "measure": measure,
            "judge": judgement,
        }
        for order, (key, kind, title, measure, judgement) in enumerate(rows)
    ]


def _measure(indicator: str, rule: str, *, target: float, baseline: float) -> Json:
    return {
        "indicator": indicator,
        "breakdown": "",
        "rule": rule,
        "parameters": {},
        "direction": "up" if indicator == "treaty-c189" else "down",
        "baseline": {"period": "2013-10-03", "value": baseline},
        "target": {"value": target, "unit": "", "note": {}},
        "deadline": "2018-12-31",
    }


def _indicator(key: str) -> Json:
    facts = {
        "treaty-c189": (
            "Parties to the domestic workers convention",
            "adoption",
            "states",
            "adoption",
            0,
        ),
        "remittance-cost": (
            "Cost of sending 200 dollars",
            "rate",
            "% of the amount",
            "published",
            1,
        ),
        "migrant-deaths": (
            "Deaths and disappearances during migration",
            "count",
            "people",
            "sum",
            0,
        ),
    }
    title, kind, unit, aggregation, decimals = facts[key]
    return {
        "key": key,
        "title": text(title),
        "definition": text(f"{title}, made up for tests."),
        "unit": {"key": unit, "label": text(unit)},
        "kind": kind,
        "aggregation": aggregation,
        "weight": None,
        "eligible": None,
        "direction": "up" if kind == "adoption" else "down",
        "decimals": decimals,
        "frequency": "A",
        "breakdowns": [{"dimension": "sex", "codes": ["F", "M"]}] if kind == "count" else [],
        "metadata": {"STAT_CONC_DEF": text("Made up."), "REC_USE_LIM": text("Never quote.")},
        "vintages": [
            {
                "id": "v1",
                "source": "A made-up register",
                "licence": "CC BY 4.0",
                "url": "",
                "checksum": "ab" * 32,
                "known_on": "2015-11-01",
                "accepted_at": "2015-11-02T08:00:00Z",
                "accepted_by": "a tester",
                "rows": 24,
                "note": "",
            }
        ],
    }


def _rules() -> list[Json]:
    def rule(key: str, function: str, title: str, parameters: dict[str, float]) -> Json:
        return {
            "key": key,
            "version": 1,
            "function": function,
            "country_function": function,
            "parameters": {
                name: {"default": value, "meaning": text(f"The {name.replace('_', ' ')}.")}
                for name, value in parameters.items()
            },
            "title": text(title),
            "about": text(f"{title}: how the rule decides."),
        }

    return [
        rule(
            "ratification", "ratification", "Ratification and its pace", {"universal_share": 0.95}
        ),
        rule(
            "level-threshold",
            "level_threshold",
            "Level against a threshold",
            {"green": 5.0, "yellow": 7.0},
        ),
        rule(
            "linear-path", "linear_path", "Share of the gap, share of the time", {"on_track": 0.95}
        ),
        rule("judged", "judged", "Judged by people", {}),
    ]


def _aggregates(indicator: str) -> list[Json]:
    return [
        {
            "place": place,
            "period": str(year),
            "value": 8.0 - 0.2 * (year - 2011) + order / 4,
            "states_with_data": 11,
            "states_total": 12,
            "weight_share": 0.93,
            "imputed_share": 0.0,
            "destination_share": 0.31,
            "origin_share": 0.22,
        }
        for order, place in enumerate(HEATMAP)
        for year in range(2011, 2016)
    ]


def _changes() -> list[Json]:
    def change(
        benchmark: str, place: str, before: str, after: str, direction: str, cause: str
    ) -> Json:
        return {
            "framework": FRAMEWORK,
            "benchmark": benchmark,
            "place": place,
            "from": before,
            "to": after,
            "from_reason": "no_data" if before == "grey" else None,
            "to_reason": "stale" if after == "grey" else None,
            "direction": direction,
            "cause": cause,
        }

    return [
        change("1.2", "001", "yellow", "green", "better", "judge"),
        change("2.1", "001", "red", "yellow", "better", "fact"),
        change("1.1", "608", "grey", "green", "opened", "fact"),
        change("2.1", "250", "green", "grey", "closed", "method"),
        change("1.1", "356", "yellow", "red", "worse", "framework"),
    ]

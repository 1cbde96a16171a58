"""What the synthetic editions say: places, a framework of six benchmarks, ratings and traces."""

from typing import Any

Json = dict[str, Any]
FRAMEWORK = "plan-8-points"

COUNTRIES: dict[str, tuple[str, str, str, str, str, str]] = {
    "004": ("Afghanistan", "Afghanistan", "أفغانستان", "AFG", "142", "034"),
    "012": ("Algeria", "Algérie", "الجزائر", "DZA", "002", "015"),
    "050": ("Bangladesh", "Bangladesh", "بنغلاديش", "BGD", "142", "034"),
    "076": ("Brazil", "Brésil", "البرازيل", "BRA", "019", "419"),
    "124": ("Canada", "Canada", "كندا", "CAN", "019", "021"),
    "231": ("Ethiopia", "Éthiopie", "إثيوبيا", "ETH", "002", "202"),
    "250": ("France", "France", "فرنسا", "FRA", "150", "155"),
    "276": ("Germany", "Allemagne", "ألمانيا", "DEU", "150", "155"),
    "356": ("India", "Inde", "الهند", "IND", "142", "034"),
    "458": ("Malaysia", "Malaisie", "ماليزيا", "MYS", "142", "035"),
    "608": ("Philippines", "Philippines", "الفلبين", "PHL", "142", "035"),
    "686": ("Senegal", "Sénégal", "السنغال", "SEN", "002", "202"),
}
AREAS: dict[str, tuple[str, str, str, str, str]] = {
    "001": ("World", "Monde", "العالم", "world", ""),
    "002": ("Africa", "Afrique", "أفريقيا", "region", "001"),
    "019": ("Americas", "Amériques", "الأمريكتان", "region", "001"),
    "142": ("Asia", "Asie", "آسيا", "region", "001"),
    "150": ("Europe", "Europe", "أوروبا", "region", "001"),
    "015": ("Northern Africa", "Afrique du Nord", "شمال أفريقيا", "subregion", "002"),
    "202": (
        "Sub-Saharan Africa",
        "Afrique subsaharienne",
        "أفريقيا جنوب الصحراء",
        "subregion",
        "002",
    ),
    "419": ("Latin America", "Amérique latine", "أمريكا اللاتينية", "subregion", "019"),
    "021": ("Northern America", "Amérique septentrionale", "أمريكا الشمالية", "subregion", "019"),
    "034": ("Southern Asia", "Asie du Sud", "جنوب آسيا", "subregion", "142"),
    "035": ("South-eastern Asia", "Asie du Sud-Est", "جنوب شرق آسيا", "subregion", "142"),
    "155": ("Western Europe", "Europe occidentale", "أوروبا الغربية", "subregion", "150"),
}
HEATMAP = ["001", "002", "019", "142", "150"]
GREYS = [
    "no_data",
    "no_baseline",
    "too_few_points",
    "not_applicable",
    "stale",
    "deadline_passed_no_evidence",
    "no_colour_stated",
    "not_assessed",
    "coverage_too_low",
    "suppressed",
]


def text(en: str, fr: str = "", ar: str = "") -> dict[str, str]:
    """Return a text map with the languages given."""
    given = {"en": en, "fr": fr, "ar": ar}
    return {code: words for code, words in given.items() if words}


def documents(edition: str) -> dict[str, Any]:
    """Return every JSON file of a synthetic bundle by its path."""
    ratings = _ratings(edition)
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
        "evidence.json": [
            {
                "key": "movement-2015",
                "title": "Made-up report on movement",
                "publisher": "A made-up network",
                "issued": "2015-12",
                "url": "",
                "licence": "CC BY 4.0",
                "kind": "report",
            }
        ],
        "assessments.json": _assessments(edition),
        "decisions.json": [],
        "ratings.json": ratings,
        "changes.json": _changes() if edition == "2019" else [],
    }
    for benchmark in ("1.1", "2.1", "4a.2"):
        files[f"traces/{FRAMEWORK}/{benchmark}.json"] = {
            row["place"]: _trace(row)
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
        ],
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


def members(code: str) -> list[str]:
    """Return the countries of a region, a sub-region or the world."""
    return [key for key, row in COUNTRIES.items() if code in {"001", row[4], row[5]}]


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


def _ratings(edition: str) -> list[Json]:
    late = edition == "2019"
    rows = [
        _rating(
            "1.1",
            "001",
            "yellow",
            status="slower_than_before",
            value=3.0 if late else 2.0,
            numbers=_ratified(late),
            basis="computed",
            distribution=(3, 1, 8, 0),
        ),
        _rating("1.2", "001", "green" if late else "yellow", status="judged", basis="judged"),
        _rating(
            "2.1",
            "001",
            "yellow" if late else "red",
            status="limited",
            value=7.2,
            unit="% of the amount",
            basis="decided",
        ),
        _rating("2.2", "001", "grey", reason="no_colour_stated", basis="judged"),
        _rating("4a.1", "001", "yellow", status="judged", flags=["contested"], basis="judged"),
        _rating(
            "4a.2",
            "001",
            "red",
            status="regressing",
            value=6200.0,
            unit="people",
            flags=["volatile"],
            numbers={"ratio": -0.8, "gap_share": -0.48, "time_share": 0.6},
            basis="computed",
        ),
    ]
    for code in HEATMAP[1:]:
        rows += [
            _rating(key, code, "grey", reason="not_assessed", basis="none")
            for key in ("1.2", "2.2", "4a.1", "4a.2")
        ]
        states = {"002": "red", "019": "yellow", "142": "yellow", "150": "green"}
        rows.append(
            _rating(
                "1.1",
                code,
                states[code],
                status="no_new_parties",
                value=1.0,
                basis="computed",
                distribution=(1, 0, 2, 1),
            )
        )
        rows.append(_rating("2.1", code, "grey", reason="coverage_too_low", basis="computed"))
    ladder = ["green", "yellow", "red", "grey"]
    for place, code in enumerate(COUNTRIES):
        state = ladder[place % 4]
        rows.append(
            _rating(
                "1.1",
                code,
                state,
                reason="no_data" if state == "grey" else None,
                status={"green": "party", "yellow": "signed", "red": "not_a_party"}.get(state, "no_data"),
                value=None if state == "grey" else {"green": 1.0, "yellow": 0.5, "red": 0.0}[state],
                basis="computed",
            )
        )
        reason = GREYS[place] if place < len(GREYS) else None
        rows.append(
            _rating(
                "2.1",
                code,
                "grey" if reason else "green",
                reason=reason,
                status="above_threshold",
                value=None if reason else 4.2,
                unit="% of the amount",
                period="2015",
                flags=[] if reason else ["slipping"],
                basis="computed",
            )
        )
    return sorted(rows, key=lambda row: (row["benchmark"], row["place"]))


def _ratified(late: bool) -> Json:
    return {
        "parties": 3 if late else 2,
        "eligible": 12,
        "coverage": 0.25 if late else 0.1666666667,
        "parties_at_baseline": 1,
        "new_since_baseline": 2 if late else 1,
        "pace": 0.32,
        "reference_pace": 0.5,
        "majority_year": 2031.0,
    }


def _rating(
    benchmark: str,
    place: str,
    state: str,
    *,
    reason: str | None = None,
    status: str = "",
    value: float | None = None,
    unit: str = "",
    period: str = "2015-11-25",
    numbers: Json | None = None,
    flags: list[str] | None = None,
    basis: str,
    distribution: tuple[int, int, int, int] | None = None,
) -> Json:
    computed = basis in {"computed", "decided"}
    judged = basis in {"judged", "decided"}
    panel = (
        {"green": 1, "yellow": 2, "red": 1, "none": 0}
        if "contested" in (flags or [])
        else {
            "green": int(state == "green"),
            "yellow": int(state == "yellow"),
            "red": int(state == "red"),
            "none": int(state == "grey"),
        }
    )
    return {
        "framework": FRAMEWORK,
        "benchmark": benchmark,
        "goal": benchmark.split(".")[0],
        "place": place,
        "state": state,
        "reason": reason,
        "status": status or (reason or ""),
        "flags": flags or [],
        "basis": basis,
        "value": value,
        "unit": unit,
        "period": period,
        "numbers": numbers or {},
        "computed": {
            "state": "red" if basis == "decided" else state,
            "reason": reason,
            "status": status,
            "value": value,
            "period": period,
        }
        if computed
        else None,
        "judged": {
            "state": state,
            "reason": reason,
            "n": sum(panel.values()),
            "distribution": panel,
            "contested": "contested" in (flags or []),
        }
        if judged
        else None,
        "decision": {
            "state": state,
            "reason": text("The corridor average hides the cheapest third."),
            "by": "A made-up panel",
            "on": "2015-12-01",
        }
        if basis == "decided"
        else None,
        "distribution": _spread(distribution),
        "coverage": {
            "states_with_data": 11,
            "states_total": 12,
            "weight_share": 0.93,
            "imputed_share": 0.0,
            "gate_passed": reason != "coverage_too_low",
        }
        if place in AREAS and computed
        else None,
        "weighted": {
            "destination": {"share": 0.31, "known_weight": 0.97},
            "origin": {"share": 0.22, "known_weight": 0.95},
        }
        if benchmark == "1.1" and place in AREAS
        else None,
    }


def _spread(counts: tuple[int, int, int, int] | None) -> Json | None:
    if counts is None:
        return None
    green, yellow, red, grey = counts
    return {
        "green": green,
        "yellow": yellow,
        "red": red,
        "grey": grey,
        "contested": 0,
        "total": sum(counts),
    }


def _trace(rating: Json) -> Json:
    measured = {
        "1.1": ("ratification@1", "ratification"),
        "2.1": ("level-threshold@1", "level_threshold"),
        "4a.2": ("linear-path@1", "linear_path"),
    }
    rule, function = measured[rating["benchmark"]]
    return {
        "rule": rule,
        "function": function,
        "parameters": {"on_track": 0.95, "acceleration": 0.6},
        "inputs": {
            "used": [
                {
                    "period": "2014",
                    "value": 5000.0,
                    "status": "A",
                    "vintage": "v1",
                    "place": rating["place"],
                },
                {
                    "period": "2015",
                    "value": rating["value"],
                    "status": "E",
                    "vintage": "v1",
                    "place": rating["place"],
                },
            ],
            "rejected": [{"period": "2010", "value": None, "status": "M", "why": "missing_value"}],
        },
        "steps": [
            {"code": "points_counted", "values": {"n": 2, "first": "2014", "last": "2015"}},
            {"code": "baseline_chosen", "values": {"period": "2013-10-03", "value": 5000.0}},
        ],
        "verdict": {
            key: (rating["computed"] or {}).get(key, rating.get(key))
            for key in ("state", "reason", "status", "value", "period", "flags", "numbers")
        },
        "what_would_change": {"green": {"needed": 5, "kind": "parties"}}
        if rating["benchmark"] == "1.1"
        else None,
    }


def _assessments(edition: str) -> list[Json]:
    def voice(number: int, benchmark: str, standpoint: str, colour: str | None) -> Json:
        return {
            "id": f"a{number}",
            "framework": FRAMEWORK,
            "benchmark": benchmark,
            "place": "001",
            "standpoint": standpoint,
            "colour": colour,
            "reason": text(
                "Some unions opened their statutes.",
                "Des syndicats ont ouvert leurs statuts.",
                "فتحت بعض النقابات أنظمتها.",
            ),
            "confidence": "medium",
            "assessor": f"Assessor {number}",
            "assessed_on": f"{edition}-11-20",
            "citations": [{"source": "movement-2015", "locator": "p. 12", "note": {}}],
        }

    return [
        voice(1, "1.2", "civil society", "green" if edition == "2019" else "yellow"),
        voice(2, "2.1", "academic", "yellow"),
        voice(3, "2.2", "report author", None),
        voice(4, "4a.1", "civil society", "red"),
        voice(5, "4a.1", "government", "green"),
        voice(6, "4a.1", "academic", "yellow"),
        voice(7, "4a.1", "migrant association", "yellow"),
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

"""What people said in the synthetic editions: cited sources, replies, rounds, assessments."""

from tests.factories.bundle_places import (
    FRAMEWORK,
    Json,
    text,
)


def cited_sources() -> list[Json]:
    """Return the cited documents: a report and a practice."""
    return [
        {
            "key": "movement-2015",
            "title": "Made-up report on movement",
            "publisher": "A made-up network",
            "issued": "2015-12",
            "url": "",
            "licence": "CC BY 4.0",
            "kind": "report",
        },
        {
            "key": "post-of-the-valley",
            "title": "Made-up note on cheap transfers by post",
            "publisher": "A made-up post",
            "issued": "2018",
            "url": "https://example.org/post",
            "licence": "CC BY 4.0",
            "kind": "practice",
        },
    ]


def replies() -> Json:
    """Two governments were asked: one corrects a fact under one benchmark, the other is silent."""
    corrected = {
        "id": "00000000-0000-4000-8000-000000000001",
        "framework": FRAMEWORK,
        "benchmark": "1.1",
        "place": "608",
        "stance": "corrects",
        "text": {
            "en": "The figure of 2018 leaves out the counters of the post. The survey of the "
            "central bank, page 12, has them.",
            "ar": "رقم 2018 لا يشمل شبابيك البريد. وهي واردة في مسح البنك المركزي، الصفحة 12.",
        },
        "office": "Made-up Ministry of Labour",
        "replied_on": "2019-11-20",
        "answers_to": {
            "state": "red", "reason": None, "value": 9.1, "unit": "percent", "period": "2018",
        },
        "citations": [
            {"source": "movement-2015", "locator": "page 12", "note": {}},
            {
                "source": "post-of-the-valley",
                "locator": "whole",
                "note": {"en": "Transfers at cost, at every counter."},
            },
        ],
        "answer": {
            "outcome": "accepted",
            "text": {
                "en": "The figures of the post were imported, and the rating was computed again.",
                "ar": "أُدخلت أرقام البريد وحُسب التقييم من جديد.",
            },
            "by": "Made-up reviewer",
            "on": "2019-11-28",
        },
    }  # fmt: skip
    invited = [
        {"place": place, "until": "2019-11-25", "invited_on": "2019-11-01"}
        for place in ("458", "608")
    ]
    return {"invited": invited, "replies": [corrected]}


def rounds() -> list[Json]:
    """A panel that was asked twice: one changed the colour, two confirmed it, one was silent."""
    said = text(
        "Nothing had been opened when we looked.",
        "Rien n'était ouvert quand nous avons regardé.",
        "لم يُفتح شيء حين نظرنا.",
    )
    now = {row["id"]: row for row in assessments("2019")}
    first = [
        {**now[key], "colour": colour, "reason": said, "round": 1, "now": key}
        for key, colour in (("a4", "red"), ("a5", "green"), ("a6", "red"), ("a7", "yellow"))
    ]
    return [
        {
            "framework": FRAMEWORK,
            "benchmark": "4a.1",
            "place": "001",
            "reason": text(
                "Two statutes were changed after the first round began.",
                "Deux statuts ont changé après le début du premier tour.",
                "تغيّر نظامان بعد بدء الجولة الأولى.",
            ),
            "by": "Made-up reviewer",
            "opened_on": "2019-11-21",
            "closed_on": "2019-11-27",
            "first": first,
        }
    ]


def assessments(edition: str) -> list[Json]:
    def voice(
        number: int, benchmark: str, standpoint: str, colour: str | None, *, later: bool = False
    ) -> Json:
        return {
            **({"round": 2} if later and edition == "2019" else {}),
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
        voice(5, "4a.1", "government", "green", later=True),
        voice(6, "4a.1", "academic", "yellow", later=True),
        voice(7, "4a.1", "migrant association", "yellow", later=True),
    ]

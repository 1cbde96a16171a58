"""Where data come from, under which licence, and since when they were public."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from milepost.indicators import messages
from milepost.kernel.findings import Finding


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where data come from and since when they were publicly known.

    ``survey`` names the table of a survey that they were taken from (survey, question, option);
    empty for everything else.
    """

    source: str
    licence: str
    url: str = ""
    known_on: date | None = None
    note: str = ""
    survey: dict[str, str] = field(default_factory=dict)

    def as_dict(self) -> dict[str, Any]:
        """Return plain JSON values."""
        known = self.known_on.isoformat() if self.known_on else ""
        return {
            "source": self.source,
            "licence": self.licence,
            "url": self.url,
            "known_on": known,
            "note": self.note,
            **({"survey": self.survey} if self.survey else {}),
        }

    def findings(self) -> list[Finding]:
        """Return what is missing or too long."""
        found = []
        for name, length in (("source", 500), ("licence", 200), ("url", 1000)):
            text = getattr(self, name).strip()
            if (not text and name != "url") or len(text) > length:
                found.append(messages.provenance_invalid(name, length))
        if self.url and not self.url.startswith(("https://", "http://")):
            found.append(messages.provenance_invalid("url", 1000))
        return found

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> "Provenance":
        """Return the provenance that plain JSON values describe."""
        known = document.get("known_on") or ""
        return cls(
            source=document.get("source", ""),
            licence=document.get("licence", ""),
            url=document.get("url", ""),
            known_on=date.fromisoformat(known) if known else None,
            note=document.get("note", ""),
            survey=document.get("survey", {}),
        )

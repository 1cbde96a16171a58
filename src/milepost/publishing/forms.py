"""Forms of the pages on which reports are written. Plain HTML, no JavaScript needed."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from milepost.accounts.forms import PlainForm
from milepost.publishing.outlines import SectionText
from milepost.publishing.report.outline import Document

KINDS = (
    ("global", _("the world")),
    ("regional", _("a region or group")),
    ("national", _("a country")),
    ("goal", _("one goal")),
    ("voluntary", _("the same evidence told by another framework")),
    ("state", _("the state of migration")),
    ("profile", _("profile of a place, about four pages")),
)
BOX_KINDS = (("story", _("story")), ("box", _("box")))


MORE_PARTS = 2
"""Empty rows at the end of the form of parts."""


class StartForm(PlainForm):
    """Which report to begin, beside which edition."""

    edition = forms.ChoiceField(label=_("Edition"))
    kind = forms.ChoiceField(label=_("Report on"), choices=KINDS)
    place = forms.CharField(
        label=_("Place"),
        required=False,
        max_length=40,
        help_text=_("Code of a country, region or group, such as 608 or 002."),
    )
    goal = forms.CharField(
        label=_("Goal"), required=False, max_length=60, help_text=_("Key of the goal, such as 7.")
    )
    framework = forms.ChoiceField(
        label=_("Framework to tell it by"),
        required=False,
        help_text=_("Only for a report told by another framework."),
    )

    def __init__(self, *args: Any, editions: list[str], frameworks: list[str]) -> None:
        super().__init__(*args)
        self.fields["edition"].choices = [(key, key) for key in editions]  # type: ignore[attr-defined]
        choices = [("", _("none")), *((key, key) for key in frameworks)]
        self.fields["framework"].choices = choices  # type: ignore[attr-defined]


class EditionForm(PlainForm):
    """Beside which edition the report is written."""

    edition = forms.ChoiceField(label=_("Write it beside the edition"))

    def __init__(self, *args: Any, editions: list[str], now: str) -> None:
        super().__init__(*args, initial={"edition": now})
        self.fields["edition"].choices = [(key, key) for key in editions]  # type: ignore[attr-defined]


class AddForm(PlainForm):
    """A new section."""

    section = forms.CharField(
        label=_("Key"),
        max_length=60,
        help_text=_("A short name in lower-case letters, digits and hyphens."),
    )
    parts = forms.CharField(
        label=_("Generated parts"),
        required=False,
        max_length=400,
        help_text=_("Names of parts, separated by spaces; leave it empty for human text alone."),
    )
    inside = forms.ChoiceField(label=_("Inside"), required=False)

    def __init__(self, *args: Any, sections: list[tuple[str, str]]) -> None:
        super().__init__(*args)
        choices = [("", _("at the end of the report")), *sections]
        self.fields["inside"].choices = choices  # type: ignore[attr-defined]


class PartsForm(PlainForm):
    """Which generated parts a section holds, and in which order."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, parts: list[str], choices: list[tuple[str, str]], version: int
    ) -> None:
        rows = [*parts, *([""] * MORE_PARTS)]
        initial: dict[str, Any] = {"version": version}
        for at, part in enumerate(rows):
            initial |= {f"part_{at}": part, f"place_{at}": at + 1}
        super().__init__(*args, initial=initial)
        self.rows = len(rows)
        known = [("", "–"), *choices]
        known += [(part, part) for part in parts if part not in dict(choices)]
        for at in range(self.rows):
            number = {"number": at + 1}
            self.fields[f"part_{at}"] = forms.ChoiceField(
                label=_("Part %(number)s") % number, choices=known, required=False
            )
            self.fields[f"place_{at}"] = forms.IntegerField(
                label=_("Place of part %(number)s") % number,
                min_value=1,
                max_value=99,
                required=False,
            )

    def given(self) -> list[str]:
        """Return the chosen parts in the order of their places, each once."""
        data = self.cleaned_data
        chosen = [
            (data.get(f"place_{at}") or at + 1, at, data[f"part_{at}"])
            for at in range(self.rows)
            if data.get(f"part_{at}")
        ]
        return list(dict.fromkeys(part for _place, _at, part in sorted(chosen)))


class SectionForm(PlainForm):
    """The human text of one section in one language."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    title = forms.CharField(
        label=_("Title"),
        required=False,
        max_length=200,
        help_text=_("Leave it empty for the usual title."),
    )
    text = forms.CharField(
        label=_("Text before the generated parts"), required=False, max_length=60000
    )
    after = forms.CharField(
        label=_("Text after the generated parts"), required=False, max_length=60000
    )

    def __init__(self, *args: Any, section: Document, language: str, version: int) -> None:
        boxes = section.get("boxes", [])
        initial: dict[str, Any] = {"version": version}
        for name in ("title", "text", "after"):
            initial[name] = section.get(name, {}).get(language, "")
        for at, box in enumerate(boxes):
            initial[f"box_kind_{at}"] = box.get("kind", "box")
            initial[f"box_title_{at}"] = box.get("title", {}).get(language, "")
            initial[f"box_text_{at}"] = box.get("text", {}).get(language, "")
        super().__init__(*args, initial=initial)
        self.boxes = len(boxes) + 1
        self._add_boxes()
        attributes = {"dir": "rtl" if language in settings.LANGUAGES_BIDI else "ltr"}
        for name, field in self.fields.items():
            if name in {"text", "after"} or name.startswith("box_text"):
                rows = {"text": 12, "after": 5}.get(name, 5)
                field.widget = forms.Textarea(attrs={"rows": rows, "lang": language, **attributes})
            elif name == "title" or name.startswith("box_title"):
                field.widget.attrs.update({"lang": language, **attributes})

    def _add_boxes(self) -> None:
        for at in range(self.boxes):
            number = {"number": at + 1}
            self.fields[f"box_kind_{at}"] = forms.ChoiceField(
                label=_("Story or box %(number)s: kind") % number, choices=BOX_KINDS, required=False
            )
            self.fields[f"box_title_{at}"] = forms.CharField(
                label=_("Story or box %(number)s: title") % number, required=False, max_length=200
            )
            self.fields[f"box_text_{at}"] = forms.CharField(
                label=_("Story or box %(number)s: text") % number, required=False, max_length=20000
            )

    def given(self) -> SectionText:
        """Return what was written."""
        data = self.cleaned_data
        boxes = tuple(
            (
                data.get(f"box_kind_{at}") or "story",
                data.get(f"box_title_{at}", ""),
                data.get(f"box_text_{at}", ""),
            )
            for at in range(self.boxes)
        )
        return SectionText(title=data["title"], text=data["text"], after=data["after"], boxes=boxes)

"""Forms of the assessor's page and of decisions. Plain HTML; they work without JavaScript."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_lazy as _

from milepost.evidence.protection import ORGANISATION
from milepost.kernel import clock
from milepost.reviews.checks import Ruling
from milepost.reviews.entries import Cited, Entry
from milepost.reviews.levels import (
    EDITION_CODE,
    NETWORK_CODE,
    PUBLIC_CODE,
    REVIEWERS_CODE,
    Note,
    protection_of_code,
)

NO_COLOUR = "none"
COLOURS = (
    ("green", _("Green")),
    ("yellow", _("Yellow")),
    ("red", _("Red")),
    (NO_COLOUR, _("I state no colour")),
    ("not_applicable", _("Does not apply here")),
)
STATES = (
    ("green", _("Green")),
    ("yellow", _("Yellow")),
    ("red", _("Red")),
    ("grey", _("Grey: nothing can be said")),
    ("not_applicable", _("Grey: does not apply here")),
)
STANDPOINTS = (
    ("civil_society", _("Civil society organisation")),
    ("migrant_association", _("Migrant or diaspora association")),
    ("trade_union", _("Trade union")),
    ("employer", _("Employer")),
    ("government", _("Government")),
    ("academia", _("University or research")),
    ("international_agency", _("International agency")),
    ("report_author", _("Author of a report")),
    ("secretariat", _("Secretariat of the network")),
)
CONFIDENCES = (
    ("", _("Not stated")),
    ("low", _("Low")),
    ("medium", _("Medium")),
    ("high", _("High")),
)
MOST_CITATIONS = 20
SPARE_CITATIONS = 2

Choices = Sequence[tuple[str, Any]]

Subject = tuple[str, str, str]
"""(framework, benchmark, place)."""


class PlainForm(forms.Form):
    """A form whose labels end without a colon."""

    def __init__(self, *args: Any, **kwargs: Any):
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


def reader_choices(organisations: Mapping[str, str], *, is_public_first: bool = True) -> Choices:
    """Return who may read a note or a passage, by code; ``organisations`` are names by uuid."""
    public = [(PUBLIC_CODE, _("Everybody: it is published"))]
    circles = [
        (f"{ORGANISATION}:{uuid}", named_circle(name)) for uuid, name in organisations.items()
    ]
    others: list[tuple[str, Any]] = [
        (NETWORK_CODE, _("Everybody who takes part, governments too")),
        (EDITION_CODE, _("Those who work in this edition, not governments")),
        *circles,
        (REVIEWERS_CODE, _("Reviewers alone; each reading is recorded")),
    ]
    return [*public, *others] if is_public_first else [*others, *public]


def named_circle(name: str) -> str:
    """Return the words for the members of an organisation and editors."""
    return gettext("Members of %(name)s, and editors") % {"name": name}


class AssessmentForm(PlainForm):
    """One person's judgement. The reason is written in one language, which is named."""

    colour = forms.ChoiceField(label=_("Colour"), choices=COLOURS, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Why this colour, in a few sentences. It is published with the rating."),
    )
    language = forms.ChoiceField(label=_("Language of the reason"), choices=settings.LANGUAGES)
    standpoint = forms.ChoiceField(
        label=_("You judge as"),
        choices=STANDPOINTS,
        help_text=_("Readers see from where a judgement is made."),
    )
    assessor = forms.CharField(
        label=_("Published under the name"),
        max_length=200,
        help_text=_("Your name, or the name of your organisation."),
    )
    confidence = forms.ChoiceField(label=_("How sure you are"), choices=CONFIDENCES, required=False)
    assessed_on = forms.DateField(
        label=_("Day of the judgement"), widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(
        label=_("Note"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_("What colleagues should know and the public need not, such as whom you asked."),
    )
    note_level = forms.ChoiceField(label=_("Who may read the note"), required=False)

    def __init__(self, *args: Any, readers: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["note_level"] = forms.ChoiceField(
            label=_("Who may read the note"),
            required=False,
            choices=readers or reader_choices({}, is_public_first=False),
        )

    def entry(self, edition: str, subject: Subject, citations: Iterable[Cited]) -> Entry:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        framework, benchmark, place = subject
        return Entry(
            edition=edition,
            framework=framework,
            benchmark=benchmark,
            place=place,
            assessor=given["assessor"].strip(),
            standpoint=given["standpoint"],
            colour=None if given["colour"] == NO_COLOUR else given["colour"],
            reason={given["language"]: given["reason"].strip()},
            confidence=given["confidence"] or None,
            assessed_on=given["assessed_on"],
            citations=tuple(citations),
            note=Note(
                given["note"].strip(),
                given["language"],
                protection_of_code(given["note_level"] or NETWORK_CODE, edition),
            ),
        )


class CitationForm(PlainForm):
    """One passage; both fields or neither."""

    source = forms.ChoiceField(label=_("Source"), required=False)
    locator = forms.CharField(
        label=_("Page or paragraph"), max_length=200, required=False, strip=True
    )
    level = forms.ChoiceField(label=_("Who may see it"), required=False)

    def __init__(
        self,
        *args: Any,
        sources: Sequence[Mapping[str, Any]] = (),
        readers: Choices = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        if readers:
            self.fields["level"] = forms.ChoiceField(
                label=_("Who may see it"), required=False, choices=readers
            )
        else:
            del self.fields["level"]
        choices = [(source["key"], f"{source['title']} ({source['key']})") for source in sources]
        self.fields["source"] = forms.ChoiceField(
            label=_("Source"), required=False, choices=[("", _("None")), *choices]
        )
        self.order_fields(["source", "locator", "level"])

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("source") and not given.get("locator"):
            self.add_error("locator", _("Say where in the source the passage stands."))
        if given.get("locator") and not given.get("source"):
            self.add_error("source", _("Choose the source that you cite."))
        return given


def citation_forms(
    sources: Sequence[Mapping[str, Any]],
    *,
    data: Mapping[str, Any] | None = None,
    initial: Sequence[Mapping[str, Any]] = (),
    readers: Choices = (),
) -> forms.BaseFormSet[CitationForm]:
    """Return the rows for citations: those given and a few spare ones."""
    kind = forms.formset_factory(CitationForm, extra=SPARE_CITATIONS, max_num=MOST_CITATIONS)
    return kind(
        data=data,
        initial=list(initial),
        prefix="citations",
        form_kwargs={"sources": sources, "readers": readers},
    )


def cited(rows: forms.BaseFormSet[CitationForm], edition: str = "") -> list[Cited]:
    """Return the passages that were filled in; ``edition`` is the one whose circle is meant."""
    return [
        Cited(
            row.cleaned_data["source"],
            row.cleaned_data["locator"],
            protection=protection_of_code(row.cleaned_data.get("level") or PUBLIC_CODE, edition),
        )
        for row in rows
        if row.cleaned_data.get("source")
    ]


def assessment_initial(own: Mapping[str, Any] | None, name: str) -> dict[str, Any]:
    """Return what the form shows at first: the person's own assessment, or an empty one."""
    language = get_language() or "en"
    if own is None:
        return {"assessor": name, "language": language, "assessed_on": clock.today()}
    reason: Mapping[str, str] = own["reason"]
    written = language if language in reason else next(iter(reason), "en")
    return {
        "colour": own["colour"] or NO_COLOUR,
        "reason": reason.get(written, ""),
        "language": written,
        "standpoint": own["standpoint"],
        "assessor": own["assessor"],
        "confidence": own["confidence"] or "",
        "assessed_on": own["assessed_on"],
        "note": next(iter(own.get("note", {}).values()), ""),
        "note_level": own.get("note_level", NETWORK_CODE),
    }


class CoverForm(PlainForm):
    """Letting fewer people read the note and the passages of an assessment."""

    level = forms.ChoiceField(label=_("From now on for"))
    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("It stays on record with your name.")
    )

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["level"] = forms.ChoiceField(
            label=_("From now on for"), choices=reader_choices({})[1:]
        )
        self.order_fields(["level", "reason"])


class DecisionForm(PlainForm):
    """A reviewer's decision between rule and assessors.

    The page writes ``seen`` itself: the decision that is shown beside the form.
    """

    state = forms.ChoiceField(label=_("Shown state"), choices=STATES, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Why this state stands. It is published with the rating."),
    )
    language = forms.ChoiceField(label=_("Language of the reason"), choices=settings.LANGUAGES)
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def ruling(self, subject: Subject) -> Ruling:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        framework, benchmark, place = subject
        return Ruling(
            framework=framework,
            benchmark=benchmark,
            place=place,
            state=given["state"],
            reason={given["language"]: given["reason"].strip()},
        )


class SubjectForm(PlainForm):
    """Choosing a benchmark and a place to assess."""

    benchmark = forms.ChoiceField(label=_("Benchmark"))
    place = forms.ChoiceField(label=_("Place"))

    def __init__(
        self,
        *args: Any,
        benchmarks: Sequence[tuple[str, str]] = (),
        places: Sequence[tuple[str, str]] = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["benchmark"] = forms.ChoiceField(label=_("Benchmark"), choices=benchmarks)
        self.fields["place"] = forms.ChoiceField(label=_("Place"), choices=places)

    def subject(self) -> Subject:
        """Return (framework, benchmark, place); call after ``is_valid``."""
        framework, _colon, benchmark = self.cleaned_data["benchmark"].partition(":")
        return framework, benchmark, self.cleaned_data["place"]


def decision_initial(decision: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the form shows at first: the decision in force, or an empty one."""
    language = get_language() or "en"
    if decision is None:
        return {"language": language}
    reason: Mapping[str, str] = decision["reason"]
    written = language if language in reason else next(iter(reason), "en")
    return {"state": decision["state"], "reason": reason.get(written, ""), "language": written}


_WORDS: dict[str, Any] = {**dict(COLOURS), **dict(STATES), **dict(STANDPOINTS)}


def named(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an assessment or decision with the words of its codes in the reader's language."""
    code = item.get("colour", item.get("state"))
    return {
        **item,
        "colour_name": _WORDS.get(code, "") if code else _("No colour stated"),
        "standpoint_name": _WORDS.get(str(item.get("standpoint")), ""),
    }

"""Forms of a consultation. Plain HTML, no JavaScript needed."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.accounts.forms import PlainForm
from milepost.frameworks.consulting import SMART, Proposed
from milepost.frameworks.models import ProposalKind

TYPES = (
    ("structural", _("law or commitment (structural)")),
    ("process", _("implementation (process)")),
    ("outcome", _("effect on people (outcome)")),
)
LEVELS = (
    ("world", _("world")),
    ("region", _("region")),
    ("country", _("country")),
    ("local", _("local")),
)
ACTORS = (
    ("civil_society", _("civil society")),
    ("government", _("government")),
    ("business", _("business")),
    ("international_body", _("international body")),
)
NODES = (
    ("theme", _("theme")),
    ("goal", _("goal")),
    ("target", _("target")),
    ("recommendation", _("recommendation")),
)
SCORES = (("", _("not said")), ("2", _("yes")), ("1", _("partly")), ("0", _("no")))
CRITERIA = {
    "specific": _("Specific: it says who does what"),
    "measurable": _("Measurable: somebody can tell whether it happened"),
    "achievable": _("Achievable: it can be reached"),
    "relevant": _("Relevant: it would show that the promise is kept"),
    "time_bound": _("Time-bound: it says by when"),
}
COLOURS = {
    "green": _("Green means"),
    "yellow": _("Yellow means"),
    "red": _("Red means"),
}


def long_text(label: Any, *, is_required: bool = True, hint: Any = "") -> forms.CharField:
    """Return a field of several lines."""
    return forms.CharField(
        label=label,
        required=is_required,
        max_length=5000,
        help_text=hint,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
    )


class OpenForm(PlainForm):
    """A new consultation."""

    framework = forms.ChoiceField(label=_("Framework"))
    title = forms.CharField(label=_("Title"), max_length=200)
    about = long_text(_("What it is about"), is_required=False)
    closes_on = forms.DateField(
        label=_("Last day for proposals"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, choices: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["framework"].choices = choices  # type: ignore[attr-defined]


class ProposalForm(PlainForm):
    """One proposal; which fields there are depends on its kind."""

    reason = long_text(_("Reason"), hint=_("Why the framework would be better for it."))

    def __init__(
        self, *args: Any, kind: str, entry: Mapping[str, Any] | None, homes: Any, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.entry = entry
        if kind == ProposalKind.MOVE:
            self.fields["to"] = forms.ChoiceField(label=_("Move it below"), choices=homes)
        if kind in (ProposalKind.ADD_BENCHMARK, ProposalKind.ADD_NODE):
            self._add_key()
        if kind not in (ProposalKind.MOVE, ProposalKind.REMOVE):
            self._add_texts()
        if kind == ProposalKind.ADD_NODE:
            self.fields["node_kind"] = forms.ChoiceField(label=_("What it is"), choices=NODES)
        is_benchmark = kind == ProposalKind.ADD_BENCHMARK
        if is_benchmark or (kind == ProposalKind.REWORD and entry and entry["part"] == "benchmark"):
            self._add_marks()
        if is_benchmark:
            self._add_judgement()
        if is_benchmark or kind == ProposalKind.REWORD:
            self._add_checklist()
        self.order_fields([name for name in self.fields if name != "reason"] + ["reason"])

    def _add_key(self) -> None:
        self.fields["key"] = forms.RegexField(
            r"^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$",
            label=_("Number"),
            max_length=32,
            help_text=_("Small letters, digits, dots and hyphens, such as 3.4; it stays."),
        )

    def _add_texts(self) -> None:
        is_new = self.kind != ProposalKind.REWORD
        said = {} if is_new else {name: self._now(name) for name in ("title", "text")}
        self.fields["title"] = forms.CharField(
            label=_("Title"), max_length=80, initial=said.get("title")
        )
        is_required = self.kind == ProposalKind.ADD_BENCHMARK
        self.fields["text"] = long_text(_("What is asked"), is_required=is_required)
        self.fields["text"].initial = said.get("text")

    def _now(self, name: str) -> str:
        texts: Mapping[str, str] = (self.entry or {}).get(name) or {}
        return texts.get(get_language() or "en") or texts.get("en", "")

    def _add_marks(self) -> None:
        entry = self.entry or {}
        self.fields["type"] = forms.ChoiceField(
            label=_("Law, implementation or effect"), choices=TYPES, initial=entry.get("type")
        )
        self.fields["level"] = forms.ChoiceField(
            label=_("Level"), choices=LEVELS, initial=entry.get("level", "country")
        )

    def _add_judgement(self) -> None:
        self.fields["action_by"] = forms.MultipleChoiceField(
            label=_("Who must act"), choices=ACTORS, widget=forms.CheckboxSelectMultiple
        )
        self.fields["question"] = long_text(_("Question for those who judge it"))
        for name, label in COLOURS.items():
            self.fields[name] = long_text(label)

    def _add_checklist(self) -> None:
        for name in SMART:
            self.fields[name] = forms.ChoiceField(
                label=CRITERIA[name], choices=SCORES, required=False
            )

    def proposed(self, target: str, *, organisation: str, amends: str) -> Proposed:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        scores = {name: int(given[name]) for name in SMART if given.get(name)}
        return Proposed(
            kind=self.kind,
            target=target,
            reason=given["reason"],
            content=self._content(),
            checklist=scores,
            organisation=organisation,
            amends=amends,
        )

    def _content(self) -> dict[str, Any]:
        given = self.cleaned_data
        content: dict[str, Any] = {
            name: self._texts(given[name]) for name in ("title", "text") if given.get(name)
        }
        content |= {name: given[name] for name in ("key", "to", "type", "level") if name in given}
        if self.kind == ProposalKind.ADD_NODE:
            content |= {"kind": given["node_kind"], "identifier": given["key"]}
        if self.kind == ProposalKind.ADD_BENCHMARK:
            content["action_by"] = given["action_by"]
            content["judge"] = {name: self._texts(given[name]) for name in ("question", *COLOURS)}
        if self.kind == ProposalKind.REWORD:
            content = {name: value for name, value in content.items() if self._is_new(name, value)}
        return content

    def _is_new(self, name: str, value: Any) -> bool:
        before = (self.entry or {}).get(name)
        if isinstance(value, dict) and isinstance(before, dict):
            return any(before.get(language) != text for language, text in value.items())
        return bool(before != value)

    def _texts(self, text: str) -> dict[str, str]:
        """Return a text in the language it was written in, and as English where that is new.

        The format needs English; until somebody translates it, the words stand as they are.
        """
        language = get_language() or "en"
        is_new = self.kind != ProposalKind.REWORD
        return {"en": text, language: text} if is_new else {language: text}


class CommentForm(PlainForm):
    """A comment on a proposal."""

    stance = forms.ChoiceField(
        label=_("What do you say?"),
        choices=(
            ("support", _("I support it")),
            ("object", _("I object")),
            ("ask", _("I have a question")),
        ),
        widget=forms.RadioSelect,
    )
    text = long_text(_("Comment"))


class DecisionForm(PlainForm):
    """Accepting or declining a proposal."""

    verdict = forms.ChoiceField(
        label=_("Decision"),
        choices=(("accept", _("accept")), ("decline", _("decline"))),
        widget=forms.RadioSelect,
    )
    reason = long_text(_("Reason"))


class AdoptionForm(PlainForm):
    """The version that a consultation leads to."""

    version = forms.RegexField(
        r"^[A-Za-z0-9][A-Za-z0-9.-]*$",
        label=_("New version"),
        max_length=32,
        help_text=_("Such as 2027.1; editions stay with the version they were opened with."),
    )
    reason = long_text(
        _("Reason"), is_required=False, hint=_("Needed to adopt or to end, not to look.")
    )

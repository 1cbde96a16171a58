"""Forms of replies: what a government writes, what is answered, and who is invited."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from milepost.evidence.services import Document
from milepost.reviews.entries import Cited
from milepost.reviews.forms import PlainForm
from milepost.reviews.reply_entries import LONGEST, AnswerEntry, ReplyEntry, Subject

STANCES = (
    ("agrees", _("We agree with the rating")),
    ("corrects", _("We correct a fact")),
    ("disagrees", _("We disagree with the rating")),
)
OUTCOMES = (
    ("accepted", _("Something was changed because of it")),
    ("declined", _("Nothing was changed")),
)
NEW_DOCUMENT = ("title", "publisher", "url", "issued")


class ReplyForm(PlainForm):
    """A government's reply to one rating. ``seen`` is the reply that was on the page.

    The page writes ``seen`` itself, so that after a refusal it names the reply it shows now.
    """

    stance = forms.ChoiceField(label=_("Your reply"), choices=STANCES, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("Text"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 7, "dir": "auto"}),
        help_text=_(
            "It is printed beside the rating. To correct a fact, say which one, what is right and "
            "where it is written."
        ),
    )
    language = forms.ChoiceField(label=_("Language of the text"), choices=settings.LANGUAGES)
    office = forms.CharField(
        label=_("Published under the name of"),
        max_length=200,
        help_text=_("The ministry or office that speaks. Your own name is not published."),
    )
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def entry(self, subject: Subject, citations: Iterable[Cited]) -> ReplyEntry:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        framework, benchmark, place = subject
        return ReplyEntry(
            framework=framework,
            benchmark=benchmark,
            place=place,
            stance=given["stance"],
            text={given["language"]: given["text"].strip()},
            office=given["office"],
            citations=tuple(citations),
            seen=given["seen"],
        )


class DocumentForm(PlainForm):
    """A document that is not on the list of sources yet; all empty, or enough to find it."""

    title = forms.CharField(label=_("Title"), max_length=500, required=False)
    publisher = forms.CharField(label=_("Publisher"), max_length=300, required=False)
    url = forms.CharField(
        label=_("Address on the web"),
        max_length=1000,
        required=False,
        widget=forms.URLInput(attrs={"dir": "ltr"}),
    )
    issued = forms.CharField(
        label=_("Year, month or day of publication"),
        max_length=10,
        required=False,
        help_text=_("Such as 2015 or 2015-12-01."),
    )
    locator = forms.CharField(label=_("Page or paragraph"), max_length=200, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if any(given.values()):
            for name in ("title", "publisher", "locator"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("Fill this in, or leave the whole document empty."))
        return given

    def document(self) -> Document | None:
        """Return the document, or None when nothing was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        if not given["title"]:
            return None
        return Document(**{name: given[name].strip() for name in NEW_DOCUMENT})


def reply_initial(reply: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return what the form shows at first: the reply in force, or an empty one."""
    language = get_language() or "en"
    if reply is None:
        return {"language": language}
    return {
        **_written(reply["text"], language),
        "stance": reply["stance"],
        "office": reply["office"],
    }


def _written(texts: Mapping[str, str], language: str) -> dict[str, str]:
    written = language if language in texts else next(iter(texts), "en")
    return {"text": texts.get(written, ""), "language": written}


class AnswerForm(PlainForm):
    """What was done about a reply."""

    outcome = forms.ChoiceField(
        label=_("What became of it"), choices=OUTCOMES, widget=forms.RadioSelect
    )
    text = forms.CharField(
        label=_("Answer"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5, "dir": "auto"}),
        help_text=_("Say what was changed, or why nothing was. It is printed under the reply."),
    )
    language = forms.ChoiceField(label=_("Language of the answer"), choices=settings.LANGUAGES)
    reply = forms.CharField(widget=forms.HiddenInput)

    def entry(self) -> AnswerEntry:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        text = {given["language"]: given["text"].strip()}
        return AnswerEntry(reply=given["reply"], outcome=given["outcome"], text=text)


def answer_initial(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the form shows at first: the answer in force, or an empty one."""
    language = get_language() or "en"
    answer = reply["answer"]
    if answer is None:
        return {"language": language}
    return {**_written(answer["text"], language), "outcome": answer["outcome"]}


class InviteForm(PlainForm):
    """Asking the government of a country to reply."""

    place = forms.ChoiceField(label=_("Country"))
    until = forms.DateField(
        label=_("Replies are taken until"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day, included. It can be moved later and never earlier."),
    )

    def __init__(self, *args: Any, places: Sequence[tuple[str, str]] = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["place"] = forms.ChoiceField(label=_("Country"), choices=places)
        self.order_fields(["place", "until"])


_WORDS: dict[str, Any] = {
    "agrees": _("agrees"),
    "corrects": _("corrects a fact"),
    "disagrees": _("disagrees"),
    **dict(OUTCOMES),
}


def worded(reply: Mapping[str, Any]) -> dict[str, Any]:
    """Return a reply with the words of its codes in the reader's language."""
    answer = reply["answer"]
    return {
        **reply,
        "stance_name": _WORDS[reply["stance"]],
        "outcome_name": _WORDS[answer["outcome"]] if answer else "",
    }

"""Rounds in public: what is under review, and the page on which a round is announced."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy
from django.views.decorators.http import require_http_methods, require_safe

from milepost.accounts.selectors import get_actor
from milepost.accounts.wording import KINDS
from milepost.kernel.actors import require
from milepost.kernel.errors import NotFound
from milepost.kernel.pages import attempt, posted
from milepost.kernel.scopes import Scope
from milepost.publishing.announcing import (
    Announcement,
    announce_round,
    draft_notice,
    find_notice,
    is_behind,
    withdraw_notice,
)
from milepost.publishing.library import get_library
from milepost.publishing.notices import Notice, read_notices
from milepost.reviews.round_words import STAGE_ABOUT, STAGES
from milepost.reviews.selectors import get_edition


class AnnounceForm(forms.Form):
    """What is said to the public beside what the round itself says."""

    take_part = forms.CharField(
        label=lazy("How to take part"),
        required=False,
        max_length=3000,
        widget=forms.Textarea(attrs={"rows": 4, "dir": "auto"}),
        help_text=lazy("What somebody can do who reads this, until when, and in which language."),
    )
    language = forms.ChoiceField(label=lazy("Language of the text"), choices=settings.LANGUAGES)
    contact = forms.EmailField(
        label=lazy("Address to write to"),
        required=False,
        help_text=lazy("It is published. Give the address of an office, not of a person."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)


@require_safe
def round_list(request: HttpRequest) -> HttpResponse:
    """Show the rounds that were announced: what, when, by whom, and how to take part."""
    rows = [worded_notice(row) for row in read_notices(get_library().releases)]
    return render(request, "publishing/rounds.html", {"rounds": rows})


def worded_notice(notice: Notice) -> Notice:
    """Return a notice with the words of its codes in the reader's language."""
    return {
        **notice,
        "stages": [
            {**item, "name": STAGES[item["stage"]], "about": STAGE_ABOUT[item["stage"]]}
            for item in notice["stages"]
        ],
        "organisations": [
            {**item, "kind_name": KINDS.get(item["kind"], "")} for item in notice["organisations"]
        ],
    }


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def announce(request: HttpRequest, key: str) -> HttpResponse:
    """Announce a round, announce it again after a change, or take the notice away."""
    actor = get_actor(request)
    require(actor, "publishing.announce_round", Scope(edition=key))
    try:
        edition = get_edition(key)
    except NotFound as missing:
        raise Http404(str(missing)) from missing
    notice = find_notice(key)
    if request.method == "POST" and request.POST.get("action") == "withdraw":
        withdraw_notice(actor, key)
        messages.success(request, _("The notice is taken from the public site."))
        return redirect("round-announce", key)
    form = AnnounceForm(posted(request), initial=_initial(notice))
    if request.method == "POST" and form.is_valid():
        before = notice["take_part"] if notice else {}
        given = form.cleaned_data
        text = {**before, given["language"]: given["take_part"]}
        wanted = Announcement(text, given["contact"])
        if attempt(form, lambda: announce_round(actor, key, wanted)):
            messages.success(request, _("The round is announced on the public site."))
            return redirect("round-announce", key)
    context = {
        "edition": edition,
        "is_open": edition["state"] == "open",
        "notice": notice,
        "is_behind": notice is not None and is_behind(notice),
        "shown": worded_notice(draft_notice(key, Announcement({}))),
        "form": form,
    }
    status = 422 if form.errors else 200
    return render(request, "publishing/round_announce.html", context, status=status)


def _initial(notice: Notice | None) -> dict[str, str]:
    language = get_language() or "en"
    if notice is None:
        return {"language": language}
    texts = notice["take_part"]
    written = language if language in texts else next(iter(texts), language)
    return {
        "take_part": texts.get(written, ""),
        "language": written,
        "contact": notice["contact"],
    }

"""The pages of the audit: searching what was recorded, and taking it along."""

import csv
from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from typing import Any

from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from milepost.accounts.selectors import get_actor
from milepost.audit.export import COLUMNS, as_row
from milepost.audit.selectors import (
    Event,
    Wanted,
    check_chain,
    list_actions,
    search_events,
    stream_events,
)
from milepost.kernel.actors import require

PAGE_SIZE = 50


class SearchForm(forms.Form):
    """What to look for; every field may stay empty."""

    text = forms.CharField(label=_("Words"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("Action"), required=False)
    since = forms.DateField(
        label=_("From"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    until = forms.DateField(
        label=_("To"), required=False, widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        choices = [("", _("any"))] + [(action, action) for action in list_actions()]
        self.fields["action"] = forms.ChoiceField(
            label=_("Action"), required=False, choices=choices
        )

    def wanted(self) -> Wanted:
        """Return the search; a field that was not understood does not limit it."""
        given = getattr(self, "cleaned_data", {})
        since, until = given.get("since"), given.get("until")
        return Wanted(
            text=given.get("text", ""),
            action=given.get("action", ""),
            since=datetime.combine(since, time(), UTC) if since else None,
            until=datetime.combine(until, time(), UTC) + timedelta(days=1) if until else None,
        )


@login_required
@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """Show a page of events, the newest first, and on request whether the chain holds."""
    actor = get_actor(request)
    require(actor, "audit.view_events")
    form = SearchForm(request.GET)
    form.is_valid()
    page = _page_number(request)
    events, count = search_events(
        actor, form.wanted(), limit=PAGE_SIZE, skip=(page - 1) * PAGE_SIZE
    )
    query = request.GET.copy()
    for name in ("page", "check"):
        query.pop(name, None)
    context = {
        "form": form,
        "events": events,
        "count": count,
        "page": page,
        "pages": max(1, -(-count // PAGE_SIZE)),
        "query": query.urlencode(),
        "chain": check_chain() if "check" in request.GET else None,
    }
    return render(request, "web/audit.html", context)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) < 9 else 1


class _Echo:
    """A file that gives back what is written to it."""

    def write(self, text: str) -> str:
        """Return the text."""
        return text


@login_required
@require_safe
def event_csv(request: HttpRequest) -> HttpResponseBase:
    """Stream the events that are looked for as CSV, the oldest first."""
    actor = get_actor(request)
    require(actor, "audit.view_events")
    form = SearchForm(request.GET)
    form.is_valid()
    return StreamingHttpResponse(
        _lines(stream_events(actor, form.wanted())),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": 'attachment; filename="milepost-audit.csv"'},
    )


def _lines(events: Iterator[Event]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(COLUMNS)
    for event in events:
        yield writer.writerow(as_row(event))

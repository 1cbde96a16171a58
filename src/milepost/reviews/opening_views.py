"""Opening an edition on a page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from milepost.accounts.selectors import get_actor
from milepost.frameworks.selectors import list_frameworks
from milepost.kernel import clock
from milepost.kernel.actors import require
from milepost.kernel.pages import posted
from milepost.reviews import services
from milepost.reviews.selectors import list_editions
from milepost.reviews.views import attempt, for_members


class EditionForm(forms.Form):
    """What an edition is opened with; its calendar and its people come afterwards."""

    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    key = forms.SlugField(
        label=gettext_lazy("Short name"),
        max_length=64,
        help_text=gettext_lazy("It stands in addresses and files, such as 2027; it stays."),
    )
    as_of = forms.DateField(
        label=gettext_lazy("As known on"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=gettext_lazy("Data and events that became known later are left out."),
    )
    main = forms.ChoiceField(
        label=gettext_lazy("Main framework"),
        help_text=gettext_lazy("The edition opens with it; the newest version is used."),
    )
    others = forms.MultipleChoiceField(
        label=gettext_lazy("Further frameworks"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    previous = forms.ChoiceField(
        label=gettext_lazy("Edition before"),
        required=False,
        help_text=gettext_lazy("What moved is counted from it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)
        language = get_language() or "en"
        # What can be rated comes first; goals without benchmarks can only be linked to.
        frameworks = [
            (row["key"], row["title"].get(language) or row["title"]["en"])
            for row in sorted(list_frameworks(), key=lambda row: -row["benchmarks"])
        ]
        before = [
            (row["key"], row["title"].get(language) or row["title"]["en"])
            for row in list_editions()
        ]
        for name, choices in (
            ("main", frameworks),
            ("others", frameworks),
            ("previous", [("", _("none")), *before[::-1]]),
        ):
            self.fields[name].choices = choices  # type: ignore[attr-defined]

    def wanted(self) -> list[str]:
        """Return the frameworks in order, the main one first."""
        main = self.cleaned_data["main"]
        return [main, *(key for key in self.cleaned_data["others"] if key != main)]


@for_members
@require_http_methods(["GET", "HEAD", "POST"])
def open_edition(request: HttpRequest) -> HttpResponse:
    """Open an edition; the newest version of each framework is pinned and stays."""
    actor = get_actor(request)
    require(actor, "reviews.open_edition")
    form = EditionForm(posted(request), initial={"as_of": clock.today()})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        key = given["key"]
        title = {"en": given["title"], (get_language() or "en"): given["title"]}

        def write() -> str:
            if any(row["key"] == key for row in list_editions()):
                form.add_error("key", _("There is an edition with this short name already."))
                return ""
            return services.open_edition(
                actor,
                key,
                title=title,
                as_of=given["as_of"],
                frameworks=form.wanted(),
                previous=given["previous"] or None,
            )

        if attempt(form, write):
            messages.success(request, _("The edition is open."))
            return redirect("edition-board", key)
    context = {"form": form, "has_frameworks": bool(list_frameworks())}
    return render(request, "reviews/edition_new.html", context, status=422 if form.errors else 200)

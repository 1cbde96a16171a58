"""The page that takes a whole data set of SDMX: checked first, then imported, in one go."""

import tempfile
from functools import partial
from pathlib import Path

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from milepost.accounts.selectors import get_actor
from milepost.indicators.forms import ProvenanceForm
from milepost.indicators.sdmx.importing import Message, import_message
from milepost.indicators.views import for_stewards
from milepost.indicators.whole_imports import Outcome, answer_import, put_file
from milepost.kernel.actors import Actor, require


class MessageForm(ProvenanceForm):
    """A message, its structure, and how it is read."""

    file = forms.FileField(label=_("Data"), help_text=_("SDMX-ML 2.1 or 3.0, or SDMX-CSV."))
    structure = forms.FileField(
        label=_("Structure"),
        required=False,
        help_text=_("The SDMX-ML structure message with the code lists."),
    )
    area = forms.CharField(
        label=_("Country"),
        required=False,
        max_length=200,
        help_text=_("Areas that are no countries are kept as parts of it. Code or name."),
    )
    keys_begin = forms.CharField(
        label=_("Keys begin with"),
        max_length=40,
        help_text=_("With rw, the series SI_POV_DAY1 becomes the indicator rw-si-pov-day1."),
    )
    field_order = ("file", "structure", "area", "keys_begin")


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def import_sdmx(request: HttpRequest) -> HttpResponse:
    """Check or import a data set; the findings stand on the same page."""
    actor = get_actor(request)
    require(actor, "indicators.import_data")
    form = MessageForm(request.POST or None, request.FILES or None)
    take = partial(_take, actor, form)
    return answer_import(request, "indicators/import_sdmx.html", form, take)


def _take(actor: Actor, form: MessageForm, *, is_dry_run: bool) -> Outcome:
    """Check or import the files of a valid form. Raises ``BadInput``."""
    data = form.cleaned_data
    with tempfile.TemporaryDirectory() as folder:
        message = Message(
            path=put_file(data["file"], Path(folder) / "data"),
            structure=put_file(data["structure"], Path(folder) / "structure.xml")
            if data["structure"]
            else None,
            area=data["area"],
            prefix=data["keys_begin"],
            name=data["file"].name,
        )
        return import_message(actor, message, form.provenance(), is_dry_run=is_dry_run), {}

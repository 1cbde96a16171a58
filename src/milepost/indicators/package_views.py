"""The page that takes a Data Package: checked first, then imported, in one go."""

import tempfile
from functools import partial
from pathlib import Path
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from milepost.accounts.selectors import get_actor
from milepost.indicators.forms import ProvenanceForm
from milepost.indicators.packages.importing import Handed, import_package
from milepost.indicators.views import for_stewards
from milepost.indicators.whole_imports import Outcome, answer_import, put_file
from milepost.kernel.actors import Actor, require


class PackageForm(ProvenanceForm):
    """A package, and what is said of it."""

    file = forms.FileField(
        label=_("Data Package"),
        help_text=_("A ZIP archive with datapackage.json, or that file alone when it holds data."),
    )
    keys_begin = forms.CharField(
        label=_("Keys begin with"),
        required=False,
        max_length=40,
        help_text=_(
            "With un, the series SI_POV_DAY1 becomes the indicator un-si-pov-day1. "
            "A package of this program keeps its own keys."
        ),
    )
    area = forms.CharField(
        label=_("One country or area for all rows"),
        required=False,
        max_length=200,
        help_text=_("Only when no column names it. Code or name."),
    )
    columns = forms.CharField(
        label=_("What the columns are"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_(
            "Where the check took a column for something else: column = role, one a line. Roles "
            "are indicator, indicator_name, unit, area, counterpart, period, value, status, "
            "note, ignore, or the name of a dimension such as sex."
        ),
    )
    resources = forms.CharField(
        label=_("Only these tables"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Names of resources, one a line; empty for all."),
    )
    field_order = ("file", "keys_begin", "area", "columns", "resources")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("source", "licence"):
            self.fields[name].required = False
            self.fields[name].help_text = _("Empty to take what the package states.")

    def handed(self, path: Path) -> Handed:
        """Return what was handed in; ``path`` is where the file lies."""
        data = self.cleaned_data
        pairs = [line.rpartition("=") for line in data["columns"].splitlines() if "=" in line]
        return Handed(
            path=path,
            name=data["file"].name,
            prefix=data["keys_begin"].strip(),
            area=data["area"].strip(),
            columns=tuple((label.strip(), role.strip()) for label, _equals, role in pairs),
            resources=tuple(
                line.strip() for line in data["resources"].splitlines() if line.strip()
            ),
        )


@for_stewards
@require_http_methods(["GET", "HEAD", "POST"])
def import_data_package(request: HttpRequest) -> HttpResponse:
    """Check or import a package; the findings and the roles stand on the same page."""
    actor = get_actor(request)
    require(actor, "indicators.import_data")
    form = PackageForm(request.POST or None, request.FILES or None)
    take = partial(_take, actor, form)
    return answer_import(request, "indicators/import_package.html", form, take)


def _take(actor: Actor, form: PackageForm, *, is_dry_run: bool) -> Outcome:
    """Check or import the file of a valid form. Raises ``BadInput``."""
    file: UploadedFile[Any] = form.cleaned_data["file"]
    is_json = (file.name or "").lower().endswith(".json")
    with tempfile.TemporaryDirectory() as folder:
        path = put_file(file, Path(folder) / ("datapackage.json" if is_json else "package.zip"))
        report = import_package(actor, form.handed(path), form.provenance(), is_dry_run=is_dry_run)
    return report.collection, {"tables": report.tables}

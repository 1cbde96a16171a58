"""Forms of the import pages: the file with its provenance, and how it is understood."""

from dataclasses import replace
from typing import Any, Final

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from milepost.indicators.breakdowns import dimension_key
from milepost.indicators.mapping import Layout, Mapping, Role, with_role
from milepost.indicators.periods import read_period
from milepost.indicators.provenance import Provenance
from milepost.indicators.selectors import list_indicators, list_mappings
from milepost.indicators.text_files import ENCODINGS

MAX_COLUMNS_SHOWN: Final = 150
"""Columns beyond these keep the role that was suggested for them."""

ROLE_NAMES: Final = (
    (Role.IGNORE, _("ignore")),
    (Role.AREA, _("country or area")),
    (Role.COUNTERPART, _("other country or area")),
    (Role.PERIOD, _("period")),
    (Role.VALUE, _("value")),
    (Role.STATUS, _("status")),
    (Role.NOTE, _("note")),
    (Role.BREAKDOWN, _("breakdown, written age=15-24|sex=F")),
    (Role.DIMENSION, _("one dimension of the breakdown")),
    (Role.VALUES_OF, _("values of the period in its name")),
)


def _indicator_choices() -> list[tuple[str, str]]:
    found = [(row["key"], f"{row['title']['en']} ({row['key']})") for row in list_indicators()]
    return [("", "—"), *found]


def _mapping_choices() -> list[tuple[str, Any]]:
    return [("", _("suggest one")), *((row["name"], row["name"]) for row in list_mappings())]


class ProvenanceForm(forms.Form):
    """Where data come from."""

    source = forms.CharField(label=_("Source"), max_length=500, help_text=_("Who published it."))
    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("As the publisher states it, or “none stated”."),
    )
    url = forms.URLField(
        label=_("Address"),
        required=False,
        max_length=1000,
        assume_scheme="https",
        help_text=_("Where the data can be found."),
    )
    known_on = forms.DateField(
        label=_("Known on"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The day on which the data were public; empty for today."),
    )
    note = forms.CharField(
        label=_("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}), max_length=5000
    )

    def provenance(self) -> Provenance:
        """Return where the data come from."""
        data = self.cleaned_data
        return Provenance(
            source=data["source"],
            licence=data["licence"],
            url=data["url"],
            known_on=data["known_on"],
            note=data["note"],
        )


class UploadForm(ProvenanceForm):
    """A file, the indicator it belongs to, and where it comes from."""

    indicator = forms.ChoiceField(label=_("Indicator"), choices=_indicator_choices)
    file = forms.FileField(label=_("File"), help_text=_("CSV, TSV, .xlsx or .xls."))
    mapping = forms.ChoiceField(label=_("Mapping"), required=False, choices=_mapping_choices)
    field_order = ("indicator", "file", "source", "licence", "url", "known_on", "note", "mapping")


class OpeningForm(forms.Form):
    """How the file is opened and its numbers and days are read."""

    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    header_row = forms.IntegerField(
        label=_("Header row"),
        required=False,
        min_value=0,
        max_value=10_000,
        help_text=_("0 when there is no header."),
    )
    encoding = forms.ChoiceField(
        label=_("Encoding"),
        required=False,
        choices=[("", _("find out")), *((name, name) for name in ENCODINGS)],
    )
    separator = forms.ChoiceField(
        label=_("Separator"),
        required=False,
        choices=[
            ("", _("find out")),
            (",", _("comma")),
            (";", _("semicolon")),
            ("tab", _("tab")),
            ("|", _("vertical bar")),
        ],
    )
    decimal = forms.ChoiceField(
        label=_("Decimal mark"),
        required=False,
        choices=[("", _("find out")), (".", _("point")), (",", _("comma"))],
    )
    day_first = forms.ChoiceField(
        label=_("Days such as 05/06/2015"),
        required=False,
        choices=[("", _("find out")), ("yes", _("day first")), ("no", _("month first"))],
    )
    fixed_area = forms.CharField(
        label=_("One country or area for all rows"), required=False, max_length=200
    )
    fixed_period = forms.CharField(
        label=_("One period for all rows"), required=False, max_length=40
    )
    fixed_value = forms.CharField(
        label=_("One value for all rows"),
        required=False,
        max_length=40,
        help_text=_("1 for a list of states that are party to a treaty, where days are the data."),
    )
    skip_areas = forms.CharField(
        label=_("Leave out these countries or areas"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("As they stand in the file, one a line."),
    )
    skip_unknown = forms.BooleanField(
        label=_("Leave out every row whose country or area is not known"),
        required=False,
        help_text=_("Each of them is named in a warning."),
    )
    only = forms.CharField(
        label=_("Take only these rows"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("column = text, one a line."),
    )

    def __init__(self, *args: Any, sheets: tuple[str, ...] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sheet"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [("", _("find out")), *((name, name) for name in sheets)]
        if not sheets:
            del self.fields["sheet"]

    def opening(self) -> dict[str, Any]:
        """Return the parts of a mapping that say how to open the file."""
        data = self.cleaned_data
        separator = data["separator"]
        return {
            "sheet": data.get("sheet", ""),
            "header_row": data["header_row"],
            "encoding": data["encoding"],
            "separator": "\t" if separator == "tab" else separator,
        }

    def reading(self, area: str) -> dict[str, Any]:
        """Return the parts of a mapping that say how cells are read and which rows count."""
        data = self.cleaned_data
        skipped = [line.strip() for line in data["skip_areas"].splitlines() if line.strip()]
        only = [line.partition("=") for line in data["only"].splitlines() if "=" in line]
        return {
            "decimal": data["decimal"],
            "day_first": {"yes": True, "no": False}.get(data["day_first"]),
            "fixed_area": data["fixed_area"].strip(),
            "fixed_period": data["fixed_period"].strip(),
            "fixed_value": data["fixed_value"].strip(),
            "skip_unknown": data["skip_unknown"],
            "skip": tuple((area, text) for text in skipped) if area else (),
            "only": tuple((label.strip(), text.strip()) for label, _equals, text in only),
        }


def opening_initial(mapping: Mapping) -> dict[str, Any]:
    """Return what the opening form shows for a mapping."""
    day_first = {True: "yes", False: "no", None: ""}[mapping.day_first]
    return {
        "sheet": mapping.sheet,
        "header_row": mapping.header_row,
        "encoding": mapping.encoding,
        "separator": "tab" if mapping.separator == "\t" else mapping.separator,
        "decimal": mapping.decimal,
        "day_first": day_first,
        "fixed_area": mapping.fixed_area,
        "fixed_period": mapping.fixed_period,
        "fixed_value": mapping.fixed_value,
        "skip_unknown": mapping.skip_unknown,
        "skip_areas": "\n".join(text for _label, text in mapping.skip),
        "only": "\n".join(f"{label} = {text}" for label, text in mapping.only),
    }


def mapping_from(data: QueryDict, labels: tuple[str, ...], mapping: Mapping) -> Mapping:
    """Return the mapping with the roles that the page sends for its columns."""
    for index, label in enumerate(labels[:MAX_COLUMNS_SHOWN]):
        sent = data.get(f"role-{index}", "")
        if sent not in set(Role):
            continue
        role, detail = Role(sent), data.get(f"detail-{index}", "").strip()
        if role is Role.DIMENSION:
            detail = dimension_key(detail or label) or "breakdown"
        elif role is Role.VALUES_OF:
            period = read_period(detail or label)
            detail = period.key if period else detail or label
        mapping = with_role(mapping, label, role, detail)
    layout = Layout.WIDE if mapping.periods and not mapping.value else Layout.TIDY
    return replace(mapping, layout=layout)


class ConflictForm(forms.Form):
    """What two sources say about one thing, which is right, and why."""

    area = forms.CharField(
        label=_("Country or area"), max_length=200, help_text=_("Its code or its name.")
    )
    breakdown = forms.CharField(
        label=_("Breakdown"),
        required=False,
        max_length=300,
        help_text=_("Such as sex=F; empty for the total."),
    )
    first_source = forms.CharField(label=_("First source"), max_length=500)
    first_says = forms.CharField(label=_("What it says"), max_length=200)
    second_source = forms.CharField(label=_("Second source"), max_length=500)
    second_says = forms.CharField(label=_("What that says"), max_length=200)
    chosen = forms.CharField(
        label=_("What is right"),
        max_length=200,
        help_text=_("As one of the two says it, or a third statement."),
    )
    why = forms.CharField(label=_("Why"), max_length=4000, widget=forms.Textarea(attrs={"rows": 3}))

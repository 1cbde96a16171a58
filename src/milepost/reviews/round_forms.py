"""Forms of a round: its calendar, more time, giving out work and answering to it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from milepost.reviews.forms import PlainForm
from milepost.reviews.planning import MoreTime
from milepost.reviews.round_words import ASSIGNMENT_ROLES, RHYTHMS, STAGE_ABOUT, STAGES
from milepost.reviews.rounds import WINDOWS

Choices = Sequence[tuple[str, str]]
FIRST, LAST = "first", "last"


def _day(label: Any, **kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **kwargs)


class CalendarForm(PlainForm):
    """The first and last day of each stage; a stage without days is not part of the round."""

    def __init__(self, *args: Any, **kwargs: Any):
        super().__init__(*args, **kwargs)
        for stage in STAGES:
            if stage in WINDOWS:
                self.fields[f"{stage}_{FIRST}"] = _day(_("First day"), required=False)
                self.fields[f"{stage}_{LAST}"] = _day(_("Last day"), required=False)
            else:
                self.fields[f"{stage}_{FIRST}"] = _day(_("Day"), required=False)

    def rows(self) -> list[dict[str, Any]]:
        """Return the stages with their fields, for the page."""
        return [
            {
                "stage": stage,
                "name": STAGES[stage],
                "about": STAGE_ABOUT[stage],
                "fields": [self[name] for name in self.fields if name.startswith(f"{stage}_")],
            }
            for stage in STAGES
        ]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        for stage in WINDOWS:
            first, last = given.get(f"{stage}_{FIRST}"), given.get(f"{stage}_{LAST}")
            if bool(first) != bool(last) and not self.errors:
                missing = LAST if first else FIRST
                self.add_error(f"{stage}_{missing}", _("Give both days, or none."))
        return given

    def days(self) -> dict[str, tuple[date, date]]:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        return {
            stage: (
                given[f"{stage}_{FIRST}"],
                given.get(f"{stage}_{LAST}", given[f"{stage}_{FIRST}"]),
            )
            for stage in STAGES
            if given.get(f"{stage}_{FIRST}")
        }


def calendar_initial(stages: Sequence[Mapping[str, Any]]) -> dict[str, date]:
    """Return what the form shows at first: the calendar in force."""
    found = {}
    for item in stages:
        found[f"{item['stage']}_{FIRST}"] = item["starts_on"]
        if item["stage"] in WINDOWS:
            found[f"{item['stage']}_{LAST}"] = item["ends_on"]
    return found


class ExtensionForm(PlainForm):
    """More time for the round, or for one person."""

    stage = forms.ChoiceField(label=_("Stage"))
    person = forms.ChoiceField(label=_("For"), required=False)
    until = _day(_("New last day"))
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("It stays on record with your name."),
    )

    def __init__(self, *args: Any, stages: Choices = (), people: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["stage"] = forms.ChoiceField(label=_("Stage"), choices=stages)
        self.fields["person"] = forms.ChoiceField(
            label=_("For"), required=False, choices=[("", _("the whole round")), *people]
        )
        self.order_fields(["stage", "person", "until", "reason"])

    def wish(self) -> MoreTime:
        """Return what was filled in; call after ``is_valid``."""
        given = self.cleaned_data
        return MoreTime(given["stage"], given["until"], given["reason"], given["person"])


class AssignmentTimeForm(PlainForm):
    """More time for one assignment."""

    until = _day(_("New last day"))
    reason = forms.CharField(label=_("Reason"), max_length=2000)


class AssignForm(PlainForm):
    """People, benchmarks and places; everybody rates every benchmark in every place."""

    people = forms.MultipleChoiceField(label=_("People"))
    goals = forms.MultipleChoiceField(label=_("Goals"), required=False)
    benchmarks = forms.MultipleChoiceField(label=_("Benchmarks"))
    places = forms.MultipleChoiceField(label=_("Places"))
    role = forms.ChoiceField(label=_("They are asked to"), choices=list(ASSIGNMENT_ROLES.items()))
    due_on = _day(
        _("Due on"),
        required=False,
        help_text=_("Without a day it is due when the stage ends."),
    )

    def __init__(
        self,
        *args: Any,
        people: Choices = (),
        benchmarks: Sequence[tuple[str, Choices]] = (),
        goals: Choices = (),
        places: Choices = (),
        **kwargs: Any,
    ):
        super().__init__(*args, **kwargs)
        self.fields["people"] = forms.MultipleChoiceField(
            label=_("People"), choices=people, widget=forms.CheckboxSelectMultiple
        )
        self.fields["goals"] = forms.MultipleChoiceField(
            label=_("Goals"),
            choices=goals,
            required=False,
            widget=forms.CheckboxSelectMultiple,
            help_text=_("All benchmarks below each goal."),
        )
        self.fields["benchmarks"] = forms.MultipleChoiceField(
            label=_("Benchmarks"),
            required=False,
            choices=benchmarks,
            widget=forms.SelectMultiple(attrs={"size": 12}),
            help_text=_("To choose several, hold Ctrl (on a Mac: Command)."),
        )
        self.fields["places"] = forms.MultipleChoiceField(
            label=_("Places"),
            choices=places,
            widget=forms.SelectMultiple(attrs={"size": 12}),
            help_text=_("To choose several, hold Ctrl (on a Mac: Command)."),
        )
        self.order_fields(["people", "goals", "benchmarks", "places", "role", "due_on"])


class MoveForm(PlainForm):
    """What to do with the chosen rows of the table of work."""

    action = forms.ChoiceField(
        label=_("What to do with them"),
        choices=(
            ("move", _("Move what is not done to the person below")),
            ("take-back", _("Take back what is not done")),
        ),
        widget=forms.RadioSelect,
    )
    person = forms.ChoiceField(label=_("Person"), required=False)
    reason = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
        help_text=_("It stays on record with your name."),
    )

    def __init__(self, *args: Any, people: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(
            label=_("Person"), required=False, choices=[("", _("nobody")), *people]
        )
        self.order_fields(["action", "person", "reason"])


class AnswerAssignmentForm(PlainForm):
    """Accepting with a declaration, declining, or handing on to a colleague."""

    ANSWERS = (
        ("accept", _("I accept, and have no conflict of interest")),
        ("declare", _("I accept, and declare a conflict of interest")),
        ("decline", _("I decline")),
        ("delegate", _("I hand it to a colleague")),
    )
    answer = forms.ChoiceField(label=_("Your answer"), choices=ANSWERS, widget=forms.RadioSelect)
    about = forms.CharField(
        label=_("Reason, or the conflict of interest"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=_(
            "A declared conflict is shown to reviewers beside your assessment. "
            "A reason for declining or handing on is shown to the editor."
        ),
    )
    colleague = forms.ChoiceField(label=_("Colleague"), required=False)

    def __init__(self, *args: Any, colleagues: Choices = (), **kwargs: Any):
        super().__init__(*args, **kwargs)
        if colleagues:
            self.fields["colleague"] = forms.ChoiceField(
                label=_("Colleague"),
                required=False,
                choices=[("", _("nobody")), *colleagues],
                help_text=_("Only if you hand it on."),
            )
        else:
            del self.fields["colleague"]
            self.fields["answer"] = forms.ChoiceField(
                label=_("Your answer"), choices=self.ANSWERS[:3], widget=forms.RadioSelect
            )
        self.order_fields(["answer", "about", "colleague"])


class RhythmForm(PlainForm):
    """How often to be reminded."""

    rhythm = forms.ChoiceField(label=_("Remind me by mail"), choices=list(RHYTHMS.items()))

"""Stages, assignments and digests in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = dict[str, str | Promise]

STAGES: Words = {
    "open": _("opening"),
    "cut_off": _("data cut-off"),
    "assessment": _("assessment"),
    "reply": _("right of reply"),
    "decision": _("decision"),
    "publication": _("publication"),
}

STAGE_ABOUT: Words = {
    "open": _("The round begins; people are invited and work is given out."),
    "cut_off": _("After this day the frameworks and the day of knowledge stay as they are."),
    "assessment": _("Assessors hand in their ratings, each with a reason."),
    "reply": _("Governments see the draft ratings of their country and answer."),
    "decision": _("Reviewers decide where rule and assessors differ."),
    "publication": _("The edition is closed and published."),
}

STATES: Words = {
    "offered": _("waiting for an answer"),
    "accepted": _("accepted"),
    "declined": _("declined"),
    "delegated": _("delegated"),
    "withdrawn": _("withdrawn"),
}

PROGRESS: Words = {
    "done": _("done"),
    "waiting": _("waiting"),
    "late": _("late"),
}

ASSIGNMENT_ROLES: Words = {"assessor": _("assess"), "reviewer": _("decide")}

CONFLICTS: Words = {
    "unstated": _("nothing stated yet"),
    "none": _("no conflict of interest"),
    "declared": _("conflict of interest declared"),
}

RHYTHMS: Words = {
    "weekly": _("once a week"),
    "daily": _("every day"),
    "never": _("never"),
}

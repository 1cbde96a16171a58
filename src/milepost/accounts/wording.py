"""Roles, kinds of organisations and standings in the reader's words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

ROLES: dict[str, str | Promise] = {
    "administrator": _("administrator"),
    "editor": _("editor (secretariat)"),
    "reviewer": _("reviewer"),
    "data_steward": _("data steward"),
    "assessor": _("assessor"),
    "rapporteur": _("rapporteur"),
    "contributor": _("contributor"),
    "focal_point": _("government focal point"),
    "observer": _("observer"),
}

KINDS: dict[str, str | Promise] = {
    "civil_society": _("civil society organisation"),
    "migrant_association": _("migrant or diaspora association"),
    "trade_union": _("trade union"),
    "employer": _("employer"),
    "government": _("government"),
    "local_authority": _("local authority"),
    "international_agency": _("international agency"),
    "academia": _("university or research"),
}

STANDINGS: dict[str, str | Promise] = {
    "member": _("member"),
    "manager": _("manager (invites its people)"),
    "signatory": _("authorised signatory"),
}

INVITATION_STATES: dict[str, str | Promise] = {
    "open": _("open"),
    "accepted": _("accepted"),
    "withdrawn": _("withdrawn"),
    "expired": _("expired"),
}

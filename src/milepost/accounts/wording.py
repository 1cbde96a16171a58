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

TOKEN_SCOPES: dict[str, str | Promise] = {
    "import-data": _("importing data"),
    "hand-in-assessments": _("handing in assessments"),
}

TOKEN_STATES: dict[str, str | Promise] = {
    "in force": _("in force"),
    "expired": _("expired"),
    "revoked": _("revoked"),
}

NOT_ERASED: tuple[str | Promise, ...] = (
    _("What the person wrote stays: judgements, replies and reasons, under the pseudonym."),
    _("A judgement keeps counting, because the ratings of closed editions rest on it."),
    _("Closed editions keep the name that a judgement or decision was published under."),
    _("If you want it replaced there too, say so; copies that others have will keep it."),
    _("A name that others wrote in the middle of their own words is found in events only."),
    _("Rows under a name that another person has too cannot be told apart; they are counted."),
    _("Back-ups hold what they held until they are thrown away."),
)
"""What an erasure leaves, said before it happens."""

BASES: dict[str, str | Promise] = {
    "task": _("needed to take part"),
    "consent": _("consent"),
    "record": _("record of who answered for what"),
    "safety": _("safety of accounts"),
}

ERASURES: dict[str, str | Promise] = {
    "pseudonym": _("becomes a pseudonym"),
    "address": _("becomes an address that reaches nobody"),
    "empty": _("is emptied"),
    "row": _("the row is deleted"),
    "kept": _("stays"),
}

ROOMS: dict[str, str | Promise] = {
    "account": _("signing in"),
    "accounts": _("people and organisations"),
    "audit": _("audit"),
    "reviews": _("reviews"),
    "evidence": _("sources"),
    "frameworks": _("frameworks"),
    "indicators": _("data"),
    "intake": _("surveys"),
    "publishing": _("publishing"),
}
"""Where data about people is kept; tables of the sign-in libraries count as signing in."""

"""What the audit holds about people. Its erasure keeps the chain whole: see ``erasing``."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import Basis, Erasure, Holding, Match, declare

FOREVER = _("As long as the instance; without a name after an erasure.")

declare(
    "audit.AuditEvent",
    Holding(
        role=_("what the person did"),
        found_by={"actor_key": Match.KEY},
        fields={"actor_key": Erasure.KEPT, "actor_label": Erasure.PSEUDONYM},
        purpose=_("Showing who changed what, when and why."),
        basis=Basis.RECORD,
        retention=FOREVER,
    ),
    Holding(
        role=_("what was done about the person"),
        found_by={"subject_key": Match.KEY},
        fields={"subject_key": Erasure.KEPT},
        purpose=_("Showing what happened to an account and its roles."),
        basis=Basis.RECORD,
        retention=FOREVER,
    ),
    plain="at actor_kind on_behalf action subject_kind before after reason",
    secret="previous_hash hash salts sealed",  # noqa: S106 -- the names of the fields
    by_hand=True,
)
declare("audit.ChainHead", plain="hash count")

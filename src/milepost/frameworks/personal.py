"""What this room holds about people: who loaded and reviewed documents."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare("frameworks.Framework", plain="key")
declare(
    "frameworks.FrameworkVersion",
    written_by("loaded_by", purpose=_("Showing who loaded a framework."), retention=RECORD),
    plain="framework version document checksum source_text filename loaded_at",
)
declare(
    "frameworks.Crosswalk",
    written_by("loaded_by", purpose=_("Showing who loaded a crosswalk."), retention=RECORD),
    plain="key title about source_text filename loaded_at",
)
declare(
    "frameworks.CrosswalkLink",
    written_by("reviewed_by", purpose=_("Showing who reviewed a link."), retention=RECORD),
    plain="crosswalk from_framework from_node to_framework to_node relation confidence note "
    "review reviewed_at review_reason",
)
declare(
    "frameworks.Consultation",
    written_by("opened_by", purpose=_("Showing who opened a consultation."), retention=RECORD),
    written_by("ended_by", purpose=_("Showing who ended a consultation."), retention=RECORD),
    plain="framework version title about closes_on state adopted_version opened_at ended_at "
    "end_reason",
)
declare(
    "frameworks.Proposal",
    written_by(
        "proposed_by",
        key="proposed_by_key",
        role=_("proposals of the person"),
        purpose=_("Showing members who proposed a change of a framework."),
        retention=RECORD,
    ),
    written_by("decided_by", purpose=_("Showing who decided on a proposal."), retention=RECORD),
    plain="consultation kind target content checklist reason organisation proposed_at amends "
    "state decided_at decision_reason",
)
declare(
    "frameworks.ProposalComment",
    written_by(
        "written_by",
        key="written_by_key",
        role=_("comments of the person on proposals"),
        purpose=_("Showing members who said what of a proposal."),
        retention=RECORD,
    ),
    plain="proposal stance text written_at",
)

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

"""What this room holds about people: who built a bundle."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare(
    "publishing.Release",
    written_by("built_by", purpose=_("Showing who built a bundle."), retention=RECORD),
    plain="edition_key checksum folder built_at published_at",
)
declare(
    "publishing.ReportOutline",
    written_by("made_by", purpose=_("Showing who changed a report."), retention=RECORD),
    plain="key version edition_key document made_at",
)

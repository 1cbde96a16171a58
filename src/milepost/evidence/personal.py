"""What this room holds about people: who added a source."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare(
    "evidence.Source",
    written_by("added_by", purpose=_("Showing who added a source."), retention=RECORD),
    plain="key title publisher issued url licence kind level readers added_at",
)
declare("evidence.Citation", plain="source locator note note_checksum")

"""What this room holds about people: who brought which numbers."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare("indicators.Indicator", plain="key document defined_at changed_at")
declare(
    "indicators.SavedMapping",
    written_by(
        "saved_by",
        purpose=_("Showing who saved a way of reading files."),
        retention=RECORD,
    ),
    plain="name document saved_at",
)
declare(
    "indicators.Upload",
    written_by(
        "received_by",
        key="received_by_key",
        purpose=_("Showing who uploaded a file."),
        retention=RECORD,
    ),
    plain="indicator file_name checksum byte_count provenance mapping status findings received_at",
)
declare(
    "indicators.Vintage",
    written_by(
        "accepted_by",
        key="accepted_by_key",
        purpose=_("Showing who answers for a table of numbers."),
        retention=RECORD,
    ),
    plain="indicator source licence url note survey file_name checksum data_checksum fingerprint "
    "mapping known_on accepted_at status status_reason row_count area_count first_period "
    "last_period findings",
)
declare(
    "indicators.SourceConflict",
    written_by(
        "recorded_by",
        key="recorded_by_key",
        purpose=_("Showing who chose between two sources."),
        retention=RECORD,
    ),
    plain="indicator area breakdown first_source first_says second_source second_says chosen why "
    "language recorded_at superseded_at superseded_reason",
)

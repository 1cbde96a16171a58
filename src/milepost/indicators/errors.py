"""What can go wrong with indicators and their data."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class ImportBusy(MilepostError):  # noqa: N818
    """Another import writes to this indicator. Params: ``indicator``."""

    code = "INDICATORS_IMPORT_BUSY"
    message = _("Another import of “%(indicator)s” is running.")
    remedy = _("Try again in a moment, or wait for it with --wait.")
    status = 409


class VintageStateRefused(MilepostError):  # noqa: N818
    """The vintage is already in that state. Params: ``vintage``, ``status``."""

    code = "INDICATORS_VINTAGE_STATE"
    message = _("The vintage %(vintage)s is already %(status)s.")
    remedy = _("List the vintages to see the state of each.")
    status = 409


class VintageReplaced(MilepostError):  # noqa: N818
    """The same file was accepted again since. Params: ``vintage``, ``other``."""

    code = "INDICATORS_VINTAGE_REPLACED"
    message = _("The vintage %(vintage)s holds the same file as the accepted vintage %(other)s.")
    remedy = _("Withdraw the other vintage first if this one should count.")
    status = 409


class ReasonMissing(MilepostError):  # noqa: N818
    """The change needs a reason on the record."""

    code = "INDICATORS_REASON_MISSING"
    message = _("A vintage is withdrawn or accepted again for a reason, and none was given.")
    remedy = _("Write one sentence that a reader of the record will understand.")


class ObservationsMissing(MilepostError):  # noqa: N818
    """The catalogue names a Parquet file that is not there. Params: ``vintage``, ``path``."""

    code = "INDICATORS_OBSERVATIONS_MISSING"
    message = _("The observations of vintage %(vintage)s are not at %(path)s.")
    remedy = _("Restore the observations folder from the backup, or withdraw the vintage.")
    status = 500


class MappingNameInvalid(MilepostError):  # noqa: N818
    """The name of a saved mapping is not acceptable. Params: ``name``."""

    code = "INDICATORS_MAPPING_NAME_INVALID"
    message = _("“%(name)s” cannot be the name of a saved mapping.")
    remedy = _("Use up to 80 letters, digits, spaces, dots, dashes or underscores.")


class FileUnreadable(MilepostError):  # noqa: N818
    """The file cannot be opened. Params: ``path``, ``reason``."""

    code = "INDICATORS_FILE_UNREADABLE"
    message = _("The file %(path)s cannot be read: %(reason)s.")
    remedy = _("Check the path and whether you may read it.")

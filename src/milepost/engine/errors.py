"""What can go wrong between the program and an engine."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class EngineUnknown(MilepostError):  # noqa: N818 -- reads as what happened
    """The setting names no engine. Params: ``address``."""

    code = "ENGINE_UNKNOWN"
    message = _("“%(address)s” names no engine.")
    remedy = _(
        "Set MILEPOST_ENGINE to duckdb, spark, spark://HOST:PORT, chdb, clickhouse://HOST or "
        "trino://HOST."
    )
    status = 500


class EngineDriverMissing(MilepostError):  # noqa: N818
    """The Python packages of an engine are not installed. Params: ``engine``, ``extra``."""

    code = "ENGINE_DRIVER_MISSING"
    message = _("The packages that speak to %(engine)s are not installed.")
    remedy = _("Install them with: pip install 'milepost[%(extra)s]'")
    status = 500


class EngineUnreachable(MilepostError):  # noqa: N818
    """The engine does not answer. Params: ``engine``, ``reason``."""

    code = "ENGINE_UNREACHABLE"
    message = _("The engine %(engine)s cannot be used: %(reason)s.")
    remedy = _("Check MILEPOST_ENGINE, and that the engine runs and answers from here.")
    status = 503


class EngineCannotRead(MilepostError):  # noqa: N818
    """The engine has no way to the files. Params: ``engine``, ``path``."""

    code = "ENGINE_CANNOT_READ"
    message = _("The engine %(engine)s cannot read “%(path)s”.")
    remedy = _("Check that the files are there and that the engine may read them from where it is.")
    status = 500

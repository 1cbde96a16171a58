"""What can go wrong with people and roles."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class AccountExists(MilepostError):  # noqa: N818
    """The address is taken. Params: ``email``."""

    code = "ACCOUNTS_ADDRESS_TAKEN"
    message = _("There is already an account for %(email)s.")
    remedy = _("Sign in with it, or use another address.")
    status = 409


class AccountInvalid(MilepostError):  # noqa: N818
    """The account's data are not acceptable. Params: ``reason``."""

    code = "ACCOUNTS_INVALID"
    message = _("The account cannot be created: %(reason)s")
    remedy = _("Correct it and try again.")

"""What can go wrong with people, organisations, roles and invitations."""

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


class RoleUnknown(MilepostError):  # noqa: N818
    """There is no such role. Params: ``role``."""

    code = "ACCOUNTS_ROLE_UNKNOWN"
    message = _("There is no role “%(role)s”.")
    remedy = _("Use one of the roles on the page of permissions.")


class PlaceUnknown(MilepostError):  # noqa: N818
    """A role or an organisation names a place that is not known. Params: ``place``."""

    code = "ACCOUNTS_PLACE_UNKNOWN"
    message = _("There is no place “%(place)s”.")
    remedy = _("Use an M49 code, or the code of a group.")


class TokenInvalid(MilepostError):  # noqa: N818
    """A token cannot be made so. Params: ``reason``."""

    code = "ACCOUNTS_TOKEN_INVALID"
    message = _("The token cannot be made: %(reason)s")
    remedy = _("Correct it and try again.")
    status = 422


class LastAdministrator(MilepostError):  # noqa: N818
    """The last administrator cannot be taken away. Params: ``name``."""

    code = "ACCOUNTS_LAST_ADMINISTRATOR"
    message = _("%(name)s is the last administrator of this instance.")
    remedy = _("Make somebody else administrator first.")
    status = 409


class OrganisationInvalid(MilepostError):  # noqa: N818
    """The organisation's data are not acceptable. Params: ``reason``."""

    code = "ACCOUNTS_ORGANISATION_INVALID"
    message = _("The organisation cannot be kept: %(reason)s")
    remedy = _("Correct it and try again.")


class OrganisationExists(MilepostError):  # noqa: N818
    """An organisation of the same name and place is there already. Params: ``name``."""

    code = "ACCOUNTS_ORGANISATION_EXISTS"
    message = _("There is already an organisation “%(name)s” in this place.")
    remedy = _("Use that one, or tell the two apart by their names.")
    status = 409


class InvitationUnusable(MilepostError):  # noqa: N818
    """The invitation cannot be used (any more). Params: ``reason``."""

    code = "ACCOUNTS_INVITATION_UNUSABLE"
    message = _("This invitation cannot be used: %(reason)s")
    remedy = _("Ask the person who invited you for a new one.")
    status = 410


class AlreadyFounded(MilepostError):  # noqa: N818
    """There is an administrator; the set-up page has done its work."""

    code = "ACCOUNTS_ALREADY_SET_UP"
    message = _("This instance has an administrator already.")
    remedy = _("Sign in, or ask an administrator to invite you.")
    status = 409


class SetupCodeWrong(MilepostError):  # noqa: N818
    """The code of the set-up page is another one."""

    code = "ACCOUNTS_SETUP_CODE_WRONG"
    message = _("This is not the set-up code of the instance.")
    remedy = _("Read it on the server with: milepost user setup-code")


class InstanceFactsInvalid(MilepostError):  # noqa: N818
    """The name or the address of the instance cannot be kept. Params: ``most``."""

    code = "ACCOUNTS_INSTANCE_FACTS_INVALID"
    message = _("An instance needs a name of at most %(most)s letters, and an e-mail address.")
    remedy = _("Shorten the name, and correct the address or leave it empty.")


class ErasureRefused(MilepostError):  # noqa: N818
    """A person cannot be erased like this. Params: ``reason``."""

    code = "ACCOUNTS_ERASURE_REFUSED"
    message = _("This cannot be done: %(reason)s")
    remedy = _("Correct it and try again.")
    status = 409

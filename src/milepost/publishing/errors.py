"""What can go wrong when an edition is frozen, published or checked."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.errors import MilepostError


class EditionNotClosed(MilepostError):  # noqa: N818
    """Only a closed edition can be frozen. Params: ``edition``."""

    code = "PUBLISHING_EDITION_NOT_CLOSED"
    message = _("The edition %(edition)s is still open.")
    remedy = _("Close it first: milepost edition close %(edition)s")
    status = 409


class ReleaseNotBuilt(MilepostError):  # noqa: N818
    """There is no bundle of this edition. Params: ``edition``."""

    code = "PUBLISHING_RELEASE_NOT_BUILT"
    message = _("No bundle of the edition %(edition)s has been built.")
    remedy = _("Build it first: milepost release build %(edition)s")
    status = 409


class BundleBroken(MilepostError):  # noqa: N818
    """A bundle does not verify; it is not published. Params: ``path``, ``count``."""

    code = "PUBLISHING_BUNDLE_BROKEN"
    message = _("The bundle %(path)s has %(count)s differences and was not published.")
    remedy = _("Run milepost release verify on it, then build the release again.")
    status = 409


class NotADemo(MilepostError):  # noqa: N818
    """The instance serves editions of its own. Params: ``editions``."""

    code = "PUBLISHING_NOT_A_DEMO"
    message = _("This instance publishes editions of its own (%(editions)s).")
    remedy = _("Build the demo in a folder of its own: make demo.")
    status = 409


class OutlineChanged(MilepostError):  # noqa: N818
    """Somebody else saved the outline first. Params: ``by``, ``at``."""

    code = "PUBLISHING_OUTLINE_CHANGED"
    message = _("%(by)s changed this outline while you were writing (%(at)s).")
    remedy = _("Your words are still here. Look at the other change, then save again.")
    status = 409


class OutlineExists(MilepostError):  # noqa: N818
    """There is an outline with this key. Params: ``key``."""

    code = "PUBLISHING_OUTLINE_EXISTS"
    message = _("There is an outline “%(key)s” already.")
    remedy = _("Open it, and choose the edition beside which it is written.")
    status = 409


class LettersMissing(MilepostError):  # noqa: N818
    """A PDF cannot be set: no font has these letters. Params: ``letters``."""

    code = "PUBLISHING_LETTERS_MISSING"
    message = _("No font of this instance has these letters: %(letters)s")
    remedy = _(
        "Put a font that has them into the folder fonts of MILEPOST_HOME, or use Word or HTML."
    )
    status = 409

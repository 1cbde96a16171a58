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


class NothingPublished(MilepostError):  # noqa: N818
    """No edition is published, so there is no site to write."""

    code = "PUBLISHING_NOTHING_PUBLISHED"
    message = _("No edition is published.")
    remedy = _("Publish one first: milepost release publish EDITION")
    status = 409


class EditionNotPublished(MilepostError):  # noqa: N818
    """An edition that was asked for is not published. Params: ``edition``, ``known``."""

    code = "PUBLISHING_EDITION_NOT_PUBLISHED"
    message = _("The edition %(edition)s is not published. Published are: %(known)s.")
    remedy = _("Publish it, or name one that is published.")
    status = 404


class FolderNotASite(MilepostError):  # noqa: N818
    """A folder holds files that no static site wrote. Params: ``path``."""

    code = "PUBLISHING_FOLDER_NOT_A_SITE"
    message = _("The folder %(path)s holds files that this command did not write.")
    remedy = _("Name an empty folder, or one that an earlier site was written into.")
    status = 409


class SiteBeingWritten(MilepostError):  # noqa: N818
    """Another process writes a static site into the folder. Params: ``path``."""

    code = "PUBLISHING_SITE_BEING_WRITTEN"
    message = _("Another process is writing a site into %(path)s.")
    remedy = _("Wait until it has ended.")
    status = 409


class ReportsBusy(MilepostError):  # noqa: N818
    """Other reports are being made, one at a time. Params: none."""

    code = "PUBLISHING_REPORTS_BUSY"
    message = _("Other reports are being made now.")
    remedy = _("Try again in a minute.")
    status = 503

"""What ``milepost doctor`` looks at: whether this instance is whole and can be trusted."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _

from milepost.accounts.selectors import has_administrator
from milepost.audit.selectors import check_chain
from milepost.indicators.errors import ObservationsMissing
from milepost.indicators.selectors import list_vintages, observation_files
from milepost.kernel.files import sha256_of
from milepost.publishing.selectors import list_releases


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at; ``remedy`` says what to do when it is not well."""

    name: str
    is_well: bool
    found: str
    remedy: str = ""

    def as_dict(self) -> dict[str, object]:
        """Return plain values for JSON."""
        return {
            "name": self.name,
            "is_well": self.is_well,
            "found": self.found,
            "remedy": self.remedy,
        }


def examine() -> list[Check]:
    """Look at everything; what needs the database is left out when it cannot be used."""
    first = [_home(), _database()]
    if not first[1].is_well:
        return first
    return [*first, *(check() for check in CHECKS)]


def _home() -> Check:
    home = Path(settings.MILEPOST_HOME)
    return Check(
        _("home folder"),
        os.access(home, os.R_OK | os.W_OK | os.X_OK),
        str(home),
        _("Let the user that runs Milepost read and write this folder."),
    )


def _database() -> Check:
    remedy = _("Run “milepost migrate”; check MILEPOST_DATABASE_URL when it cannot be reached.")
    try:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError as error:
        return Check(_("database"), False, str(error).splitlines()[0], remedy)
    found = _("%(vendor)s, %(count)s changes of its structure waiting") % {
        "vendor": connection.vendor,
        "count": len(waiting),
    }
    return Check(_("database"), not waiting, found, remedy)


def _audit() -> Check:
    report = check_chain()
    if report.holds:
        found = _("%(count)s events, head %(head)s") % {
            "count": report.events,
            "head": report.head,
        }
    else:
        first = report.breaks[0]
        found = _("broken at event %(position)s: %(what)s; %(count)s breaks in all") % {
            "position": first.position,
            "what": first.what,
            "count": len(report.breaks),
        }
    return Check(
        _("chain of events"),
        report.holds,
        found,
        _("Somebody has changed the database behind the program; compare with a backup."),
    )


def _administrators() -> Check:
    is_well = has_administrator()
    found = _("somebody administers this instance") if is_well else _("nobody can administer")
    remedy = _("Run “milepost user create-admin”.")
    return Check(_("administrators"), is_well, found, remedy)


def _observations() -> Check:
    broken = list(_broken_vintages())
    vintages = len(list_vintages())
    found = _("%(count)s vintages, each with its file and checksum") % {"count": vintages}
    if broken:
        found = _("of %(count)s vintages these are not whole: %(names)s") % {
            "count": vintages,
            "names": ", ".join(broken[:10]),
        }
    remedy = _("Restore the folder of observations from a backup.")
    return Check(_("observations"), not broken, found, remedy)


def _broken_vintages() -> Iterator[str]:
    checksums = {row["id"]: row["data_checksum"] for row in list_vintages()}
    for indicator in sorted({row["indicator"] for row in list_vintages()}):
        try:
            files = observation_files(indicator)
        except ObservationsMissing as missing:
            yield str(missing.params["vintage"])
            continue
        for vintage, path in files:
            if sha256_of(path) != checksums[vintage]:
                yield vintage


def _releases() -> Check:
    served = [row for row in list_releases() if row["served"]]
    lost = [row["edition"] for row in served if not Path(row["path"]).is_dir()]
    found = _("%(count)s editions are served") % {"count": len(served)}
    if lost:
        found = _("the bundles of these editions are gone: %(names)s") % {"names": ", ".join(lost)}
    remedy = _("Restore the folder of releases from a backup, or publish the editions again.")
    return Check(_("published editions"), not lost, found, remedy)


CHECKS: tuple[Callable[[], Check], ...] = (_audit, _administrators, _observations, _releases)
"""What is looked at once the database can be used."""

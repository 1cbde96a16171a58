"""Reports as files: what the command line asks for, read and written. No database."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from milepost.kernel.errors import BadInput, FileMissing, NotFound
from milepost.kernel.files import write_atomically
from milepost.kernel.findings import Finding
from milepost.publishing.bundle import Bundle
from milepost.publishing.library import get_library
from milepost.publishing.report.build import build_report
from milepost.publishing.report.checking import as_finding, check_texts
from milepost.publishing.report.forms import FORMS, write
from milepost.publishing.report.opening import (
    find_earlier,
    make_scope,
    open_bundle,
    published_earlier,
)
from milepost.publishing.report.outline import Document, parse_outline
from milepost.publishing.report.scope import KINDS, Scope


@dataclass(frozen=True, slots=True)
class Option:
    """One option of ``milepost release report``."""

    flag: str
    help: str
    metavar: str = ""
    choices: tuple[str, ...] = ()
    default: str = ""

    def settings(self) -> dict[str, Any]:
        """Return what argparse wants to know."""
        given: dict[str, Any] = {"help": self.help, "default": self.default}
        if self.choices:
            given["choices"] = self.choices
        elif self.metavar:
            given["metavar"] = self.metavar
        if self.flag == "--as":
            given["dest"] = "framework"
        return given


REPORT_OPTIONS = (
    Option("--format", "form of the file (pdf if not stated)", "", tuple(FORMS), "pdf"),
    Option("--out", "file to write; named after the report if not stated", "FILE"),
    Option("--language", "language of the report (en if not stated)", "LL", default="en"),
    Option("--outline", "outline to build by, YAML or JSON", "FILE"),
    Option("--kind", "kind of report", choices=tuple(KINDS)),
    Option("--place", "place of a regional or national report, by code", "CODE"),
    Option("--goal", "key of the goal of a report on one goal", "KEY"),
    Option("--as", "tell the same evidence by this framework, as a voluntary report", "FRAMEWORK"),
    Option("--profile", "write the profile of this place, about four pages", "CODE"),
    Option("--earlier", "bundle of the earlier edition, where it does not lie beside", "FOLDER"),
)  # fmt: skip


def write_report(options: Mapping[str, Any]) -> dict[str, Any]:
    """Write a report and return its path, size and SHA-256.

    Raises:
        BadInput: the outline is wrong, or its text cites figures that the edition does not hold.
    """
    scope, outline = _asked(options)
    report = build_report(scope, outline)
    if report.missing:
        raise BadInput([_gap(name) for name in report.missing])
    content = write(report, options["format"])
    path = Path(options["out"] or f"{report.key}.{options['format']}")
    write_atomically(path, content)
    return {
        "path": str(path),
        "bytes": len(content),
        "sha256": hashlib.sha256(content).hexdigest(),
        "edition": scope.bundle.key,
        "language": scope.language,
        "kind": scope.kind,
    }


def check_report(options: Mapping[str, Any]) -> list[Finding]:
    """Return a finding for everything in an outline's text that this bundle contradicts."""
    scope, outline = _asked(options)
    if outline is None:
        return []
    return [as_finding(row) for row in check_texts(scope, outline)]


def read_outline(path: Path) -> Document:
    """Return the outline in a file. Raises BadInput with every finding, or FileMissing."""
    if not path.is_file():
        raise FileMissing(path=path)
    document, findings = parse_outline(path.read_text(encoding="utf-8"), path.name)
    if document is None:
        raise BadInput(findings)
    return document


def named_bundle(name: str) -> Bundle:
    """Return the bundle in a folder, or the served edition with this key."""
    folder = Path(name)
    if (folder / "edition.json").is_file():
        return open_bundle(folder)
    found = get_library().find(name)
    if found is None:
        raise NotFound(what=_("bundle or edition"), key=name)
    return found


def _asked(options: Mapping[str, Any]) -> tuple[Scope, Document | None]:
    outline = read_outline(Path(options["outline"])) if options["outline"] else None
    bundle = named_bundle(options["bundle"])
    language = options["language"]
    known = [code for code, _name in settings.LANGUAGES]
    if language not in known:
        raise BadInput([_no_language(language, known)])
    asked = {name: options[name] for name in ("kind", "place", "goal", "framework")}
    if options["profile"]:
        asked |= {"kind": "profile", "place": options["profile"]}
    earlier = open_bundle(Path(options["earlier"])) if options["earlier"] else None
    find = find_earlier if Path(options["bundle"]).is_dir() else published_earlier
    scope = make_scope(
        bundle,
        language=language,
        asked=asked,
        outline=outline,
        earlier=earlier or find(bundle),
    )
    return scope, outline


def _no_language(language: str, known: list[str]) -> Finding:
    return Finding(
        code="REPORT_LANGUAGE_UNKNOWN",
        where="--language",
        value=language,
        what=_("There is no report in “%(language)s”.") % {"language": language},
        why=_("Generated parts are written in the languages of the site."),
        remedy=_("Use one of: %(choices)s.") % {"choices": ", ".join(known)},
    )


def _gap(name: str) -> Finding:
    return Finding(
        code="REPORT_FIGURE_UNKNOWN",
        where=name,
        value=name,
        what=_("The edition has no figure %(name)s.") % {"name": name},
        why=_("Human text cites it, and a reader would see a gap."),
        remedy=_("Run the command with --check to see the sentence; correct the name."),
    )

"""Loading surveys, publishing their tables, withdrawing both."""

import hashlib
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.intake.answer_files import open_answers
from milepost.intake.answers import Respondent, read_answers
from milepost.intake.description import Document, parse_description
from milepost.intake.errors import ReasonMissing, SurveyNotPublic, TableStateRefused
from milepost.intake.models import QuestionTable, Survey
from milepost.intake.selectors import get_survey_row, get_table_row
from milepost.intake.storage import keep_answers, remove_answers, sweep_answers
from milepost.intake.tables import make_tables, response_of
from milepost.intake.wording import STATES
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding, has_errors
from milepost.places.selectors import list_areas, list_groups


@dataclass(frozen=True, slots=True)
class LoadReport:
    """What loading a survey did: ``outcome`` is ``added``, ``replaced`` or ``unchanged``.

    ``withdrawn`` are the questions whose published tables went with the answers they were made of.
    """

    survey: str
    outcome: str
    respondents: int
    tables: int
    withdrawn: tuple[str, ...] = ()

    def as_dict(self) -> dict[str, object]:
        """Return plain values."""
        return {**asdict(self), "withdrawn": list(self.withdrawn)}


def load_survey(
    actor: Actor, description: str, answers: Path, *, description_name: str, answers_name: str
) -> LoadReport:
    """Load a survey, or replace the one of the same key; the same files again change nothing.

    ``description`` is YAML of the format ``survey/1``; ``answers`` a file with a row for each
    answer or each respondent. Every table is made here and its small cells are hidden before it is
    written. When answers are replaced, published tables of the old ones are withdrawn, so that two
    versions of one table never stand side by side.

    Raises ``BadInput`` with all findings; nothing is changed then.
    """
    require(actor, "intake.load_survey")
    document, findings = parse_description(description, description_name, _place_codes())
    if document is None:
        raise BadInput(findings)
    people, found = read_answers(document, open_answers(answers, answers_name), answers_name)
    if has_errors(found):
        raise BadInput([*findings, *found])
    tables = _tables(document, people, description_name)
    fingerprint = _fingerprint(document, people)
    row = Survey.objects.filter(key=document["key"]).first()
    if row and (row.fingerprint, row.status) == (fingerprint, Survey.Status.LOADED):
        return LoadReport(row.key, "unchanged", row.respondents, len(tables))
    kept = keep_answers(people)
    try:
        report, old = _write(
            actor,
            document,
            people,
            tables,
            made=Made(fingerprint, kept, is_first=row is None),
        )
    except BaseException as error:
        remove_answers(kept)
        if row is None and isinstance(error, IntegrityError | _FirstMeanwhileError):
            return _after_another(document["key"], fingerprint, tables)
        raise
    _tidy(old)
    return report


class _FirstMeanwhileError(Exception):
    """Somebody else loaded the first survey of this key while this one was being read."""


@dataclass(frozen=True, slots=True)
class Made:
    """What was made of the answers: their fingerprint, where they are kept, and whether no survey
    of the key was there when they were read.
    """

    fingerprint: str
    kept: str
    is_first: bool


def _after_another(key: str, fingerprint: str, tables: Sequence[Document]) -> LoadReport:
    """Report on a survey that somebody else loaded at the same moment.

    The same files have changed nothing; other files are refused with a finding, since whoever sent
    them has not seen the survey that stands now.
    """
    row = Survey.objects.filter(key=key).first()
    if row is not None and row.fingerprint == fingerprint:
        return LoadReport(key, "unchanged", row.respondents, len(tables))
    raise BadInput(
        [
            Finding(
                code="INTAKE_SURVEY_LOADED_MEANWHILE",
                where=key,
                value=key,
                what=_("Somebody loaded another survey with the key “%(key)s” at the same moment.")
                % {"key": key},
                why=_("Loading yours as well would replace answers that you have not seen."),
                remedy=_("Look at the survey that stands now. To replace it, load yours again."),
            )
        ]
    )


def _tidy(old: str) -> None:
    """Remove the answers that are no longer used, and files left by loads that were cut off."""
    remove_answers(old)
    sweep_answers(set(Survey.objects.values_list("answers_file", flat=True)))


def _place_codes() -> frozenset[str]:
    rows = [*list_areas(), *list_groups(clock.today())]
    return frozenset(row["code"] for row in rows)


def _tables(document: Document, people: Sequence[Respondent], name: str) -> list[Document]:
    try:
        return make_tables(document, people)
    except ValueError as error:
        raise BadInput(
            [
                Finding(
                    code="INTAKE_WEIGHTS_IMPOSSIBLE",
                    where=name,
                    what=_("The answers cannot be weighted to the margins that are stated."),
                    why=_("Margins that contradict each other, or the answers, give no weights."),
                    remedy=_("Correct the margins, leave one out, or weight by strata."),
                )
            ]
        ) from error


def _fingerprint(document: Document, people: Sequence[Respondent]) -> str:
    said = [asdict(person) for person in people]
    return hashlib.sha256(orjson.dumps([document, said], option=orjson.OPT_SORT_KEYS)).hexdigest()


def _write(
    actor: Actor,
    document: Document,
    people: Sequence[Respondent],
    tables: Sequence[Document],
    *,
    made: Made,
) -> tuple[LoadReport, str]:
    """Write rows and event; return the report and the file of answers that is no longer used."""
    with transaction.atomic():
        row = Survey.objects.select_for_update().filter(key=document["key"]).first()
        if row is not None and made.is_first:
            raise _FirstMeanwhileError
        before = _brief(row) if row else None
        old = row.answers_file if row else ""
        gone = _published(row) if row else ()
        row = row or Survey(key=document["key"])
        row.level = document["level"]
        row.document = document
        row.respondents = len(people)
        row.response = response_of(document, people)
        row.fingerprint = made.fingerprint
        row.answers_file = made.kept
        row.status, row.status_reason = Survey.Status.LOADED, ""
        row.loaded_at, row.loaded_by = clock.now(), actor.label
        row.save()
        row.tables.all().delete()
        QuestionTable.objects.bulk_create(
            QuestionTable(survey=row, question=table["question"], order=order, document=table)
            for order, table in enumerate(tables)
        )
        record_event(
            actor,
            "intake.survey_replaced" if before else "intake.survey_loaded",
            subject_kind="survey",
            subject_key=row.key,
            before=before,
            after={**_brief(row), "withdrawn": list(gone)},
        )
    outcome = "replaced" if before else "added"
    return LoadReport(row.key, outcome, len(people), len(tables), gone), old


def _published(row: Survey) -> tuple[str, ...]:
    published = row.tables.filter(status=QuestionTable.Status.PUBLISHED)
    return tuple(published.values_list("question", flat=True))


def _brief(row: Survey) -> dict[str, Any]:
    """What the record keeps of a survey: nothing that anybody answered."""
    return {
        "level": row.level,
        "respondents": row.respondents,
        "fingerprint": row.fingerprint,
        "status": row.status,
    }


def publish_table(actor: Actor, survey: str, question: str) -> None:
    """Let a table be shown to the public and frozen into editions that close from now on.

    Raises ``NotFound``, ``SurveyNotPublic`` and ``TableStateRefused``.
    """
    require(actor, "intake.publish_table")
    with transaction.atomic():
        row = get_survey_row(actor, survey, lock=True)
        if row.level != "public":
            raise SurveyNotPublic(survey=survey, level=row.level)
        table = get_table_row(row, question)
        if row.status == Survey.Status.WITHDRAWN or table.status == table.Status.PUBLISHED:
            raise TableStateRefused(question=question, state=STATES[table.status])
        table.status, table.status_reason = table.Status.PUBLISHED, ""
        table.published_at, table.published_by = clock.now(), actor.label
        table.save()
        record_event(
            actor,
            "intake.table_published",
            subject_kind="survey",
            subject_key=f"{survey}/{question}",
            after={"fingerprint": row.fingerprint},
        )


def withdraw_table(actor: Actor, survey: str, question: str, *, reason: str) -> None:
    """Take a published table back, for a reason. Editions that hold it keep it.

    Raises ``NotFound``, ``ReasonMissing`` and ``TableStateRefused``.
    """
    require(actor, "intake.withdraw_survey")
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = get_survey_row(actor, survey, lock=True)
        table = get_table_row(row, question)
        if table.status != table.Status.PUBLISHED:
            raise TableStateRefused(question=question, state=STATES[table.status])
        table.status, table.status_reason = table.Status.WITHDRAWN, reason.strip()
        table.save()
        record_event(
            actor,
            "intake.table_withdrawn",
            subject_kind="survey",
            subject_key=f"{survey}/{question}",
            reason=reason.strip(),
        )


def withdraw_survey(actor: Actor, survey: str, *, reason: str) -> None:
    """Withdraw a survey with all its tables and remove its answers, for a reason.

    Raises ``NotFound`` and ``ReasonMissing``.
    """
    require(actor, "intake.withdraw_survey")
    if not reason.strip():
        raise ReasonMissing
    with transaction.atomic():
        row = get_survey_row(actor, survey, lock=True)
        before, old = _brief(row), row.answers_file
        gone = _published(row)
        row.tables.all().update(status=QuestionTable.Status.WITHDRAWN, status_reason=reason.strip())
        row.status, row.status_reason = Survey.Status.WITHDRAWN, reason.strip()
        row.answers_file = ""
        row.save()
        record_event(
            actor,
            "intake.survey_withdrawn",
            subject_kind="survey",
            subject_key=survey,
            before=before,
            after={**_brief(row), "withdrawn": list(gone)},
            reason=reason.strip(),
        )
    _tidy(old)

"""Consultations on a framework: proposing, commenting, deciding, adopting a new version."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from milepost.audit.services import record_event
from milepost.frameworks.consultation_reading import (
    find_entry,
    get_consultation_row,
    get_proposal_row,
    state_word,
)
from milepost.frameworks.document import parse
from milepost.frameworks.errors import ConsultationClosed, ConsultationOpen, ProposalSettled
from milepost.frameworks.models import (
    Consultation,
    ConsultationState,
    Framework,
    Proposal,
    ProposalComment,
    ProposalKind,
    ProposalState,
    Stance,
)
from milepost.frameworks.rewriting import apply, as_file, as_text
from milepost.frameworks.selectors import get_document
from milepost.frameworks.services import LoadReport, load_framework
from milepost.kernel import clock
from milepost.kernel.actors import Actor, require
from milepost.kernel.errors import BadInput, NotFound, PermissionRefused
from milepost.kernel.findings import Finding, Severity
from milepost.measure.checklists import CHECKLISTS

LONGEST = 5000
SMART = CHECKLISTS["smart"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposed:
    """A proposal as it is handed in; see ``Proposal``. ``amends`` is the uuid of an open one."""

    kind: str
    target: str
    reason: str
    content: Mapping[str, Any] = field(default_factory=dict)
    checklist: Mapping[str, int] = field(default_factory=dict)
    organisation: str = ""
    amends: str = ""


def open_consultation(
    actor: Actor, framework: str, *, title: str, about: str, closes_on: date
) -> str:
    """Open a consultation on the newest version of a framework and return its uuid.

    Raises ``NotFound``, ``ConsultationOpen`` when there is one, and ``BadInput``.
    """
    require(actor, "frameworks.consult")
    version = get_document(framework)["version"]
    findings = [] if title.strip() else [_missing("title", _("There is no title."))]
    if closes_on < clock.today():
        findings.append(_missing("closes_on", _("The last day is over already.")))
    if findings:
        raise BadInput(findings)
    try:
        with transaction.atomic():
            row = Consultation.objects.create(
                framework=Framework.objects.get(key=framework),
                version=version,
                title=title.strip(),
                about=about.strip(),
                closes_on=closes_on,
                opened_by=actor.label,
            )
            _record(actor, "consultation_opened", row, after={"framework": framework})
    except IntegrityError as error:
        raise ConsultationOpen(framework=framework) from error
    return str(row.uuid)


def propose(actor: Actor, consultation: str, proposed: Proposed) -> str:
    """Hand a proposal in and return its uuid; one that amends another takes its place.

    Raises ``NotFound``, ``ConsultationClosed``, ``ProposalSettled`` (the amended one is no longer
    open) and ``BadInput`` with all findings.
    """
    require(actor, "frameworks.propose_change")
    with transaction.atomic():
        row = _open(consultation)
        document = get_document(row.framework.key, row.version)
        findings = check_proposed(document, proposed)
        if findings:
            raise BadInput(findings)
        amended = _amended(row, proposed.amends)
        made = Proposal.objects.create(
            consultation=row,
            kind=proposed.kind,
            target=proposed.target,
            content=dict(proposed.content),
            checklist=dict(proposed.checklist),
            reason=proposed.reason.strip(),
            organisation=proposed.organisation[:250],
            proposed_by=actor.label,
            proposed_by_key=actor.key,
            amends=amended,
        )
        record_event(
            actor,
            "frameworks.change_proposed",
            subject_kind="proposal",
            subject_key=str(made.uuid),
            after={"kind": made.kind, "target": made.target, "amends": proposed.amends},
        )
    return str(made.uuid)


def _amended(row: Consultation, amends: str) -> Proposal | None:
    if not amends:
        return None
    amended = get_proposal_row(amends, lock=True)
    if amended.consultation_id != row.pk:
        raise NotFound(what=_("proposal"), key=amends)
    _require_open(amended)
    Proposal.objects.filter(pk=amended.pk).update(
        state=ProposalState.AMENDED, decided_at=clock.now()
    )
    return amended


def check_proposed(document: Mapping[str, Any], proposed: Proposed) -> list[Finding]:
    """Return what is wrong with a proposal on a document."""
    findings = []
    if proposed.kind not in ProposalKind.values:
        return [_missing("kind", _("This is no kind of proposal."))]
    if not proposed.reason.strip():
        findings.append(_missing("reason", _("There is no reason.")))
    if len(proposed.reason) > LONGEST:
        findings.append(_missing("reason", _("The reason is too long.")))
    given = proposed.checklist.items()
    if any(score not in (0, 1, 2) or name not in SMART for name, score in given):
        findings.append(_missing("checklist", _("The checklist holds another answer.")))
    entry = find_entry(document, proposed.target)
    is_top = proposed.kind == ProposalKind.ADD_NODE and not proposed.target
    if entry is None and not is_top:
        findings.append(_missing("target", _("The framework has no such entry.")))
    if findings:
        return findings
    tree = as_file(document)
    tree["sources"].append({"key": "proposal", "title": "proposal", "publisher": "proposal"})
    plain = {"kind": proposed.kind, "target": proposed.target, "content": proposed.content}
    if obstacles := apply(tree, [plain], "proposal"):
        words = {
            "target_gone": _("The framework has no such entry."),
            "key_taken": _("The framework has an entry with this key already."),
        }
        return [_missing("key", words[item.code]) for item in obstacles]
    return _check_tree(tree)


def _check_tree(tree: dict[str, Any]) -> list[Finding]:
    """Return the errors of the framework that the proposal would make."""
    _document, findings = parse(as_text(tree), "proposal.yaml")
    return [finding for finding in findings if finding.severity is Severity.ERROR]


def comment(actor: Actor, proposal: str, *, stance: str, text: str) -> str:
    """Say something of an open proposal and return the uuid of the comment.

    Raises ``NotFound``, ``ConsultationClosed``, ``ProposalSettled`` and ``BadInput``.
    """
    require(actor, "frameworks.propose_change")
    findings = [] if text.strip() else [_missing("text", _("There is no text."))]
    if stance not in Stance.values:
        findings.append(_missing("stance", _("Say whether you support, object or ask.")))
    if findings:
        raise BadInput(findings)
    with transaction.atomic():
        row = get_proposal_row(proposal, lock=True)
        _open(str(row.consultation.uuid))
        _require_open(row)
        made = ProposalComment.objects.create(
            proposal=row,
            stance=stance,
            text=text.strip()[:LONGEST],
            written_by=actor.label,
            written_by_key=actor.key,
        )
        record_event(
            actor,
            "frameworks.proposal_commented",
            subject_kind="proposal",
            subject_key=proposal,
            after={"stance": stance},
        )
    return str(made.uuid)


def withdraw_proposal(actor: Actor, proposal: str) -> None:
    """Take one's own proposal back.

    Raises ``NotFound``, ``PermissionRefused`` and ``ProposalSettled``.
    """
    require(actor, "frameworks.propose_change")
    with transaction.atomic():
        row = get_proposal_row(proposal, lock=True)
        if row.proposed_by_key != actor.key:
            raise PermissionRefused(actor=actor.label, permission="frameworks.propose_change")
        _settle(actor, row, ProposalState.WITHDRAWN, "")


def decide_proposal(actor: Actor, proposal: str, *, is_accepted: bool, reason: str) -> None:
    """Accept or decline an open proposal, with the reason that its author reads.

    Raises ``NotFound``, ``ProposalSettled``, and ``BadInput`` without a reason.
    """
    require(actor, "frameworks.consult")
    if not reason.strip():
        raise BadInput([_missing("reason", _("There is no reason."))])
    with transaction.atomic():
        row = get_proposal_row(proposal, lock=True)
        if row.consultation.state != ConsultationState.OPEN:
            raise ConsultationClosed(title=row.consultation.title)
        state = ProposalState.ACCEPTED if is_accepted else ProposalState.DECLINED
        _settle(actor, row, state, reason.strip())


def _settle(actor: Actor, row: Proposal, state: str, reason: str) -> None:
    _require_open(row)
    Proposal.objects.filter(pk=row.pk).update(
        state=state,
        decided_at=clock.now(),
        decided_by=actor.label if reason else "",
        decision_reason=reason,
    )
    record_event(
        actor,
        f"frameworks.proposal_{state}",
        subject_kind="proposal",
        subject_key=str(row.uuid),
        reason=reason,
    )


def draft_version(consultation: str, version: str) -> str:
    """Return the framework file that the accepted proposals make, with a new version.

    Raises ``NotFound``, and ``BadInput`` when proposals stand in each other's way.
    """
    row = get_consultation_row(consultation)
    accepted = row.proposals.filter(state=ProposalState.ACCEPTED).order_by("id")
    if not accepted:
        raise BadInput([_missing("proposals", _("No proposal was accepted."))])
    tree = as_file(get_document(row.framework.key, row.version))
    tree["version"] = version
    source = ""
    if any(item.kind in (ProposalKind.ADD_BENCHMARK, ProposalKind.ADD_NODE) for item in accepted):
        source = f"consultation-{row.opened_at:%Y-%m-%d}"
        tree["sources"].append(
            {
                "key": source,
                "title": row.title,
                "publisher": row.opened_by,
                "issued": f"{row.opened_at:%Y-%m}",
            }
        )
    obstacles = apply(tree, [_plain(item) for item in accepted], source)
    if obstacles:
        what = _("An accepted proposal no longer fits: another one changed the same entry.")
        raise BadInput([_missing(item.key, what) for item in obstacles])
    return as_text(tree)


def adopt_version(
    actor: Actor, consultation: str, *, version: str, reason: str, dry_run: bool = False
) -> LoadReport:
    """Make the accepted proposals a new version of the framework, and end the consultation.

    Proposals that nobody decided are declined with it. A dry run returns the differences and
    changes nothing. Raises ``NotFound``, ``ConsultationClosed``, ``BadInput``.
    """
    require(actor, "frameworks.consult")
    if not dry_run and not reason.strip():
        raise BadInput([_missing("reason", _("There is no reason."))])
    with transaction.atomic():
        row = get_consultation_row(consultation, lock=True)
        if row.state != ConsultationState.OPEN:
            raise ConsultationClosed(title=row.title)
        text = draft_version(consultation, version.strip())
        name = f"{row.framework.key}-{version.strip()}.yaml"
        report = load_framework(actor, text, name, dry_run=dry_run)
        if not dry_run:
            for item in row.proposals.filter(state=ProposalState.OPEN):
                _settle(actor, item, ProposalState.DECLINED, _("Not decided before adoption."))
            _end(actor, row, (ConsultationState.ADOPTED, report.version), reason)
    return report


def close_consultation(actor: Actor, consultation: str, *, reason: str) -> None:
    """End a consultation without a new version. Raises as ``adopt_version``."""
    require(actor, "frameworks.consult")
    if not reason.strip():
        raise BadInput([_missing("reason", _("There is no reason."))])
    with transaction.atomic():
        row = get_consultation_row(consultation, lock=True)
        if row.state != ConsultationState.OPEN:
            raise ConsultationClosed(title=row.title)
        _end(actor, row, (ConsultationState.CLOSED, ""), reason)


def _end(actor: Actor, row: Consultation, outcome: tuple[str, str], reason: str) -> None:
    state, version = outcome
    Consultation.objects.filter(pk=row.pk).update(
        state=state,
        adopted_version=version,
        ended_at=clock.now(),
        ended_by=actor.label,
        end_reason=reason.strip(),
    )
    _record(actor, f"consultation_{state}", row, after={"version": version}, reason=reason.strip())


def _open(consultation: str) -> Consultation:
    """Return a consultation that takes proposals, locked. Raises ``ConsultationClosed``."""
    row = get_consultation_row(consultation, lock=True)
    if row.state != ConsultationState.OPEN or row.closes_on < clock.today():
        raise ConsultationClosed(title=row.title)
    return row


def _require_open(row: Proposal) -> None:
    if row.state != ProposalState.OPEN:
        raise ProposalSettled(state=state_word(row.state))


def _plain(row: Proposal) -> dict[str, Any]:
    return {"kind": row.kind, "target": row.target, "content": cast("dict[str, Any]", row.content)}


def _record(
    actor: Actor, action: str, row: Consultation, *, after: dict[str, Any], reason: str = ""
) -> None:
    record_event(
        actor,
        f"frameworks.{action}",
        subject_kind="consultation",
        subject_key=str(row.uuid),
        after=after,
        reason=reason,
    )


def _missing(name: str, what: str) -> Finding:
    return Finding(
        code="FRAMEWORKS_PROPOSAL_INVALID",
        where=name,
        column=name,
        what=what,
        why=_("Others must be able to weigh it, and the framework must stay whole."),
        remedy=_("Correct it and hand it in again."),
    )

"""Reading consultations: who proposed what, what was said of it, what would change."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from milepost.frameworks.models import (
    Consultation,
    ConsultationState,
    Proposal,
    ProposalKind,
    ProposalState,
    Stance,
)
from milepost.frameworks.rewriting import list_migration
from milepost.frameworks.selectors import get_document
from milepost.kernel import clock
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound
from milepost.measure.checklists import checklist

STATES = {
    ProposalState.OPEN: gettext_lazy("open"),
    ProposalState.ACCEPTED: gettext_lazy("accepted"),
    ProposalState.DECLINED: gettext_lazy("declined"),
    ProposalState.WITHDRAWN: gettext_lazy("withdrawn"),
    ProposalState.AMENDED: gettext_lazy("replaced by an amendment"),
}
MARKS = {
    ProposalState.OPEN: "○",
    ProposalState.ACCEPTED: "●",
    ProposalState.DECLINED: "✕",
    ProposalState.WITHDRAWN: "–",
    ProposalState.AMENDED: "→",
}
KINDS = {
    ProposalKind.REWORD: gettext_lazy("other words"),
    ProposalKind.MOVE: gettext_lazy("another place"),
    ProposalKind.REMOVE: gettext_lazy("taken out"),
    ProposalKind.ADD_BENCHMARK: gettext_lazy("a new benchmark"),
    ProposalKind.ADD_NODE: gettext_lazy("a new goal or recommendation"),
}
STANCES = {
    Stance.SUPPORT: gettext_lazy("supports"),
    Stance.OBJECT: gettext_lazy("objects"),
    Stance.ASK: gettext_lazy("asks"),
}
CONSULTATIONS = {
    ConsultationState.OPEN: gettext_lazy("open"),
    ConsultationState.ADOPTED: gettext_lazy("adopted"),
    ConsultationState.CLOSED: gettext_lazy("closed"),
}


def state_word(state: str) -> str:
    """Return the word for the state of a proposal."""
    return str(STATES[ProposalState(state)])


def get_consultation_row(consultation: str, *, lock: bool = False) -> Consultation:
    """Return the row of a consultation, for this room alone. Raises ``NotFound``."""
    rows = Consultation.objects.select_related("framework")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(uuid=consultation).first() if _is_uuid(consultation) else None
    if row is None:
        raise NotFound(what=_("consultation"), key=consultation)
    return row


def get_proposal_row(proposal: str, *, lock: bool = False) -> Proposal:
    """Return the row of a proposal, for this room alone. Raises ``NotFound``."""
    rows = Proposal.objects.select_related("consultation__framework")
    if lock:
        rows = rows.select_for_update(of=("self",))
    row = rows.filter(uuid=proposal).first() if _is_uuid(proposal) else None
    if row is None:
        raise NotFound(what=_("proposal"), key=proposal)
    return row


def _is_uuid(text: str) -> bool:
    try:
        UUID(str(text))
    except ValueError:
        return False
    return True


def find_entry(document: Mapping[str, Any], key: str) -> dict[str, Any] | None:
    """Return the node or benchmark with a key, with ``part`` telling which, or None."""
    for part in ("nodes", "benchmarks"):
        for entry in document[part]:
            if entry["key"] == key:
                return {**entry, "part": part.removesuffix("s")}
    return None


def list_consultations(actor: Actor) -> list[dict[str, Any]]:
    """Return the consultations, the newest first, with how many proposals each has."""
    require(actor, "frameworks.view_consultations")
    rows = Consultation.objects.select_related("framework").annotate(
        count=Count("proposals"),
        open_count=Count("proposals", filter=Q(proposals__state=ProposalState.OPEN)),
    )
    return [
        _consultation(row) | {"proposals": row.count, "open_proposals": row.open_count}
        for row in rows.order_by("-id")
    ]


def _consultation(row: Consultation) -> dict[str, Any]:
    is_open = row.state == ConsultationState.OPEN
    return {
        "uuid": str(row.uuid),
        "framework": row.framework.key,
        "version": row.version,
        "title": row.title,
        "about": row.about,
        "closes_on": row.closes_on,
        "state": row.state,
        "state_name": CONSULTATIONS[ConsultationState(row.state)],
        "is_open": is_open,
        "takes_proposals": is_open and row.closes_on >= clock.today(),
        "adopted_version": row.adopted_version,
        "opened_by": row.opened_by,
        "ended_by": row.ended_by,
        "end_reason": row.end_reason,
    }


def get_consultation(actor: Actor, consultation: str) -> dict[str, Any]:
    """Return one consultation with its proposals in order, and its framework as a tree.

    ``tree`` lists nodes with depth and their benchmarks. Raises ``NotFound``.
    """
    require(actor, "frameworks.view_consultations")
    row = get_consultation_row(consultation)
    document = get_document(row.framework.key, row.version)
    proposals = row.proposals.annotate(count=Count("comments")).order_by("id")
    return _consultation(row) | {
        "proposals": [_proposal(item, document) | {"comments": item.count} for item in proposals],
        "framework_title": document["title"],
        "tree": _tree(document),
        "migration": _migration(row) if row.adopted_version else None,
    }


def _tree(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    depths = {"": -1}
    found = []
    for node in document["nodes"]:
        depths[node["key"]] = depths[node["parent"]] + 1
        benchmarks = [row for row in document["benchmarks"] if row["node"] == node["key"]]
        found.append({**node, "depth": depths[node["key"]], "benchmarks": benchmarks})
    return found


def _migration(row: Consultation) -> dict[str, list[str]]:
    key = row.framework.key
    return list_migration(get_document(key, row.version), get_document(key, row.adopted_version))


def _proposal(row: Proposal, document: Mapping[str, Any]) -> dict[str, Any]:
    entry = find_entry(document, row.target)
    content: Mapping[str, Any] = row.content
    return {
        "uuid": str(row.uuid),
        "kind": row.kind,
        "kind_name": KINDS[ProposalKind(row.kind)],
        "target": row.target,
        "entry": entry,
        "content": content,
        "new_home": find_entry(document, str(content.get("to", ""))),
        "reason": row.reason,
        "organisation": row.organisation,
        "proposed_by": row.proposed_by,
        "proposed_at": row.proposed_at,
        "state": row.state,
        "state_name": STATES[ProposalState(row.state)],
        "mark": MARKS[ProposalState(row.state)],
        "is_open": row.state == ProposalState.OPEN,
        "decided_by": row.decided_by,
        "decision_reason": row.decision_reason,
    }


def get_proposal(actor: Actor, proposal: str) -> dict[str, Any]:
    """Return one proposal with its comments and its SMART checklist. Raises ``NotFound``.

    ``amends`` and ``amended_by`` are uuids, "" for none; ``checklist`` is None when the proposer
    gave no scores.
    """
    require(actor, "frameworks.view_consultations")
    row = get_proposal_row(proposal)
    document = get_document(row.consultation.framework.key, row.consultation.version)
    after = Proposal.objects.filter(amends=row).first()
    return _proposal(row, document) | {
        "consultation": _consultation(row.consultation),
        "comments": [
            {
                "stance": item.stance,
                "stance_name": STANCES[Stance(item.stance)],
                "text": item.text,
                "written_by": item.written_by,
                "written_at": item.written_at,
            }
            for item in row.comments.all()
        ],
        "checklist": _checklist(row),
        "amends": str(row.amends.uuid) if row.amends else "",
        "amended_by": str(after.uuid) if after else "",
        "is_own": row.proposed_by_key == actor.key,
        "may_decide": may(actor, "frameworks.consult"),
    }


def _checklist(row: Proposal) -> Mapping[str, Any] | None:
    """Return the proposer's SMART scores with their sum, and the gates that are not passed.

    A benchmark that is judged has neither baseline nor owner of data; the gates say so.
    """
    if not row.checklist:
        return None
    measure = row.content.get("measure") or {}
    gates = {
        "baseline": bool(measure.get("baseline")),
        "direction": bool(measure.get("direction")),
        "data_owner": bool(measure.get("indicator")),
    }
    return checklist(row.checklist, gates)

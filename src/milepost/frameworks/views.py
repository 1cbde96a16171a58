"""Pages of consultations. They work without JavaScript."""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor, get_person
from milepost.frameworks import consulting
from milepost.frameworks.consultation_forms import (
    CRITERIA,
    LEVELS,
    TYPES,
    AdoptionForm,
    CommentForm,
    DecisionForm,
    OpenForm,
    ProposalForm,
)
from milepost.frameworks.consultation_reading import (
    KINDS,
    find_entry,
    get_consultation,
    get_proposal,
    list_consultations,
)
from milepost.frameworks.consulting import SMART
from milepost.frameworks.models import ProposalKind
from milepost.frameworks.selectors import get_document, list_frameworks
from milepost.kernel.actors import Actor, may, require
from milepost.kernel.errors import NotFound
from milepost.kernel.pages import attempt, posted, tell

View = Callable[..., HttpResponse]


def _guard(permission: str) -> Callable[[View], View]:
    def wrapped(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
            require(get_actor(request), permission)
            try:
                return view(request, **kwargs)
            except NotFound as missing:
                raise Http404(str(missing)) from missing

        return login_required(guarded)

    return wrapped


def _say(texts: dict[str, str]) -> str:
    return texts.get(get_language() or "en") or texts["en"]


@_guard("frameworks.view_consultations")
@require_http_methods(["GET", "HEAD", "POST"])
def consultation_list(request: HttpRequest) -> HttpResponse:
    """List the consultations; open one."""
    actor = get_actor(request)
    if request.method == "POST":
        require(actor, "frameworks.consult")
    choices = [(row["key"], _say(row["title"])) for row in list_frameworks()]
    form = OpenForm(posted(request), choices=choices)
    if request.method == "POST" and form.is_valid():
        made: list[str] = []
        given = dict(form.cleaned_data)
        framework = given.pop("framework")
        if attempt(
            form, lambda: made.append(consulting.open_consultation(actor, framework, **given))
        ):
            return redirect("consultation", made[0])
    context = {
        "consultations": list_consultations(actor),
        "form": form,
        "may_consult": may(actor, "frameworks.consult"),
    }
    return render(
        request, "frameworks/consultation_list.html", context, status=422 if form.errors else 200
    )


@_guard("frameworks.view_consultations")
@require_safe
def consultation(request: HttpRequest, consultation: str) -> HttpResponse:
    """Show the framework with what is proposed, and who may still propose."""
    actor = get_actor(request)
    shown = get_consultation(actor, consultation)
    context = {
        "consultation": shown,
        "may_propose": shown["takes_proposals"] and may(actor, "frameworks.propose_change"),
        "may_adopt": shown["is_open"] and may(actor, "frameworks.consult"),
        "form": AdoptionForm(),
    }
    return render(request, "frameworks/consultation.html", context)


@_guard("frameworks.propose_change")
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, consultation: str, kind: str) -> HttpResponse:
    """Hand in a proposal of one kind; ``about`` names the entry, ``amends`` another proposal."""
    actor = get_actor(request)
    shown = get_consultation(actor, consultation)
    document = get_document(shown["framework"], shown["version"])
    target = request.GET.get("about", "")
    entry = find_entry(document, target)
    if kind not in ProposalKind.values or (target and entry is None):
        raise Http404
    homes = [
        (node["key"], f"{node['identifier']} {_say(node['title'])}") for node in document["nodes"]
    ]
    form = ProposalForm(posted(request), kind=kind, entry=entry, homes=homes)
    amends = request.GET.get("amends", "")
    if request.method == "POST" and form.is_valid():
        proposed = form.proposed(target, organisation=_organisation(actor), amends=amends)
        made: list[str] = []
        if attempt(form, lambda: made.append(consulting.propose(actor, consultation, proposed))):
            messages.success(request, _("Your proposal is handed in."))
            return redirect("proposal", made[0])
    context = {
        "consultation": shown,
        "kind_name": KINDS[ProposalKind(kind)],
        "entry": entry,
        "form": form,
        "amends": amends,
    }
    return render(request, "frameworks/propose.html", context, status=422 if form.errors else 200)


def _organisation(actor: Actor) -> str:
    """Return for which organisations a person speaks."""
    return ", ".join(row["name"] for row in get_person(actor, actor.key)["organisations"])


@_guard("frameworks.view_consultations")
@require_http_methods(["GET", "HEAD", "POST"])
def proposal(request: HttpRequest, proposal: str) -> HttpResponse:
    """Show a proposal with what is said of it; say something."""
    actor = get_actor(request)
    if request.method == "POST":
        require(actor, "frameworks.propose_change")
    form = CommentForm(posted(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if attempt(form, lambda: consulting.comment(actor, proposal, **given)):
            messages.success(request, _("Your comment is kept."))
            return redirect("proposal", proposal)
    shown = get_proposal(actor, proposal)
    context = {
        "proposal": shown,
        "form": form,
        "decision": DecisionForm(prefix="decision"),
        "may_comment": shown["is_open"] and may(actor, "frameworks.propose_change"),
        "type_name": dict(TYPES).get(shown["content"].get("type", "")),
        "level_name": dict(LEVELS).get(shown["content"].get("level", "")),
        **_smart(shown["checklist"]),
    }
    return render(request, "frameworks/proposal.html", context, status=422 if form.errors else 200)


def _smart(checklist: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the scores of a checklist with their questions, and their sum."""
    if checklist is None:
        return {}
    scores = checklist["items"]
    rows = [{"label": CRITERIA[name], "score": scores[name]} for name in SMART]
    return {"smart": rows, "total": checklist["sum"], "most": checklist["out_of"]}


@_guard("frameworks.consult")
@require_POST
def proposal_decide(request: HttpRequest, proposal: str) -> HttpResponse:
    """Accept or decline a proposal."""
    actor = get_actor(request)
    form = DecisionForm(request.POST, prefix="decision")
    if not form.is_valid():
        messages.error(request, _("Choose accept or decline, and say why."))
        return redirect("proposal", proposal)
    given = form.cleaned_data
    tell(
        request,
        lambda: consulting.decide_proposal(
            actor, proposal, is_accepted=given["verdict"] == "accept", reason=given["reason"]
        ),
        _("The decision is kept."),
    )
    return redirect("proposal", proposal)


@_guard("frameworks.propose_change")
@require_POST
def proposal_withdraw(request: HttpRequest, proposal: str) -> HttpResponse:
    """Take one's own proposal back."""
    actor = get_actor(request)
    tell(
        request,
        lambda: consulting.withdraw_proposal(actor, proposal),
        _("The proposal is withdrawn."),
    )
    return redirect("proposal", proposal)


@_guard("frameworks.consult")
@require_POST
def consultation_adopt(request: HttpRequest, consultation: str) -> HttpResponse:
    """Show what a new version would change, or adopt it."""
    actor = get_actor(request)
    form = AdoptionForm(request.POST)
    shown = get_consultation(actor, consultation)
    context: dict[str, Any] = {"consultation": shown, "form": form, "may_adopt": shown["is_open"]}
    is_trial = "try" in request.POST
    if form.is_valid():
        given = form.cleaned_data
        reports: list[Any] = []

        def write() -> None:
            report = consulting.adopt_version(actor, consultation, **given, dry_run=is_trial)
            reports.append(report)

        if attempt(form, write):
            if not is_trial:
                messages.success(request, _("The new version is adopted."))
                return redirect("consultation", consultation)
            context["changes"] = [change.as_dict() for change in reports[0].changes]
    return render(
        request, "frameworks/consultation.html", context, status=422 if form.errors else 200
    )


@_guard("frameworks.consult")
@require_POST
def consultation_close(request: HttpRequest, consultation: str) -> HttpResponse:
    """End a consultation without a new version."""
    actor = get_actor(request)
    reason = request.POST.get("reason", "")
    tell(
        request,
        lambda: consulting.close_consultation(actor, consultation, reason=reason),
        _("The consultation is closed."),
    )
    return redirect("consultation", consultation)

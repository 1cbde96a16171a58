"""Working pages of surveys: list, load, one survey, one table, one figure. No JavaScript needed."""

import csv
import io
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from milepost.accounts.selectors import get_actor
from milepost.intake import services
from milepost.intake.answer_files import MAX_BYTES
from milepost.intake.forms import SurveyForm
from milepost.intake.selectors import (
    explain_figure,
    get_published_table,
    get_survey,
    get_table,
    list_surveys,
)
from milepost.intake.tables import csv_rows
from milepost.intake.templatetags.surveys import WHOLE
from milepost.kernel.actors import may, require
from milepost.kernel.csv_cells import safe_cell
from milepost.kernel.errors import BadInput, MilepostError
from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import decode_text

View = Callable[..., HttpResponse]


def for_those_inside(view: View) -> View:
    """Let those through who take part; strangers are asked to sign in."""

    @wraps(view)
    def guarded(request: HttpRequest, **kwargs: Any) -> HttpResponse:
        require(get_actor(request), "intake.view_surveys")
        return view(request, **kwargs)

    return login_required(guarded)


@for_those_inside
@require_safe
def survey_list(request: HttpRequest) -> HttpResponse:
    """List the surveys that the reader may see."""
    actor = get_actor(request)
    context = {"surveys": list_surveys(actor), "may_load": may(actor, "intake.load_survey")}
    return render(request, "intake/survey_list.html", context)


@for_those_inside
@require_http_methods(["GET", "HEAD", "POST"])
def survey_new(request: HttpRequest) -> HttpResponse:
    """Take a description with its answers and load them."""
    actor = get_actor(request)
    require(actor, "intake.load_survey")
    form = SurveyForm(request.POST or None, request.FILES or None)
    findings: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        try:
            report = _load(request, form)
        except BadInput as error:
            findings = list(error.findings)
        else:
            say_loaded(request, report)
            return redirect("survey-detail", survey=report.survey)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "findings": findings}
    return render(request, "intake/survey_new.html", context, status=status)


def _load(request: HttpRequest, form: SurveyForm) -> services.LoadReport:
    description, answers = form.cleaned_data["description"], form.cleaned_data["answers"]
    text, findings = decode_text(description.read(MAX_BYTES), description.name)
    if text is None:
        raise BadInput(findings)
    with kept_privately(answers) as path:
        return services.load_survey(
            get_actor(request),
            text,
            path,
            description_name=description.name,
            answers_name=answers.name,
        )


@contextmanager
def kept_privately(file: "UploadedFile[bytes]") -> Iterator[Path]:
    """Write what was sent to a file that only this process reads, for as long as it is needed."""
    with tempfile.NamedTemporaryFile(prefix="survey-") as stream:
        for chunk in file.chunks():
            stream.write(chunk)
        stream.flush()
        yield Path(stream.name)


def say_loaded(request: HttpRequest, report: services.LoadReport) -> None:
    """Tell a person what loading a survey did."""
    if report.outcome == "unchanged":
        messages.info(request, _("This survey was there already; nothing changed."))
        return
    messages.success(
        request, _("%(count)s respondents were taken in.") % {"count": report.respondents}
    )
    if report.withdrawn:
        messages.info(
            request,
            _("Tables of the answers before were withdrawn: %(questions)s.")
            % {"questions": ", ".join(report.withdrawn)},
        )


@for_those_inside
@require_safe
def survey_detail(request: HttpRequest, survey: str) -> HttpResponse:
    """Show one survey: its tables, who answered, what was agreed."""
    actor = get_actor(request)
    context = {
        "survey": get_survey(actor, survey),
        "may_withdraw": may(actor, "intake.withdraw_survey"),
    }
    return render(request, "intake/survey_detail.html", context)


@for_those_inside
@require_safe
def survey_table(request: HttpRequest, survey: str, question: str) -> HttpResponse:
    """Show the table of one question."""
    actor = get_actor(request)
    context = {
        "survey": get_survey(actor, survey),
        "found": get_table(actor, survey, question),
        "may_publish": may(actor, "intake.publish_table"),
        "may_withdraw": may(actor, "intake.withdraw_survey"),
    }
    return render(request, "intake/survey_table.html", context)


@for_those_inside
@require_safe
def survey_figure(
    request: HttpRequest, survey: str, question: str, stratum: str, option: str
) -> HttpResponse:
    """Show how one figure came about."""
    actor = get_actor(request)
    code = "" if stratum == WHOLE else stratum
    working = explain_figure(actor, survey, question, code, option)
    table = get_table(actor, survey, question)["table"]
    context = {
        "survey": get_survey(actor, survey),
        "table": table,
        "stratum": code,
        "option": next(item for item in table["options"] if item["code"] == option),
        "working": working,
    }
    return render(request, "intake/survey_figure.html", context)


@for_those_inside
@require_safe
def survey_csv(request: HttpRequest, survey: str, question: str) -> HttpResponse:
    """Hand out a published table as CSV."""
    actor = get_actor(request)
    table = get_published_table(actor, survey, question)
    stream = io.StringIO()
    rows = csv_rows(get_survey(actor, survey), table)
    csv.writer(stream).writerows([[safe_cell(cell) for cell in row] for row in rows])
    response = HttpResponse(stream.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{survey}-{question}.csv"'
    return response


@for_those_inside
@require_POST
def table_publish(request: HttpRequest, survey: str, question: str) -> HttpResponse:
    """Publish a table."""

    def act() -> None:
        services.publish_table(get_actor(request), survey, question)

    _try(request, act, _("The table is published."))
    return redirect("survey-table", survey=survey, question=question)


@for_those_inside
@require_POST
def table_withdraw(request: HttpRequest, survey: str, question: str) -> HttpResponse:
    """Withdraw a published table, for a reason."""
    reason = request.POST.get("reason", "")

    def act() -> None:
        services.withdraw_table(get_actor(request), survey, question, reason=reason)

    _try(request, act, _("The table is withdrawn."))
    return redirect("survey-table", survey=survey, question=question)


@for_those_inside
@require_POST
def survey_withdraw(request: HttpRequest, survey: str) -> HttpResponse:
    """Withdraw a survey with its tables and answers, for a reason."""
    reason = request.POST.get("reason", "")

    def act() -> None:
        services.withdraw_survey(get_actor(request), survey, reason=reason)

    _try(request, act, _("The survey is withdrawn and its answers were removed."))
    return redirect("survey-detail", survey=survey)


def _try(request: HttpRequest, act: Callable[[], None], done: str) -> None:
    """Do what was asked for and say so; what the person can mend is said on the page.

    What the person may not do or see leads to the page for that, as everywhere.
    """
    try:
        act()
    except MilepostError as error:
        if error.status in {403, 404}:
            raise
        messages.error(request, str(error))
    else:
        messages.success(request, done)

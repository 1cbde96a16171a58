"""The page that takes the answers to a form made with XLSForm."""

from contextlib import ExitStack
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from milepost.accounts.selectors import get_actor
from milepost.intake.answer_files import MAX_BYTES
from milepost.intake.forms import FilledFormForm
from milepost.intake.services import LoadReport
from milepost.intake.views import for_those_inside, kept_privately, say_loaded
from milepost.intake.xlsform.importing import Handed, load_answers
from milepost.kernel.actors import require
from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.kernel.yaml_text import decode_text


@for_those_inside
@require_http_methods(["GET", "HEAD", "POST"])
def survey_form(request: HttpRequest) -> HttpResponse:
    """Take a description, a form and its answers, and load them."""
    require(get_actor(request), "intake.load_survey")
    form = FilledFormForm(request.POST or None, request.FILES or None)
    findings: list[Finding] = []
    if request.method == "POST" and form.is_valid():
        try:
            report, warnings = _load(request, form)
        except BadInput as error:
            findings = list(error.findings)
        else:
            say_loaded(request, report)
            for warning in warnings:
                messages.warning(request, f"{warning.what} {warning.remedy}")
            return redirect("survey-detail", survey=report.survey)
    status = 422 if request.method == "POST" else 200
    context = {"form": form, "findings": findings}
    return render(request, "intake/survey_form.html", context, status=status)


def _load(request: HttpRequest, form: FilledFormForm) -> tuple[LoadReport, tuple[Finding, ...]]:
    data = form.cleaned_data
    description: UploadedFile[Any] = data["description"]
    name = description.name or _("the file")
    text, findings = decode_text(description.read(MAX_BYTES), name)
    if text is None:
        raise BadInput(findings)
    with ExitStack() as stack:
        files = [
            (stack.enter_context(kept_privately(file)), str(file.name))
            for file in (data["form"], data["answers"], data["repeat_rows"])
            if file
        ]
        names = [line.strip() for line in data["questions"].splitlines()]
        handed = Handed(
            about=text,
            about_name=name,
            form=files[0],
            exports=tuple(files[1:]),
            questions=tuple(name for name in names if name),
            repeat=data["repeat"].strip(),
            respondent=data["respondent"].strip(),
            weight=data["weight"].strip(),
        )
        return load_answers(get_actor(request), handed)

"""Why the evidence behind a rating has its grade, one sentence for each criterion."""

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from milepost.measure.working import Working
from milepost.publishing import formats

STARTS: dict[str, str | Promise] = {
    "official": _("The best source is an official one, so the grade starts at A."),
    "administrative": _("The best source is a record of the authority, so the grade starts at A."),
    "survey": _("The best source is a survey, so the grade starts at B."),
    "study": _("The best source is a study or an estimate, so the grade starts at B."),
    "opinion": _("It rests on what people say or saw, so the grade starts at C."),
}
"""Kind of the best source -> where the grade starts."""

ANSWERED: dict[str, str | Promise] = {
    "yes": _("Those who answered the survey represent those who were to be asked"),
    "no": _("Those who answered the survey do not represent those who were to be asked"),
    "unknown": _("It is not known whom those who answered the survey represent"),
}
"""Whether a survey is representative -> a clause."""


def grade_sentences(working: Working, language: str) -> list[str]:
    """Return what a grade is made from: its start, then each step down or that there is none."""
    given = {item.name: item.value for item in working.given}
    source, steps = given["source"], {line.at: line.value for line in working.lines}
    if source is None or "age" not in steps:
        return [gettext("No source is known, so the grade is D.")]
    said = [str(STARTS[source])]
    said.append(_with_step(_age(given["age"], language), steps["age"]))
    said.append(_with_step(_sources(given["sources"], language), steps["sources"]))
    if given["sources"] != 1:
        agreed = gettext("Those who say it agree") if given["agree"] else gettext("They disagree")
        said.append(_with_step(agreed, steps["agreement"]))
    if given.get("representative"):
        answered = str(ANSWERED[given["representative"]])
        said.append(_with_step(answered, steps["representativity"]))
    return said


def _age(years: float | None, language: str) -> str:
    if years is None:
        return gettext("Its age is not known")
    if years < 1:
        return gettext("It is less than a year old")
    return gettext("It is %(years)s years old") % {"years": formats.number(years, language, 1)}


def _sources(count: int, language: str) -> str:
    return ngettext(
        "%(count)s independent source says so", "%(count)s independent sources say so", count
    ) % {"count": formats.number(count, language)}


def _with_step(clause: str, step: int) -> str:
    template = gettext("%(clause)s: one step down.") if step else gettext("%(clause)s: no step.")
    return template % {"clause": clause}

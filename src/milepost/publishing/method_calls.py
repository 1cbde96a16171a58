"""Calling one method of the catalogue with inputs that somebody typed."""

from collections.abc import Mapping
from typing import Any

import orjson
from django.utils.translation import gettext as _

from milepost.kernel.errors import BadInput
from milepost.kernel.findings import Finding
from milepost.measure.catalogue import METHODS
from milepost.measure.examples import EXAMPLES
from milepost.measure.reading import WrongInputsError, read_inputs
from milepost.measure.working import Working, worked


def read_call(name: str, options: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return the method and its inputs: those typed, or else those of its published example.

    Raises BadInput with every finding for a method that is not there, for an input that is not
    NAME=VALUE, and for a method without inputs and without an example.
    """
    if name not in METHODS:
        raise BadInput([_unknown(name)])
    typed: dict[str, Any] = {}
    findings = []
    for text in () if options["example"] else options["input"]:
        argument, equals, value = text.partition("=")
        if equals and argument:
            typed[argument] = _value(value)
        else:
            findings.append(_not_an_input(text))
    if findings:
        raise BadInput(findings)
    if not typed:
        if name not in EXAMPLES:
            raise BadInput(
                [_refused(name, _("It has no published example, so inputs are needed."))]
            )
        typed = dict(EXAMPLES[name].inputs)
    return name, typed


def call(name: str, inputs: Mapping[str, Any]) -> Working:
    """Run a method; raises BadInput when it does not take the inputs."""
    try:
        method = METHODS[name]
        result = method(**read_inputs(method, inputs))
    except WrongInputsError as refused:
        raise BadInput([_refused(name, problem) for problem in refused.problems]) from refused
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        raise BadInput([_refused(name, str(error))]) from error
    return result if isinstance(result, Working) else worked(result)


def _value(text: str) -> Any:
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text


def _unknown(name: str) -> Finding:
    return Finding(
        code="MEASURE_METHOD_UNKNOWN",
        where="measure explain",
        what=_("There is no method “%(name)s”.") % {"name": name},
        why=_("Only methods of the catalogue can be explained."),
        remedy=_("Run milepost measure list and take an id from it."),
    )


def _not_an_input(text: str) -> Finding:
    return Finding(
        code="MEASURE_INPUT_UNREADABLE",
        where="measure explain --input",
        what=_("“%(text)s” is not a name and a value.") % {"text": text[:60]},
        why=_("An input is given to the method by its name."),
        remedy=_("Write it as NAME=VALUE, such as parties=60."),
    )


def _refused(name: str, reason: str) -> Finding:
    return Finding(
        code="MEASURE_INPUT_REFUSED",
        where=name,
        what=_("The method does not take these inputs: %(reason)s") % {"reason": reason},
        why=_("A figure from other inputs than the method takes would mean nothing."),
        remedy=_("Look at the published example: milepost measure explain --example %(name)s.")
        % {"name": name},
    )

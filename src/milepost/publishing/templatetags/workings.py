"""The tag that puts a working of a method into words."""

from django import template
from django.utils.translation import get_language

from milepost.measure.working import Working
from milepost.publishing.workings import Explained, explain

register = template.Library()


@register.filter
def explained(working: Working) -> Explained:
    """Return the sentence, steps and inputs of a working in the language of the page."""
    return explain(working, get_language() or "en")

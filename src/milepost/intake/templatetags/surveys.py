"""Tags for tables of surveys: cells side by side with what they belong to, states in words."""

from collections.abc import Mapping
from typing import Any

from django import template

from milepost.intake import wording

register = template.Library()
WHOLE = "-"
"""Stands for the row of all strata in an address, where an empty text cannot."""


@register.filter
def table_lines(table: Mapping[str, Any], strata: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a table with the label of each stratum and its cells in order.

    The label of the total is empty.
    """
    labels = {item["code"]: item["label"] for item in strata["items"]}
    return [
        {
            **row,
            "label": labels.get(row["stratum"]),
            "address": row["stratum"] or WHOLE,
            "cells": [
                {"option": option, "figure": row["figures"][option["code"]]}
                for option in table["options"]
            ],
        }
        for row in table["rows"]
    ]


@register.filter
def stratum_label(strata: Mapping[str, Any], code: str) -> Any:
    """Return the label of a stratum as a text map; None for the total."""
    return next((item["label"] for item in strata["items"] if item["code"] == code), None)


@register.filter
def balance(ratio: float | None) -> tuple[str, Any] | None:
    """Return symbol and word for how a stratum is represented; None when it is not known."""
    return None if ratio is None else wording.balance_of(ratio)


@register.filter
def has_hidden(table: Mapping[str, Any]) -> bool:
    """Whether a table has a hidden cell."""
    return any(figure["is_hidden"] for row in table["rows"] for figure in row["figures"].values())


@register.filter
def has_rounded(table: Mapping[str, Any]) -> bool:
    """Whether a table has a total that is rounded beside hidden cells."""
    return any(figure["rounded_to"] for figure in table["rows"][-1]["figures"].values())


@register.filter
def survey_word(code: str, vocabulary: str) -> Any:
    """Return a state, level or weighting in words: ``{{ code|survey_word:"levels" }}``."""
    words: Mapping[str, Any] = getattr(wording, vocabulary.upper())
    return words.get(code, code)

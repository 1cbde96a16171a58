"""The start of a process that renders: a module that can be read before Django is set up."""

import importlib
from pathlib import Path

import django

from milepost.publishing.static_site.options import Options


def start(
    releases: Path, name: str, contact: str, options: Options, addresses: dict[str, str]
) -> None:
    """Make a fresh process ready to render what ``building`` sends it."""
    django.setup()
    # Its models can only be read after the line above.
    building = importlib.import_module("milepost.publishing.static_site.building")
    building.begin(releases, name, contact, options, addresses)

"""Hypothesis without a time limit per example: a busy machine is not a wrong formula."""

from hypothesis import settings

settings.register_profile("milepost", deadline=None)
settings.load_profile("milepost")

"""Milepost measures movement on what was promised to migrants."""

__version__ = "0.1.0"

"""Formats of days that differ from Django's, or that Django has under another name."""

"""The languages in which content may be given; those of the interface are a setting."""

from typing import Final

LANGUAGES: Final = ("en", "fr", "ar", "es", "ru", "zh")
"""ISO 639-1 codes of the six languages of the United Nations, English first."""

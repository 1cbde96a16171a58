"""The Django application of the room `evidence`."""

from django.apps import AppConfig


class EvidenceConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.evidence"
    label = "evidence"
    default_auto_field = "django.db.models.BigAutoField"

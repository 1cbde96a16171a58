"""The Django application of the room `audit`."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.audit"
    label = "audit"
    default_auto_field = "django.db.models.BigAutoField"

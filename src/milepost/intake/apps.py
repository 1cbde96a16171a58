"""The Django application of the room `intake`."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.intake"
    label = "intake"
    default_auto_field = "django.db.models.BigAutoField"

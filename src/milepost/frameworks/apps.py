"""The Django application of the room `frameworks`."""

from django.apps import AppConfig


class FrameworksConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.frameworks"
    label = "frameworks"
    default_auto_field = "django.db.models.BigAutoField"

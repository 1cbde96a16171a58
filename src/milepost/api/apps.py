"""The Django application of the room `api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"

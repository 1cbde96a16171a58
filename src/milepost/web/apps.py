"""The Django application of the room `web`."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

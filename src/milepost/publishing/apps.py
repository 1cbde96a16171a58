"""The Django application of the room `publishing`."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.publishing"
    label = "publishing"
    default_auto_field = "django.db.models.BigAutoField"

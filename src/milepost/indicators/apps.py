"""The Django application of the room `indicators`."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.indicators"
    label = "indicators"
    default_auto_field = "django.db.models.BigAutoField"

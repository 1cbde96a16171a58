"""The Django application of the room `kernel`."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

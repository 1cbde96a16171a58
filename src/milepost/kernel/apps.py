"""The Django application of the room `kernel`."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class KernelConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.kernel"
    label = "kernel"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read what every room declares about people."""
        autodiscover_modules("personal")

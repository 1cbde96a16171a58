"""The Django application of the room `places`."""

from django.apps import AppConfig


class PlacesConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.places"
    label = "places"
    default_auto_field = "django.db.models.BigAutoField"

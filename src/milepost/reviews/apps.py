"""The Django application of the room `reviews`."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

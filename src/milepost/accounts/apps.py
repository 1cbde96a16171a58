"""The Django application of the room `accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Registers the room under a label that never changes."""

    name = "milepost.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

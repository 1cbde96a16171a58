"""How signing in works here: by address, for people who were invited."""

from collections.abc import Mapping
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up; after signing in a person is in the workspace."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody makes an account without an invitation."""
        return False

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Return the workspace."""
        return reverse("work")

    def get_logout_redirect_url(self, request: HttpRequest) -> str:
        """Return the public site."""
        return reverse("home")


def name_of_attempt(request: HttpRequest | None, credentials: Mapping[str, Any] | None) -> str:
    """Return the address that somebody tries to sign in with, for counting failures."""
    stated = (credentials or {}).get("email") or (credentials or {}).get("username")
    if not stated and request is not None:
        stated = request.POST.get("login", "")
    return str(stated or "").strip().lower()

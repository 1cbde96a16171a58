"""Who writes through the API: the person of a token, with what the token leaves of their rights."""

from typing import Any

from django.http import HttpRequest
from ninja.security import HttpBearer

from milepost.accounts.services import act_by_token
from milepost.api.errors import TokenMissing
from milepost.kernel.actors import Actor, may, require


class ByToken(HttpBearer):
    """Asks for a token that allows something, before anything is read of what was sent.

    Without a permission any token will do that is in force.

    A role may hold in a part of the instance: whether it reaches what is sent is for the service
    to say; whoever holds the permission nowhere is refused here.
    """

    openapi_name = "token"

    def __init__(self, permission: str = "") -> None:
        self.permission = permission
        super().__init__()

    def __call__(self, request: HttpRequest) -> Any:
        """Return who acts, or refuse. Sessions of the site count for nothing here."""
        scheme, _space, secret = request.headers.get("Authorization", "").partition(" ")
        if scheme.lower() != self.openapi_scheme or not secret.strip():
            raise TokenMissing
        return self.authenticate(request, secret.strip())

    def authenticate(self, request: HttpRequest, token: str) -> Actor:
        """Return who acts. Raises ``TokenMissing`` and ``PermissionRefused``."""
        actor = act_by_token(token)
        if actor is None:
            raise TokenMissing
        if self.permission and not any(
            may(actor, self.permission, held.scope) for held in actor.held
        ):
            require(actor, self.permission)
        return actor

    def _reaches(self, actor: Actor) -> bool:
        return any(may(actor, self.permission, held.scope) for held in actor.held)


def actor_in(request: HttpRequest) -> Actor:
    """Return who acts, as ``ByToken`` found it."""
    actor: Actor = request.auth  # type: ignore[attr-defined]
    return actor

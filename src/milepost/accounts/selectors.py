"""Reading people."""

from django.http import HttpRequest

from milepost.accounts.models import User, role_names
from milepost.kernel.actors import ANONYMOUS, Actor, ActorKind


def get_actor(request: HttpRequest) -> Actor:
    """Return who acts in this request: the signed-in person with roles, or a stranger."""
    user = request.user
    if not isinstance(user, User) or not user.is_active:
        return ANONYMOUS
    return Actor(ActorKind.PERSON, str(user.uuid), user.name, role_names(user))


def has_people() -> bool:
    """Whether anybody can sign in to this instance yet."""
    return User.objects.exists()

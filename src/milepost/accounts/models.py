"""People who sign in, and the roles they hold on this instance."""

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Role(models.TextChoices):
    """What a person may do on the whole instance; narrower scopes come with review rounds."""

    ADMINISTRATOR = "administrator", "administrator"
    EDITOR = "editor", "editor"
    DATA_STEWARD = "data_steward", "data steward"
    ASSESSOR = "assessor", "assessor"
    OBSERVER = "observer", "observer"


class UserManager(BaseUserManager["User"]):
    """Creates users by e-mail address."""

    def create_user(self, email: str, name: str, password: str | None) -> "User":
        """Create and save a user; the address is compared without case."""
        user: User = self.model(email=email.strip().lower(), name=name)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Find a user by address, whatever its case."""
        return self.get(email=(username or "").strip().lower())


class User(Identified, AbstractBaseUser):
    """A person. The address is private; the name is shown to members only."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name


class RoleGrant(models.Model):
    """One role held by one person."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    granted_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        constraints = (models.UniqueConstraint(fields=["user", "role"], name="one_grant_a_role"),)

    def __str__(self) -> str:
        return f"{self.user}: {self.role}"


def role_names(user: Any) -> frozenset[str]:
    """Return the roles of a saved user."""
    return frozenset(RoleGrant.objects.filter(user=user).values_list("role", flat=True))

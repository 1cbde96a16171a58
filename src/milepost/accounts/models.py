"""People who sign in, the organisations they act for, and the roles they hold."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class Role(models.TextChoices):
    """What a person may do, on the whole instance or in a part of it."""

    ADMINISTRATOR = "administrator", "administrator"
    EDITOR = "editor", "editor"
    REVIEWER = "reviewer", "reviewer"
    DATA_STEWARD = "data_steward", "data steward"
    ASSESSOR = "assessor", "assessor"
    RAPPORTEUR = "rapporteur", "rapporteur"
    CONTRIBUTOR = "contributor", "contributor"
    FOCAL_POINT = "focal_point", "government focal point"
    OBSERVER = "observer", "observer"


class OrganisationKind(models.TextChoices):
    """What kind of actor an organisation is; its people judge from this standpoint."""

    CIVIL_SOCIETY = "civil_society"
    MIGRANT_ASSOCIATION = "migrant_association"
    TRADE_UNION = "trade_union"
    EMPLOYER = "employer"
    GOVERNMENT = "government"
    LOCAL_AUTHORITY = "local_authority"
    INTERNATIONAL_AGENCY = "international_agency"
    ACADEMIA = "academia"


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
    language = models.CharField(max_length=8, blank=True)
    is_active = models.BooleanField(default=True)
    joined_at = models.DateTimeField(default=clock.now, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]
    objects: ClassVar[UserManager] = UserManager()

    def __str__(self) -> str:
        return self.name


class Organisation(Identified):
    """An organisation as an actor of its own; nobody signs in as one.

    One that was found to be a duplicate keeps its row and points to the one that stays.
    ``is_named`` says that it has agreed to be named on the public site as taking part.
    """

    name = models.CharField(max_length=250)
    short_name = models.CharField(max_length=60, blank=True)
    kind = models.CharField(max_length=24, choices=OrganisationKind.choices)
    place = models.CharField(max_length=64, blank=True)
    website = models.URLField(max_length=500, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="duplicates"
    )
    merged_at = models.DateTimeField(null=True)
    is_named = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Standing(models.TextChoices):
    """What a person is in an organisation."""

    MEMBER = "member"
    MANAGER = "manager"
    SIGNATORY = "signatory"


class Membership(models.Model):
    """A person in an organisation; a signatory may sign for it, a manager invites its people."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.MEMBER)
    since = models.DateTimeField(default=clock.now, editable=False)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=models.Q(ended_at=None),
                name="one_current_membership_an_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id} in {self.organisation_id}: {self.standing}"


class RoleGrant(models.Model):
    """One role held by one person, on the whole instance or where its limits say.

    An ended grant stays: who could do what at which time is part of the record.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="grants")
    role = models.CharField(max_length=32, choices=Role.choices)
    framework = models.CharField(max_length=64, blank=True)
    edition = models.CharField(max_length=64, blank=True)
    place = models.CharField(max_length=64, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="grants"
    )
    granted_at = models.DateTimeField(default=clock.now, editable=False)
    granted_by = models.CharField(max_length=200, blank=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["user", "role", "framework", "edition", "place"],
                condition=models.Q(ended_at=None, organisation=None),
                name="one_current_grant_a_role",
            ),
            models.UniqueConstraint(
                fields=["user", "role", "framework", "edition", "place", "organisation"],
                condition=models.Q(ended_at=None, organisation__isnull=False),
                name="one_current_grant_a_role_in_an_organisation",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role}"


class Invitation(Identified):
    """An invitation to join, by a token of which only the hash is kept.

    ``grants`` are the roles that its acceptance gives: a list of objects with role, framework,
    edition, place and organisation (a uuid).
    """

    email = models.EmailField()
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=8, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations"
    )
    standing = models.CharField(max_length=16, choices=Standing.choices, default=Standing.MEMBER)
    grants = models.JSONField(default=list)
    token_hash = models.CharField(max_length=64, unique=True)
    invited_at = models.DateTimeField(default=clock.now, editable=False)
    invited_by = models.CharField(max_length=200)
    invited_by_key = models.CharField(max_length=64)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    accepted_by = models.ForeignKey(
        User, null=True, on_delete=models.SET_NULL, related_name="accepted_invitations"
    )
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"invitation {self.uuid}"


class OutgoingMail(models.Model):
    """One message to one address; its text is wiped when it was sent."""

    address = models.EmailField()
    subject = models.CharField(max_length=250)
    body = models.TextField()
    html = models.TextField(blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    next_try_at = models.DateTimeField(default=clock.now, db_index=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.CharField(max_length=500, blank=True)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.subject} ({'sent' if self.sent_at else 'waiting'})"


class ErasureRequest(models.Model):
    """A person asks to be erased; an administrator carries it out, or says why not."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="erasure_requests")
    words = models.TextField(blank=True)
    requested_at = models.DateTimeField(default=clock.now, editable=False)
    settled_at = models.DateTimeField(null=True)
    answer = models.TextField(blank=True)

    class Meta:
        ordering = ("id",)
        constraints = (
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(settled_at=None),
                name="one_open_erasure_request_a_person",
            ),
        )

    def __str__(self) -> str:
        return f"{self.user_id}: {'settled' if self.settled_at else 'open'}"


class Token(Identified):
    """What lets a program act as a person; only the hash of it is kept.

    ``scopes`` says what it is for; a revoked or expired token stays for a while, to be seen.
    """

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    secret_hash = models.CharField(max_length=64, unique=True)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ("-id",)

    def __str__(self) -> str:
        return f"token {self.uuid}"

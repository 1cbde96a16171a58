"""Addresses with which people sign in, as the sign-in library keeps them."""

from allauth.account.models import EmailAddress

from milepost.accounts.models import User


def keep_address(user: User) -> None:
    """Let a person sign in and recover the password with the address of the account.

    It counts as verified: an operator vouched for it, or an invitation was opened from it.
    """
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )

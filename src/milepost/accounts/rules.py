"""Who may do what with people, organisations, roles and invitations."""

from milepost.kernel.actors import Actor, grant
from milepost.kernel.scopes import Scope


def is_administrator(actor: Actor, subject: object = None) -> bool:
    """Administrators and the operator at the command line."""
    return actor.has_role("administrator")


def may_grant(actor: Actor, subject: object = None) -> bool:
    """Administrators give every role; an editor of an edition or place gives roles in it."""
    limited = isinstance(subject, Scope) and bool(subject.stated())
    return actor.has_role("administrator") or (limited and actor.has_role("editor", at=subject))


def may_invite(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors; a manager of an organisation invites into it."""
    return actor.has_role("administrator", "editor") or actor.has_role("manager", at=subject)


def may_edit_organisation(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors; a manager for the own organisation."""
    return actor.has_role("administrator", "editor") or actor.has_role("manager", at=subject)


def may_edit_organisations(actor: Actor, subject: object = None) -> bool:
    """Administrators and editors."""
    return actor.has_role("administrator", "editor")


def may_view_organisations(actor: Actor, subject: object = None) -> bool:
    """Everybody who takes part: organisations are public actors, their people are not."""
    return actor.holds()


grant("accounts.create_user", is_administrator)
grant("accounts.view_organisations", may_view_organisations)
grant("accounts.view_people", may_edit_organisations)
grant("accounts.grant_role", may_grant)
grant("accounts.grant_leading_role", is_administrator)
grant("accounts.invite_person", may_invite)
grant("accounts.edit_organisation", may_edit_organisation)
grant("accounts.edit_members", may_edit_organisation)
grant("accounts.merge_organisations", may_edit_organisations)
grant("accounts.close_account", is_administrator)

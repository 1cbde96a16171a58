"""Who may do what with people, organisations, roles and invitations."""

from milepost.kernel.actors import Actor, ActorKind, grant
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


def may_view_members(actor: Actor, subject: object = None) -> bool:
    """Who may change an organisation, and those who belong to it."""
    own = isinstance(subject, Scope) and subject.organisation in actor.organisations
    return own or may_edit_organisation(actor, subject)


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
grant("accounts.view_members", may_view_members)
grant("accounts.edit_members", may_edit_organisation)
grant("accounts.merge_organisations", may_edit_organisations)
grant("accounts.name_instance", is_administrator)
grant("accounts.close_account", is_administrator)


def may_see_own(actor: Actor, subject: object = None) -> bool:
    """A person for what is held about themselves (``subject`` is the uuid); administrators."""
    own = actor.kind is ActorKind.PERSON and actor.key == subject
    return own or actor.has_role("administrator")


def is_own(actor: Actor, subject: object = None) -> bool:
    """A person for themselves; the operator at the command line for anybody."""
    return actor.is_system or (actor.kind is ActorKind.PERSON and actor.key == subject)


grant("accounts.make_token", is_own)
grant("accounts.view_tokens", may_see_own)
grant("accounts.revoke_token", may_see_own)
grant("accounts.export_person", may_see_own)
grant("accounts.request_erasure", may_see_own)
grant("accounts.erase_person", is_administrator)
grant("accounts.sweep", is_administrator)
grant("accounts.view_inventory", may_view_organisations)

"""Who may reach which address: one row for each, the whole of what the site answers.

The views and services decide; this table says what they decide by, so that it can be printed,
and a test asks every address as every role and holds the answers against it. An address without
a row fails that test.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from milepost.kernel.actors import ANONYMOUS, Actor, ActorKind, may
from milepost.kernel.scopes import Held, Scope

ANYONE: Final = "anyone"
"""Open to the world."""

SIGNED_IN: Final = "signed in"
"""Open to everybody with an account, for what is their own."""

NOT_TAKEN: Final = ""
"""The address takes no request of this kind."""

ROLES: Final = (
    "administrator",
    "editor",
    "reviewer",
    "data_steward",
    "assessor",
    "rapporteur",
    "contributor",
    "focal_point",
    "observer",
)
"""Roles in the order of the printed matrix."""

MANAGER: Final = "manager"
"""Held by belonging to an organisation; it opens nothing outside that organisation."""

LIMITS: Final = ("framework", "edition", "place", "organisation")
"""What a role can be limited to, in the order of the printed matrix."""

AFTER_JUDGING: Final = frozenset({"reviews.view_panel", "reviews.write_remark"})
"""Permissions that an assessor holds in a panel after the own judgement alone."""


@dataclass(frozen=True, slots=True)
class Access:
    """What reading an address and writing to it ask for: a permission or one of the words above.

    ``limits`` names what the thing behind the address says about where it lies: a role limited to
    one of these opens the address when it is limited to that very framework, edition, place or
    organisation, and not when to another. ``write_limits`` says so of writing where it differs.
    ``in_any`` says that the page is made for the part in which one holds a role, whichever it is.
    """

    read: str = NOT_TAKEN
    write: str = NOT_TAKEN
    limits: tuple[str, ...] = ()
    write_limits: tuple[str, ...] = ()
    in_any: bool = False

    def limits_of(self, needed: str) -> tuple[str, ...]:
        """Return where the thing lies as the request asks that needs this permission."""
        return self.write_limits if needed == self.write and self.write_limits else self.limits


def _only_read(permission: str, *names: str) -> dict[str, Access]:
    return {name: Access(read=permission) for name in names}


_EDITION: Final = ("edition",)
_RATING: Final = ("framework", "edition", "place")
_ORGANISATION: Final = ("organisation",)

_PUBLIC = _only_read(
    ANYONE,
    "health",
    "robots",
    "home",
    "rounds",
    "methods",
    "method",
    "compare-editions",
    "edition",
    "places",
    "place",
    "paper-and-practice",
    "compare-places",
    "corridors",
    "corridors-csv",
    "corridor",
    "explore",
    "explore-chart",
    "explore-embed",
    "explore-csv",
    "explore-json",
    "explore-figures",
    "edition-surveys",
    "edition-survey",
    "edition-survey-table",
    "edition-survey-csv",
    "edition-survey-figure",
    "feed",
    "edition-feed",
    "edition-card",
    "goal-card",
    "place-card",
    "place-ratings",
    "place-badge",
    "place-share",
    "place-embed",
    "rating-badge",
    "rating-embed",
    "table-embed",
    "find",
    "find-index",
    "sources",
    "quality-list",
    "quality",
    "quality-csv",
    "downloads",
    "report-file",
    "export-file",
    "catalogue",
    "catalogue-turtle",
    "sdmx-structures",
    "sdmx-structures-agency",
    "sdmx-structures-name",
    "sdmx-structures-version",
    "sdmx-data",
    "sdmx-data-version",
    "sdmx-data-key",
    "sdmx-availability",
    "sdmx-availability-version",
    "sdmx-availability-key",
    "bundle-file",
    "indicator-csv",
    "indicator-json",
    "ratings-csv",
    "chart-file",
    "chart-embed",
    "framework",
    "goal",
    "benchmark",
    "trace-json",
    "share-image",
    "benchmark-csv",
    "sensitivity-csv",
    "benchmark-place",
)

_API = _only_read(
    ANYONE,
    "api-docs",
    "api-openapi",
    "api-entry",
    "api-editions",
    "api-edition",
    "api-frameworks",
    "api-framework",
    "api-mappings",
    "api-places",
    "api-place",
    "api-ratings",
    "api-rating",
    "api-replies",
    "api-indicators",
    "api-indicator",
    "api-group-values",
    "api-observations",
    "api-sources",
    "api-practices",
    "api-surveys",
    "api-survey",
    "api-search",
) | {
    "api-token": Access(SIGNED_IN),
    "api-imports": Access(write="indicators.import_data"),
    "api-assessments": Access(write="reviews.record_assessment"),
}

_ACCOUNTS = {
    "person-list": Access("accounts.view_people"),
    "person-detail": Access("accounts.view_people", "accounts.grant_role"),
    "role-end": Access(write="accounts.grant_role"),
    "account-close": Access(write="accounts.close_account"),
    "invitation-new": Access("accounts.invite_person", "accounts.invite_person", in_any=True),
    "invitation-withdraw": Access(write="accounts.invite_person"),
    "person-tokens": Access("accounts.view_tokens", "accounts.make_token"),
    "token-revoke": Access(write="accounts.revoke_token"),
    "person-held": Access("accounts.request_erasure"),
    "person-download": Access(write="accounts.export_person"),
    "erasure-ask": Access(write="accounts.request_erasure"),
    "person-erase": Access(write="accounts.erase_person"),
    "privacy": Access("accounts.view_inventory", "accounts.sweep"),
    "join": Access(ANYONE, ANYONE),
    "organisation-list": Access("accounts.view_organisations"),
    "organisation-new": Access("accounts.edit_organisation", "accounts.edit_organisation"),
    "organisation-naming": Access(write="accounts.edit_organisation", limits=_ORGANISATION),
    "organisation-detail": Access(
        "accounts.view_organisations", "accounts.edit_organisation", limits=_ORGANISATION
    ),
    "member-change": Access(write="accounts.edit_members", limits=_ORGANISATION),
    "organisation-merge": Access(write="accounts.merge_organisations"),
}

_FRAMEWORKS = {
    "consultation-list": Access("frameworks.view_consultations", "frameworks.consult"),
    "consultation": Access("frameworks.view_consultations"),
    "proposal-new": Access("frameworks.propose_change", "frameworks.propose_change"),
    "consultation-adopt": Access(write="frameworks.consult"),
    "consultation-close": Access(write="frameworks.consult"),
    "proposal": Access("frameworks.view_consultations", "frameworks.propose_change"),
    "proposal-decide": Access(write="frameworks.consult"),
    "proposal-withdraw": Access(write="frameworks.propose_change"),
}

_INDICATORS = {
    "import-list": Access("indicators.view_imports"),
    "import-new": Access("indicators.import_data", "indicators.import_data"),
    "import-sdmx": Access("indicators.import_data", "indicators.import_data"),
    "import-package": Access("indicators.import_data", "indicators.import_data"),
    "import-detail": Access("indicators.view_imports"),
    "import-mapping": Access("indicators.import_data", "indicators.import_data"),
    "import-status": Access(write="indicators.withdraw_vintage"),
    "import-findings": Access("indicators.view_imports"),
    "conflict-decide": Access("indicators.import_data", "indicators.import_data"),
    "work-quality-list": Access("indicators.view_imports"),
    "work-quality": Access("indicators.view_imports"),
    "work-quality-csv": Access("indicators.view_imports"),
}

_REVIEWS = {
    "edition-board-list": Access("reviews.view_edition"),
    "edition-new": Access("reviews.open_edition", "reviews.open_edition"),
    "edition-board": Access("reviews.view_work", limits=_EDITION),
    "edition-compute": Access(write="reviews.compute_edition", limits=_EDITION),
    "edition-close": Access(write="reviews.close_edition", limits=_EDITION),
    "edition-choose": Access("reviews.view_work", limits=_EDITION),
    "edition-assess": Access("reviews.view_rating", "reviews.record_assessment", limits=_RATING),
    "edition-cover": Access(write="reviews.cover_words", limits=_RATING),
    "edition-decide": Access("reviews.record_decision", "reviews.record_decision", limits=_RATING),
    "edition-round": Access("reviews.view_work", limits=_EDITION),
    "edition-calendar": Access("reviews.set_calendar", "reviews.set_calendar", limits=_EDITION),
    "edition-extend": Access("reviews.extend_stage", "reviews.extend_stage", limits=_EDITION),
    "edition-assign": Access("reviews.assign_work", "reviews.assign_work", limits=_EDITION),
    "edition-work": Access("reviews.assign_work", "reviews.assign_work", limits=_EDITION),
    "edition-versions": Access("reviews.take_version", "reviews.take_version", limits=_EDITION),
    "my-answers": Access(write="reviews.view_work"),
    "edition-assignment": Access("reviews.assign_work", "reviews.assign_work", limits=_EDITION),
    "edition-progress": Access("reviews.view_progress", limits=_EDITION),
    "progress-csv": Access("reviews.view_progress", limits=_EDITION),
    "edition-remind": Access(write="reviews.send_reminders", limits=_EDITION),
    "my-work": Access("reviews.view_work"),
    "my-acceptance": Access(write="reviews.view_work"),
    "my-reminders": Access(write="reviews.view_work"),
    "my-assignment": Access("reviews.view_work", "reviews.view_work"),
    "digest-stop": Access(ANYONE, ANYONE),
    "edition-replies": Access("reviews.view_edition"),
    "edition-reply-invite": Access(write="reviews.invite_reply", limits=_EDITION),
    "edition-reply": Access("reviews.record_reply", "reviews.record_reply", limits=_RATING),
    "edition-answer": Access("reviews.answer_reply", "reviews.answer_reply", limits=_RATING),
    "edition-panels": Access(
        "reviews.view_work", "reviews.open_second_round", limits=_EDITION, write_limits=_RATING
    ),
    "edition-panel": Access("reviews.view_panel", "reviews.write_remark", limits=_RATING),
    "edition-second-round-end": Access(write="reviews.close_second_round", limits=_RATING),
    "edition-remark": Access("reviews.view_panel", "reviews.write_remark", limits=_RATING),
}

_PUBLISHING = {
    "round-announce": Access(
        "publishing.announce_round", "publishing.announce_round", limits=_EDITION
    ),
    "report-list": Access("publishing.write_report", "publishing.write_report"),
    "report-outline": Access("publishing.write_report"),
    "report-add": Access(write="publishing.write_report"),
    "report-arrange": Access(write="publishing.write_report"),
    "report-edition": Access(write="publishing.write_report"),
    "report-publish": Access(write="publishing.write_report"),
    "report-yaml": Access("publishing.write_report"),
    "report-preview": Access("publishing.write_report"),
    "report-section": Access("publishing.write_report", "publishing.write_report"),
    "release-list": Access("publishing.build_release"),
    "release-build": Access(write="publishing.build_release"),
    "release-publish": Access(write="publishing.publish_release"),
}

_INTAKE = {
    "survey-list": Access("intake.view_surveys"),
    "survey-new": Access("intake.load_survey", "intake.load_survey"),
    "survey-form": Access("intake.load_survey", "intake.load_survey"),
    "survey-detail": Access("intake.view_surveys"),
    "survey-withdraw": Access(write="intake.withdraw_survey"),
    "survey-table": Access("intake.view_surveys"),
    "survey-csv": Access("intake.view_surveys"),
    "survey-figure": Access("intake.view_surveys"),
    "survey-publish": Access(write="intake.publish_table"),
    "survey-table-withdraw": Access(write="intake.withdraw_survey"),
}

_EVIDENCE = {
    "source-list": Access("evidence.view_sources"),
    "source-detail": Access("evidence.view_sources", "evidence.protect_source"),
    "reading-list": Access("evidence.view_readings"),
}

_WEB = {
    "work": Access(SIGNED_IN),
    "sign-in": Access(ANYONE, ANYONE),
    "sign-out": Access(write=ANYONE),
    "setup": Access("accounts.name_instance"),
    "setup-first": Access(ANYONE, ANYONE),
    "setup-name": Access("accounts.name_instance", "accounts.name_instance"),
    "setup-frameworks": Access("frameworks.load_framework", "frameworks.load_framework"),
    "audit": Access("audit.view_events"),
    "audit-csv": Access("audit.view_events"),
    "usersessions_list": Access(SIGNED_IN, SIGNED_IN),
}

ACCESS: Final[dict[str, Access]] = {
    **_PUBLIC,
    **_API,
    **_WEB,
    **_ACCOUNTS,
    **_FRAMEWORKS,
    **_INDICATORS,
    **_INTAKE,
    **_EVIDENCE,
    **_REVIEWS,
    **_PUBLISHING,
}
"""Access by the name of the address."""

LIBRARY: Final = ("account_", "mfa_")
"""How names of addresses of the sign-in library begin; they are about one's own account alone."""


class Answer(StrEnum):
    """Whether an actor is let in, or only for what lies in some part of the instance."""

    YES = "yes"
    IN_PART = "in part"
    NO = "no"


_SOME_PART: Final = Scope(framework="some", edition="some", place="some", organisation="some")


def answer_of(actor: Actor, needed: str) -> Answer:
    """Return whether an actor meets what an address asks for."""
    if needed in {ANYONE, NOT_TAKEN}:
        return Answer.YES if needed == ANYONE else Answer.NO
    if needed == SIGNED_IN:
        return Answer.NO if actor.kind is ActorKind.ANONYMOUS else Answer.YES
    if may(actor, needed):
        return Answer.YES
    return Answer.IN_PART if may(actor, needed, _SOME_PART) else Answer.NO


def limited_to(role: str, scope: Scope) -> Actor:
    """Return an actor who holds one role in one part of the instance and nothing else."""
    return Actor(ActorKind.PERSON, role, role, held=(Held(role, scope),))


def opening_limits(role: str, access: Access, needed: str, *, elsewhere: bool = False) -> set[str]:
    """Return the limits with which a role opens an address: limited to where its thing lies.

    With ``elsewhere`` those with which it opens the address although it is limited to another
    framework, edition, place or organisation.
    """
    lies = Scope(**dict.fromkeys(access.limits_of(needed), "here"))
    found = set()
    for limit in LIMITS if role != MANAGER else _ORGANISATION:
        held = Scope(**{limit: "elsewhere" if elsewhere else "here"})
        asked = held if access.in_any else lies
        if needed == SIGNED_IN or may(limited_to(role, held), needed, asked):
            found.add(limit)
    return found


def example_actors() -> dict[str, Actor]:
    """Return one actor for each role held on the whole instance, and before them a stranger."""
    people = {role: Actor(ActorKind.PERSON, role, role, frozenset({role})) for role in ROLES}
    return {"stranger": ANONYMOUS, **people}

"""What is deleted after how long. Rooms declare rules in their module ``personal``."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.utils.functional import Promise

from milepost.kernel import clock


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """Rows of ``model`` are deleted when the moment in ``since`` is ``setting`` days ago.

    ``only`` limits the rows; ``setting`` names a setting in days, or is "" for at once.
    """

    name: str
    model: str
    since: str
    what: str | Promise
    setting: str = ""
    only: Mapping[str, Any] = field(default_factory=dict)

    @property
    def days(self) -> int:
        """How many days the rows are kept."""
        return int(getattr(settings, self.setting)) if self.setting else 0

    def rows(self, now: datetime) -> QuerySet[Any]:
        """Return the rows whose time is over."""
        limits = {f"{self.since}__lte": now - timedelta(days=self.days), **self.only}
        found: QuerySet[Any] = apps.get_model(self.model)._base_manager.filter(**limits)
        return found


_rules: dict[str, Retention] = {}


def keep_for(rule: Retention) -> None:
    """Declare a rule."""
    _rules[rule.name] = rule


def list_rules() -> list[Retention]:
    """Return all rules by name."""
    return [_rules[name] for name in sorted(_rules)]


def count_over() -> dict[str, int]:
    """Return how many rows of each rule have outlived their time."""
    now = clock.now()
    return {rule.name: rule.rows(now).count() for rule in list_rules()}


def delete_over() -> dict[str, int]:
    """Delete what has outlived its time; return how many rows of each rule went."""
    now = clock.now()
    return {rule.name: rule.rows(now).delete()[1].get(rule.model, 0) for rule in list_rules()}

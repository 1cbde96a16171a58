"""A network's own groups and cities. M49 areas and groups of the United Nations are in files."""

from django.db import models

from milepost.kernel import clock
from milepost.kernel.fields import Identified


class NetworkGroup(Identified):
    """A group of places that a network counts by, such as the regions of its survey."""

    key = models.CharField(max_length=64, unique=True)
    title = models.JSONField()
    note = models.JSONField(default=dict)
    source = models.TextField(blank=True)
    loaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class City(Identified):
    """A city or other local authority below one country, which a network looks at by itself."""

    key = models.CharField(max_length=64, unique=True)
    title = models.JSONField()
    parent = models.CharField(max_length=3)
    iso = models.CharField(max_length=6, blank=True)
    note = models.JSONField(default=dict)
    source = models.TextField(blank=True)
    loaded_at = models.DateTimeField(default=clock.now, editable=False)

    class Meta:
        ordering = ("key",)

    def __str__(self) -> str:
        return self.key


class NetworkGroupMember(models.Model):
    """One M49 code, of an area or of a whole region, that a group takes in or leaves out."""

    group = models.ForeignKey(NetworkGroup, on_delete=models.CASCADE, related_name="entries")
    area = models.CharField(max_length=3)
    is_exception = models.BooleanField(default=False)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=["group", "area"], name="one_entry_a_group_and_area"),
        )

    def __str__(self) -> str:
        return f"{self.group}: {'not ' if self.is_exception else ''}{self.area}"

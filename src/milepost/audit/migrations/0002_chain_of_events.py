"""Chain the events: columns for the hashes, and the hashes of what was recorded before."""

from typing import Any

from django.db import migrations, models

from milepost.audit.chain import FIELDS, FIRST, hash_of


def chain_events(apps: Any, schema_editor: Any) -> None:
    """Give every event its place in the chain, in the order in which they were recorded."""
    events = apps.get_model("audit", "AuditEvent").objects
    head, count = FIRST, 0
    for row in events.order_by("id").values("pk", *FIELDS).iterator(chunk_size=2000):
        own = hash_of(row, head)
        events.filter(pk=row["pk"]).update(previous_hash=head, hash=own)
        head, count = own, count + 1
    apps.get_model("audit", "ChainHead").objects.create(pk=1, hash=head, count=count)


def unchain_events(apps: Any, schema_editor: Any) -> None:
    """Nothing to undo: the columns go with the migration."""


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="ChainHead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("hash", models.CharField(default=FIRST, max_length=64)),
                ("count", models.BigIntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            model_name="auditevent",
            name="on_behalf",
            field=models.CharField(blank=True, default="", max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="previous_hash",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="auditevent",
            name="hash",
            field=models.CharField(default="", editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="auditevent",
            name="actor_key",
            field=models.CharField(db_index=True, max_length=64),
        ),
        migrations.RunPython(chain_events, unchain_events),
    ]



import django.db.models.deletion
import milepost.kernel.clock
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('indicators', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='SourceConflict',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('area', models.CharField(max_length=40)),
                ('breakdown', models.CharField(blank=True, max_length=300)),
                ('first_source', models.CharField(max_length=500)),
                ('first_says', models.CharField(max_length=200)),
                ('second_source', models.CharField(max_length=500)),
                ('second_says', models.CharField(max_length=200)),
                ('chosen', models.CharField(max_length=200)),
                ('why', models.TextField()),
                ('language', models.CharField(default='en', max_length=10)),
                ('recorded_at', models.DateTimeField(default=milepost.kernel.clock.now, editable=False)),
                ('recorded_by', models.CharField(max_length=200)),
                ('recorded_by_key', models.CharField(max_length=64)),
                ('superseded_at', models.DateTimeField(null=True)),
                ('superseded_reason', models.TextField(blank=True)),
                ('indicator', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='conflicts', to='indicators.indicator')),
            ],
            options={
                'ordering': ('indicator', 'area', 'breakdown', 'id'),
            },
        ),
    ]

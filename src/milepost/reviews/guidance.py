"""What each field of the files of editions and assessments is for, and what to write there."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.schema_findings import Guidance, SchemaGuide

_KEY = Guidance(
    _("The key stands in addresses and in other files."),
    _("Use lower-case letters, digits, dots and hyphens, in quotes if it is a number."),
)
_TEXT = Guidance(
    _("Readers see it in their language; English stands in where another is missing."),
    _("Write a text, or texts by language code: {en: …, fr: …, ar: …}."),
)
_PLACE = Guidance(
    _("A rating speaks of one country, region or group."),
    _("Write an M49 code in quotes, such as “004”, or the key of a group."),
)

EDITIONS_GUIDE = SchemaGuide(
    "REVIEWS_EDITIONS",
    {
        "milepost": Guidance(
            _("The first line says which format the file is in."),
            _("Write milepost: editions/1 as the first line."),
        ),
        "editions": Guidance(
            _("A file of editions without editions opens nothing."),
            _("List editions, each with key, title, as_of and frameworks."),
        ),
        "key": _KEY,
        "title": _TEXT,
        "about": _TEXT,
        "as_of": Guidance(
            _("The edition shows what was known on that day."),
            _("Write a calendar day as year-month-day: 2015-11-25."),
        ),
        "main_framework": _KEY,
        "frameworks": Guidance(
            _("An edition rates the benchmarks of its frameworks."),
            _("List keys of loaded frameworks, or {key: …, version: …}."),
        ),
        "heatmap_places": Guidance(
            _("They are the columns of the heat map, in this order."),
            _("List place codes in quotes: [“001”, “002”]."),
        ),
        "previous": Guidance(
            _("Readers see what moved since that edition."),
            _("Write the key of an earlier edition, or null."),
        ),
    },
)

ASSESSMENTS_GUIDE = SchemaGuide(
    "REVIEWS_ASSESSMENTS",
    {
        "milepost": Guidance(
            _("The first line says which format the file is in."),
            _("Write milepost: assessments/1 as the first line."),
        ),
        "assessments": Guidance(
            _("A file of assessments without assessments says nothing."),
            _("List assessments, each with benchmark, colour and reason."),
        ),
        "edition": Guidance(
            _("An assessment belongs to one edition."),
            _("Write the key of an open edition in quotes, such as “2015”."),
        ),
        "framework": Guidance(
            _("A benchmark is named within its framework."),
            _("Write the key of a framework of the edition, such as plan-8-points."),
        ),
        "benchmark": Guidance(
            _("An assessment answers the question of one benchmark."),
            _("Write the key of a benchmark in quotes, such as “1.1”."),
        ),
        "place": _PLACE,
        "assessor": Guidance(
            _("A judgement without a name cannot be asked about."),
            _("Write the name under which the assessment is published."),
        ),
        "standpoint": Guidance(
            _("Readers weigh a judgement by where it is made from."),
            _("Write civil_society, government, report_author or another of the list."),
        ),
        "assessed_on": Guidance(
            _("Readers must see when the judgement was made."),
            _("Write a calendar day as year-month-day: 2015-12-01."),
        ),
        "confidence": Guidance(
            _("Readers must see how sure the assessor is."),
            _("Write low, medium or high, or leave it out."),
        ),
        "colour": Guidance(
            _("It is the judgement; without a colour the rating stays grey."),
            _("Write green, yellow, red, not_applicable, or null where no colour is stated."),
        ),
        "reason": Guidance(
            _("A colour without a reason cannot be checked or answered."),
            _("Write the reason as a text, or by language code: {en: …, fr: …, ar: …}."),
        ),
        "citations": Guidance(
            _("Cited evidence lets a reader check the reason."),
            _("List {source: key-of-a-source, locator: “p. 31”}."),
        ),
        "source": Guidance(
            _("A reader must be able to look up what is cited."),
            _("Write the key of a loaded source."),
        ),
        "locator": Guidance(
            _("A whole report cannot be looked up."),
            _("Write page or paragraph, such as “p. 31, par. 2”."),
        ),
        "note": _TEXT,
    },
)

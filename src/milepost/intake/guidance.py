"""Why each field of the description of a survey is asked for, and what to write there."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.schema_findings import Guidance, SchemaGuide

GUIDE = SchemaGuide(
    "INTAKE",
    {
        "milepost": Guidance(
            _("The first line says which format the file is in."),
            _("Write milepost: survey/1 as the first line."),
        ),
        "key": Guidance(
            _("Pages and files are found by it."),
            _("Use lower-case letters, digits and hyphens; a key stands once in its list."),
        ),
        "code": Guidance(
            _("Answers are counted by code."),
            _("Use letters, digits, dots and hyphens; a code stands once in its list."),
        ),
        "values": Guidance(
            _("A text of the file must mean one answer only."),
            _("List the texts of the file that stand for this code, each under one code."),
        ),
        "publisher": Guidance(
            _("Readers weigh a survey by who asked."),
            _("Write the name of the organisation that asked."),
        ),
        "licence": Guidance(
            _("It tells what others may do with the tables."),
            _("Write the licence or the terms in a few words."),
        ),
        "fieldwork": Guidance(
            _("An answer speaks of the time in which it was given."),
            _("Write from and until as days that exist, such as “2018-03-01”, in this order."),
        ),
        "known_on": Guidance(
            _("An edition shows what was known on its day."),
            _("Write the day on which the survey became known, or leave it out."),
        ),
        "asked": Guidance(
            _("A share without its whole says nothing."),
            _("Say who was asked, such as {en: The governments of 193 states}."),
        ),
        "level": Guidance(
            _("Those who answered were told who would see it."),
            _("Write public, network, circle or confidential."),
        ),
        "consent": Guidance(
            _("What may be shown rests on what was agreed."),
            _("Write what those who answered were told."),
        ),
        "smallest_cell": Guidance(
            _("Fewer people than this in a cell could be recognised."),
            _("Write a whole number from 3 up, or leave it out for 5."),
        ),
        "columns": Guidance(
            _("Answers are found by the names of their columns."),
            _("Name the columns respondent, question and answer; weight when there is one."),
        ),
        "column": Guidance(
            _("Answers are found by the names of their columns."),
            _("Write the name of the column as it stands in the first row of the file."),
        ),
        "weighting": Guidance(
            _("Readers must know whether and how answers were weighted."),
            _("Write none, given (with columns.weight), post_stratified or raked (with margins)."),
        ),
        "strata": Guidance(
            _("Tables show regions side by side, and weights stand for their sizes."),
            _("List the strata with code, label and size, and say where the sizes come from."),
        ),
        "place": Guidance(
            _("A figure of a place that nobody knows cannot be shown there."),
            _("Use the code of a country or group, such as “002” for Africa, or leave it out."),
        ),
        "margins": Guidance(
            _("Raked weights stand for sizes that must be known."),
            _("List margins with column, label, source and items, each with code and size."),
        ),
        "options": Guidance(
            _("Most cells of a very large table are small, and would be hidden."),
            _("Bring options together, or state fewer strata."),
        ),
        "questions": Guidance(
            _("A table is made of each question."),
            _("List questions with key, text and at least two options."),
        ),
    },
)

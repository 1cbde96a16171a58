"""What this room holds about people: who judged, decided and replied."""

from django.utils.translation import gettext_lazy as _

from milepost.kernel.holdings import Basis, Erasure, Holding, Match, declare, written_by

RECORD = _("As long as the row; without a name after an erasure.")

declare(
    "reviews.Edition",
    written_by("opened_by", purpose=_("Showing who opened an edition."), retention=RECORD),
    written_by("closed_by", purpose=_("Showing who closed an edition."), retention=RECORD),
    plain="key title about as_of main_framework heatmap_places previous state opened_at closed_at",
)
declare("reviews.EditionFramework", plain="edition key version position")
declare(
    "reviews.Assessment",
    Holding(
        role=_("judgements of the person"),
        found_by={"person_key": Match.KEY},
        fields={
            "person_key": Erasure.KEPT,
            "assessor": Erasure.PSEUDONYM,
            "reason": Erasure.KEPT,
            "note": Erasure.EMPTY,
            "submitted_by": Erasure.PSEUDONYM,
        },
        purpose=_("Rating what no number measures, and answering for it among members."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    written_by(
        "assessor",
        role=_("judgements that a file gives the person's name"),
        purpose=_("Naming who judged, where a file was loaded for somebody."),
        retention=RECORD,
    ),
    written_by(
        "submitted_by",
        role=_("judgements that the person handed in for others"),
        purpose=_("Showing who handed a judgement in."),
        retention=RECORD,
    ),
    plain="edition framework benchmark place standpoint colour confidence assessed_on "
    "round submitted_at replaces superseded_at submission note_language note_level note_readers",
)
declare("reviews.AssessmentCitation", plain="assessment citation position level readers")
declare(
    "reviews.Decision",
    written_by("decided_by", purpose=_("Showing who decided a rating."), retention=RECORD),
    plain="edition framework benchmark place state reason decided_at superseded_at",
)
declare(
    "reviews.ComputedSet",
    written_by("computed_by", purpose=_("Showing who computed an edition."), retention=RECORD),
    plain="edition folder checksum inputs_checksum counts computed_at",
)
declare(
    "reviews.ReplyInvitation",
    written_by("invited_by", purpose=_("Showing who asked a government."), retention=RECORD),
    plain="edition place until invited_at",
)
declare(
    "reviews.Reply",
    Holding(
        role=_("replies written by the person for a government"),
        found_by={"person_key": Match.KEY},
        fields={"person_key": Erasure.KEPT, "submitted_by": Erasure.PSEUDONYM},
        purpose=_("Showing a government's reply beside a rating, under the name of its office."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    plain="edition framework benchmark place stance text office answers_to submitted_at replaces "
    "superseded_at",
)
declare("reviews.ReplyCitation", plain="reply citation position")
declare(
    "reviews.ReplyAnswer",
    written_by("answered_by", purpose=_("Showing who answered a reply."), retention=RECORD),
    plain="reply outcome text answered_at superseded_at",
)
declare("reviews.RoundStage", plain="edition stage starts_on ends_on")
declare(
    "reviews.Assignment",
    Holding(
        role=_("work that the person was asked to do"),
        found_by={"person_key": Match.KEY},
        fields={
            "person_key": Erasure.KEPT,
            "conflict": Erasure.KEPT,
            "conflict_text": Erasure.EMPTY,
            "answer_reason": Erasure.EMPTY,
        },
        purpose=_("Knowing who rates what, and which interests they have in it."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    written_by(
        "assigned_by",
        key="assigned_by_key",
        purpose=_("Showing who asked."),
        retention=RECORD,
    ),
    plain="edition framework benchmark place organisation role due_on state answered_at gave_role "
    "delegated_from assigned_at",
)
declare(
    "reviews.Extension",
    Holding(
        role=_("more time that the person was given"),
        found_by={"person_key": Match.KEY},
        fields={"person_key": Erasure.KEPT, "reason": Erasure.EMPTY},
        purpose=_("Showing who had more time, and why."),
        basis=Basis.RECORD,
        retention=RECORD,
    ),
    written_by("granted_by", purpose=_("Showing who gave more time."), retention=RECORD),
    plain="edition stage assignment before until granted_at",
)
declare(
    "reviews.Draft",
    Holding(
        role=_("drafts of the person"),
        found_by={"person_key": Match.KEY},
        fields={"person_key": Erasure.ROW, "content": Erasure.ROW},
        purpose=_("Losing nothing that was written and not handed in."),
        basis=Basis.TASK,
        retention=_("Until it is handed in or thrown away."),
    ),
    plain="edition framework benchmark place saved_at",
)
declare(
    "reviews.DigestChoice",
    Holding(
        role=_("how often the person is reminded"),
        found_by={"person_key": Match.KEY},
        fields={"person_key": Erasure.ROW, "rhythm": Erasure.ROW},
        purpose=_("Sending reminders as often as the person wants them."),
        basis=Basis.CONSENT,
        retention=_("Until the person chooses otherwise."),
    ),
    plain="changed_at",
)
declare(
    "reviews.Digest",
    Holding(
        role=_("reminders sent to the person"),
        found_by={"person_key": Match.KEY},
        fields={"person_key": Erasure.ROW},
        purpose=_("Sending no reminder twice."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    written_by("asked_by", purpose=_("Showing who sent reminders."), retention=RECORD),
    plain="sent_on items",
)
declare(
    "reviews.SecondRound",
    written_by("opened_by", purpose=_("Showing who asked a panel again."), retention=RECORD),
    written_by("closed_by", purpose=_("Showing who ended a second round."), retention=RECORD),
    plain="edition framework benchmark place reason first opened_at closed_at",
)
declare(
    "reviews.Remark",
    Holding(
        role=_("remarks of the person in the discussion of a panel"),
        found_by={"author_key": Match.KEY},
        fields={
            "author_key": Erasure.KEPT,
            "author": Erasure.PSEUDONYM,
            "text": Erasure.EMPTY,
        },
        purpose=_("Letting a panel speak about a rating among its members."),
        basis=Basis.TASK,
        retention=RECORD,
    ),
    plain="edition framework benchmark place written_at edited_at withdrawn_at",
)

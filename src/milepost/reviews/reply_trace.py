"""What the working of a rating says of the government's reply. Pure; a reply changes no state."""

from collections.abc import Iterable, Mapping

from milepost.reviews.material import Document

Subject = tuple[str, str, str]


def index_replies(replies: Iterable[Document]) -> dict[Subject, Document]:
    """Return replies by (framework, benchmark, place)."""
    return {(row["framework"], row["benchmark"], row["place"]): row for row in replies}


def index_invited(invited: Iterable[Document]) -> dict[str, str]:
    """Return the last day for replies by place."""
    return {row["place"]: row["until"] for row in invited}


def reply_part(
    subject: Subject, replies: Mapping[Subject, Document], invited: Mapping[str, str]
) -> Document | None:
    """Return the ``reply`` part of a trace, or None where no government was asked.

    Keys: id, stance (both None when no reply was received), until (last day, or None), outcome
    (of the answer, or None) and answers_to (the draft that was replied to, or None).
    """
    until = invited.get(subject[2])
    reply = replies.get(subject)
    if reply is None:
        if until is None:
            return None
        return {"id": None, "stance": None, "until": until, "outcome": None, "answers_to": None}
    answer = reply.get("answer")
    return {
        "id": reply["id"],
        "stance": reply["stance"],
        "until": until,
        "outcome": answer["outcome"] if answer else None,
        "answers_to": reply["answers_to"],
    }

"""What every public address shares: its beginning, its refusals and its pages."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpResponse

from milepost.api import shapes
from milepost.api.asked import Asked, answer, around, one_page

Json = dict[str, Any]
ONE = "editions/{edition}"
REFUSALS = {(400, 404, 409, 422, 429): shapes.Problem}


def page(asked: Asked, rows: list[Any], make: Any, sources: Iterable[Json] = ()) -> HttpResponse:
    """Return one page of a list, each row made when it is shown."""
    shown, paging = one_page(asked, rows)
    return answer({**around(asked, list(sources)), **paging, "data": [make(row) for row in shown]})

"""Badges, cards and pages to embed. What may be framed by others is said view by view."""

from collections.abc import Callable
from typing import Any

from csp.decorators import csp_replace
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from milepost.publishing.charts.badge import Badge, badge_png, badge_svg
from milepost.publishing.charts.card import Card, card_image
from milepost.publishing.pages import sharing
from milepost.publishing.views.response import (
    bundle_or_404,
    edition_of,
    found,
    language_now,
    origin_of,
    show,
)

View = Callable[..., HttpResponseBase]


def framed(view: View) -> View:
    """Let other sites frame what a view answers, and nothing else."""
    anywhere = csp_replace({"frame-ancestors": ["*"]})
    return xframe_options_exempt(anywhere(require_safe(view)))


@require_safe
def place_badge(request: HttpRequest, edition: str, place: str, kind: str) -> HttpResponse:
    """Return the badge of a place as SVG or PNG."""
    badge = sharing.place_badge(bundle_or_404(edition), place, language_now())
    return _picture(badge, kind, f"{edition}-{place}")


@require_safe
def rating_badge(
    request: HttpRequest, edition: str, framework: str, benchmark: str, place: str, kind: str
) -> HttpResponse:
    """Return the badge of one rating as SVG or PNG."""
    bundle = bundle_or_404(edition)
    badge = sharing.rating_badge(bundle, framework, benchmark, place, language_now())
    return _picture(badge, kind, f"{edition}-{benchmark}-{place}")


def _picture(badge: Badge | None, kind: str, name: str) -> HttpResponse:
    if badge is None or kind not in {"svg", "png"}:
        raise Http404
    if kind == "png":
        response = HttpResponse(badge_png(badge), content_type="image/png")
    else:
        response = HttpResponse(badge_svg(badge), content_type="image/svg+xml")
    response["Content-Disposition"] = f'inline; filename="{name}-badge.{kind}"'
    return response


@require_safe
def edition_card(request: HttpRequest, edition: str) -> HttpResponse:
    """Return the picture that a shared link to an edition shows."""
    return _card(sharing.edition_card(bundle_or_404(edition), language_now()))


@require_safe
def goal_card(request: HttpRequest, edition: str, framework: str, node: str) -> HttpResponse:
    """Return the picture that a shared link to a goal shows."""
    return _card(sharing.goal_card(bundle_or_404(edition), framework, node, language_now()))


@require_safe
def place_card(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """Return the picture that a shared link to a place shows."""
    return _card(sharing.place_card(bundle_or_404(edition), place, language_now()))


def _card(card: Card | None) -> HttpResponse:
    if card is None:
        raise Http404
    return HttpResponse(card_image(card), content_type="image/png")


@require_safe
def place_share(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """Show what a place may put on its own page: badge, profile, with the text to copy."""
    bundle = bundle_or_404(edition)
    context = found(sharing.place_embed(bundle, place))
    return show(request, bundle, "place_share", context, "places")


@framed
def place_embed(request: HttpRequest, edition: str, place: str) -> HttpResponse:
    """Return the profile of a place alone, for a frame."""
    bundle = bundle_or_404(edition)
    context = sharing.place_embed(bundle, place)
    return _alone(request, edition, "embed_place", context)


@framed
def rating_embed(
    request: HttpRequest, edition: str, framework: str, benchmark: str, place: str
) -> HttpResponse:
    """Return one rating alone, for a frame."""
    bundle = bundle_or_404(edition)
    context = sharing.rating_embed(bundle, framework, benchmark, place, language_now())
    return _alone(request, edition, "embed_rating", context)


@framed
def table_embed(request: HttpRequest, edition: str, framework: str, benchmark: str) -> HttpResponse:
    """Return the table of a benchmark alone, for a frame."""
    bundle = bundle_or_404(edition)
    context = sharing.table_embed(bundle, framework, benchmark, language_now())
    return _alone(request, edition, "embed_table", context)


def _alone(
    request: HttpRequest, edition: str, template: str, context: dict[str, Any] | None
) -> HttpResponse:
    around = {"edition": edition_of(bundle_or_404(edition)), "origin": origin_of(request)}
    return render(request, f"publishing/{template}.html", {**around, **found(context)})

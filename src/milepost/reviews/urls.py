"""Addresses of the room `reviews`, below ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.reviews import panel_views, reply_views, views

RATING = "<str:framework>/<str:benchmark>/<str:place>/"

urlpatterns: list[URLPattern] = [
    path("editions/", views.board_list, name="edition-board-list"),
    path("editions/<str:key>/", views.board, name="edition-board"),
    path("editions/<str:key>/compute/", views.compute, name="edition-compute"),
    path("editions/<str:key>/close/", views.close, name="edition-close"),
    path("editions/<str:key>/assess/", views.choose, name="edition-choose"),
    path(f"editions/<str:key>/assess/{RATING}", views.assess, name="edition-assess"),
    path(f"editions/<str:key>/decide/{RATING}", views.decide, name="edition-decide"),
    path("editions/<str:key>/replies/", reply_views.replies, name="edition-replies"),
    path("editions/<str:key>/replies/invite/", reply_views.invite, name="edition-reply-invite"),
    path(f"editions/<str:key>/reply/{RATING}", reply_views.reply, name="edition-reply"),
    path(f"editions/<str:key>/answer/{RATING}", reply_views.answer, name="edition-answer"),
    path("editions/<str:key>/panels/", panel_views.panels, name="edition-panels"),
    path(f"editions/<str:key>/panel/{RATING}", panel_views.panel, name="edition-panel"),
    path(
        f"editions/<str:key>/panel/{RATING}end-round/",
        panel_views.end_round,
        name="edition-second-round-end",
    ),
    path(
        f"editions/<str:key>/panel/{RATING}remarks/<str:remark>/",
        panel_views.remark,
        name="edition-remark",
    ),
]

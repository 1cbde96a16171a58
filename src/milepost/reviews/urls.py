"""Addresses of the room `reviews`, below ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.reviews import (
    desk_views,
    moving_views,
    opening_views,
    panel_views,
    reply_views,
    round_views,
    views,
    work_views,
)

RATING = "<str:framework>/<str:benchmark>/<str:place>/"

urlpatterns: list[URLPattern] = [
    path("editions/", views.board_list, name="edition-board-list"),
    path("editions/new/", opening_views.open_edition, name="edition-new"),
    path("editions/<str:key>/", views.board, name="edition-board"),
    path("editions/<str:key>/compute/", views.compute, name="edition-compute"),
    path("editions/<str:key>/close/", views.close, name="edition-close"),
    path("editions/<str:key>/assess/", views.choose, name="edition-choose"),
    path(f"editions/<str:key>/assess/{RATING}", desk_views.assess, name="edition-assess"),
    path(f"editions/<str:key>/decide/{RATING}", views.decide, name="edition-decide"),
    path(f"editions/<str:key>/cover/{RATING}<str:judged>/", desk_views.cover, name="edition-cover"),
    path("editions/<str:key>/round/", round_views.round_page, name="edition-round"),
    path("editions/<str:key>/round/calendar/", round_views.calendar, name="edition-calendar"),
    path("editions/<str:key>/round/extend/", round_views.extend, name="edition-extend"),
    path("editions/<str:key>/assign/", round_views.assign, name="edition-assign"),
    path("editions/<str:key>/progress/", round_views.progress, name="edition-progress"),
    path("editions/<str:key>/progress.csv", round_views.progress_table, name="progress-csv"),
    path(
        "editions/<str:key>/progress/<uuid:assignment>/",
        round_views.assignment,
        name="edition-assignment",
    ),
    path("editions/<str:key>/work/", moving_views.work_table, name="edition-work"),
    path("editions/<str:key>/versions/", moving_views.versions, name="edition-versions"),
    path("my-work/answers/", work_views.answer_several, name="my-answers"),
    path("editions/<str:key>/remind/", round_views.remind, name="edition-remind"),
    path("my-work/", work_views.own_work, name="my-work"),
    path("my-work/accept/", work_views.accept_everything, name="my-acceptance"),
    path("my-work/reminders/", work_views.rhythm, name="my-reminders"),
    path("my-work/<uuid:assignment>/", work_views.own_assignment, name="my-assignment"),
    path("reminders/stop/<str:token>/", work_views.digest_stop, name="digest-stop"),
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

"""Addresses of the room `accounts`, below ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.accounts import privacy_views, token_views, views

ONE = "organisations/<str:organisation>/"

urlpatterns: list[URLPattern] = [
    path("people/", views.person_list, name="person-list"),
    path("people/invite/", views.invitation_new, name="invitation-new"),
    path(
        "people/invitations/<str:invitation>/withdraw/",
        views.invitation_withdraw,
        name="invitation-withdraw",
    ),
    path("people/<str:person>/", views.person_detail, name="person-detail"),
    path("people/<str:person>/end-role/", views.role_end, name="role-end"),
    path("people/<str:person>/close/", views.account_close, name="account-close"),
    path("people/<str:person>/data/", privacy_views.held, name="person-held"),
    path("people/<str:person>/data/download/", privacy_views.download, name="person-download"),
    path("people/<str:person>/data/ask/", privacy_views.ask, name="erasure-ask"),
    path("people/<str:person>/data/erase/", privacy_views.erase, name="person-erase"),
    path("people/<str:person>/tokens/", token_views.tokens, name="person-tokens"),
    path(
        "people/<str:person>/tokens/<str:token>/revoke/",
        token_views.token_revoke,
        name="token-revoke",
    ),
    path("privacy/", privacy_views.privacy, name="privacy"),
    path("join/<str:token>/", views.join, name="join"),
    path("organisations/", views.organisation_list, name="organisation-list"),
    path("organisations/new/", views.organisation_new, name="organisation-new"),
    path(
        "organisations/<str:organisation>/", views.organisation_detail, name="organisation-detail"
    ),
    path(
        "organisations/<str:organisation>/naming/",
        views.organisation_naming,
        name="organisation-naming",
    ),
    path("organisations/<str:organisation>/members/", views.member_change, name="member-change"),
    path(
        "organisations/<str:organisation>/merge/",
        views.organisation_merge,
        name="organisation-merge",
    ),
]

"""Addresses of the workspace shell, under the language."""

from allauth.account.views import LoginView
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from milepost.web import audit_views, setup_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.work, name="work"),
    path("sign-in/", LoginView.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("setup/", setup_views.setup, name="setup"),
    path("setup/first/", setup_views.found, name="setup-first"),
    path("setup/name/", setup_views.setup_name, name="setup-name"),
    path("setup/frameworks/", setup_views.setup_frameworks, name="setup-frameworks"),
    path("audit/", audit_views.event_list, name="audit"),
    path("audit/events.csv", audit_views.event_csv, name="audit-csv"),
]

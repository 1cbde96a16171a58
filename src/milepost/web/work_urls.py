"""Addresses of the workspace shell, under the language."""

from allauth.account.views import LoginView
from django.contrib.auth.views import LogoutView
from django.urls import include, path
from django.urls.resolvers import URLPattern, URLResolver

from milepost.web import audit_views, views

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.work, name="work"),
    path("sign-in/", LoginView.as_view(), name="sign-in"),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("account/", include("allauth.account.urls")),
    path("account/mfa/", include("allauth.mfa.urls")),
    path("account/sessions/", include("allauth.usersessions.urls")),
    path("audit/", audit_views.event_list, name="audit"),
    path("audit/events.csv", audit_views.event_csv, name="audit-csv"),
]

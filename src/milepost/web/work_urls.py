"""Addresses of the workspace shell, under the language."""

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.web import audit_views, views

urlpatterns: list[URLPattern] = [
    path("", views.work, name="work"),
    path(
        "sign-in/",
        LoginView.as_view(template_name="web/sign_in.html", redirect_authenticated_user=True),
        name="sign-in",
    ),
    path("sign-out/", LogoutView.as_view(), name="sign-out"),
    path("audit/", audit_views.event_list, name="audit"),
    path("audit/events.csv", audit_views.event_csv, name="audit-csv"),
]

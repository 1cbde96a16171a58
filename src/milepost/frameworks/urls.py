"""Addresses of the room `frameworks`, below ``work/``."""

from django.urls import path
from django.urls.resolvers import URLPattern

from milepost.frameworks import views

ONE = "consultations/<str:consultation>/"
PROPOSAL = "proposals/<str:proposal>/"

urlpatterns: list[URLPattern] = [
    path("consultations/", views.consultation_list, name="consultation-list"),
    path(ONE, views.consultation, name="consultation"),
    path(f"{ONE}propose/<slug:kind>/", views.propose, name="proposal-new"),
    path(f"{ONE}adopt/", views.consultation_adopt, name="consultation-adopt"),
    path(f"{ONE}close/", views.consultation_close, name="consultation-close"),
    path(PROPOSAL, views.proposal, name="proposal"),
    path(f"{PROPOSAL}decide/", views.proposal_decide, name="proposal-decide"),
    path(f"{PROPOSAL}withdraw/", views.proposal_withdraw, name="proposal-withdraw"),
]

"""Addresses of people and land, below /c/<slug>/."""

from django.urls import path

from growers.views import households

urlpatterns = [
    path("households/", households.household_list, name="household-list"),
    path("households/new/", households.household_new, name="household-new"),
    path("households/<str:code>/", households.household_page, name="household-page"),
    path("households/<str:code>/edit/", households.household_edit, name="household-edit"),
]

"""Addresses of fruit and money, below /c/<slug>/."""

from django.urls import path

from harvests.views import dashboard

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
]

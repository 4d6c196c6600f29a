"""Addresses for signing in and out and changing one's password."""

from django.contrib.auth import views as auth
from django.urls import path

from growers.views.accounts import PasswordChange, SignIn

urlpatterns = [
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", PasswordChange.as_view(), name="password_change"),
]

"""The sign-in form: user name or phone, password, and whether this machine may keep the session."""

from django import forms
from django.contrib.auth.forms import AuthenticationForm
from django.utils.translation import gettext_lazy as _


class SignInForm(AuthenticationForm):
    """Says the same whether the name or the password was wrong."""

    error_messages = {
        "invalid_login": _("Wrong user name or password. Forgotten? Ask your administrator."),
        "inactive": _("Wrong user name or password. Forgotten? Ask your administrator."),
    }

    username = forms.CharField(
        label=_("User name or phone number"), max_length=150, widget=forms.TextInput(attrs={"autofocus": True})
    )
    keep = forms.BooleanField(label=_("Keep me signed in on this device"), required=False)

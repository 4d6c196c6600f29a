"""Signing in, and changing one's own password."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import views as auth
from django.urls import reverse_lazy
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from growers.forms.accounts import SignInForm
from growers.sign_in import KEPT


class SignIn(auth.LoginView):
    """Signs a person in; the session ends with the browser unless this device may keep it."""

    template_name = "accounts/login.html"
    authentication_form = SignInForm
    redirect_authenticated_user = True

    def form_valid(self, form):
        response = super().form_valid(form)
        if form.cleaned_data["keep"]:
            self.request.session[KEPT] = True
            self.request.session.set_expiry(settings.SESSION_KEPT_AGE)
        return response


@method_decorator(never_cache, name="dispatch")
class PasswordChange(auth.PasswordChangeView):
    """Changes the password of the person signed in."""

    template_name = "accounts/password_change.html"
    success_url = reverse_lazy("home")

    def form_valid(self, form):
        messages.success(self.request, _("Your password was changed."))
        return super().form_valid(form)

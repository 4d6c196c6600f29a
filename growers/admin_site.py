"""The Django admin as a room of this house: our own sign-in page, entered by role, listing only what we registered."""

from collections.abc import Callable
from functools import wraps

from django.contrib.admin import AdminSite
from django.contrib.auth.views import LogoutView, redirect_to_login
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from growers.queries.seats import administered_by


def administered(request) -> frozenset[int] | None:
    """The co-operatives (ids) that the person signed in administers; None for the operator, who administers all."""
    if not hasattr(request, "administered"):
        request.administered = None if request.user.is_superuser else administered_by(request.user)
    return request.administered


class CoopAdminSite(AdminSite):
    """Who administers a co-operative comes in, and the operator; the flags and permissions of Django mean nothing."""

    site_header = site_title = "Coopsite"
    index_title = _("Administration")
    site_url = "/"
    enable_nav_sidebar = True
    final_catch_all_view = False

    def has_permission(self, request) -> bool:
        user = request.user
        return user.is_authenticated and user.is_active and administered(request) != frozenset()

    def admin_view(self, view: Callable, cacheable: bool = False) -> Callable:
        inner = super().admin_view(view, cacheable)

        @wraps(view)
        def door(request, *args, **kwargs):
            if not request.user.is_authenticated:
                return redirect_to_login(request.get_full_path())
            if not self.has_permission(request):
                raise PermissionDenied
            return inner(request, *args, **kwargs)

        return door

    def login(self, request, extra_context=None):
        """There is one page to sign in at, and it is throttled."""
        return redirect("admin:index") if request.user.is_authenticated else redirect_to_login(reverse("admin:index"))

    def logout(self, request, extra_context=None):
        return LogoutView.as_view()(request)

    def password_change(self, request, extra_context=None):
        return redirect("password_change")

    def get_urls(self):
        """Without the shortcut by content type and id, which would tell whether another co-operative's row exists."""
        return [url for url in super().get_urls() if getattr(url, "name", "") != "view_on_site"]

    def register(self, model_or_iterable, admin_class=None, **options):
        """Only rooms with our own door: the pages that packages bring know nothing of co-operatives."""
        if getattr(admin_class, "seated", False):
            super().register(model_or_iterable, admin_class, **options)

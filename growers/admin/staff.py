"""The admin's staff: who works in which co-operative as what, their sign-ins and passwords."""

from django.contrib import admin, messages
from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import PermissionDenied
from django.db.models import Prefetch
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coopsite.formats import showing
from growers.actions.staff import change_account, change_seat, give_seat, invite, reset_password
from growers.admin.base import CoopFilter, Room
from growers.admin_site import administered
from growers.forms.staff import AccountForm, InvitationForm
from growers.models import Membership, User
from growers.queries.staff import account_of, administrator_of, seats_in, staff_of
from growers.rules.staff import judge_account, judge_seat


@admin.register(Membership)
class MembershipRoom(Room):
    """Seats: who works where as what. Adding one invites a person, ending one lets the person go; none is deleted."""

    list_display = ["person", "username", "role", "is_active"]
    list_filter = ["role", "is_active", CoopFilter]
    list_select_related = ["user", "cooperative"]
    search_fields = ["user__username", "user__last_name"]
    autocomplete_fields = ["user"]
    ordering = ["cooperative", "role", "pk"]

    @admin.display(description=_("name"), ordering="user__last_name")
    def person(self, row):
        return row.user.display_name

    @admin.display(description=_("user name"), ordering="user__username")
    def username(self, row):
        return row.user.username

    def get_fields(self, request, obj=None):
        if obj:
            return ["user", "cooperative", "role", "is_active"]
        own = ["user"] if request.user.is_superuser else []
        phone = ["phone"] if request.user.is_superuser else []
        return ["cooperative", "role", *own, "username", "name", *phone, "password1", "password2"]

    def get_readonly_fields(self, request, obj=None):
        return ("user", "cooperative") if obj else ()

    def get_form(self, request, obj=None, **kwargs):
        if obj:
            return super().get_form(request, obj, **kwargs)
        form = super().get_form(request, obj, **{**kwargs, "form": InvitationForm})
        form.by = administrator_of(request.user)
        return form

    def has_add_permission(self, request, obj=None) -> bool:
        return True

    def has_change_permission(self, request, obj=None) -> bool:
        if obj is None:
            return True
        return judge_seat(account_of(obj.user), obj.cooperative_id, administrator_of(request.user)).allowed

    def save_model(self, request, obj, form, change):
        seat, facts = self.seat(request, obj.cooperative), form.cleaned_data
        if change:
            stored = seats_in(administered(request)).get(pk=obj.pk)
            kept = {"role": stored.role, "is_active": stored.is_active}
            change_seat(seat, membership=stored, **kept | {name: facts[name] for name in form.changed_data})
        elif facts.get("user"):
            obj.pk = give_seat(seat, user=facts["user"], role=facts["role"]).pk
        else:
            made = invite(
                seat,
                username=facts["username"],
                name=facts["name"],
                role=facts["role"],
                password=facts["password1"],
                phone=facts.get("phone") or "",
            )
            obj.pk, obj.user = made.pk, made.user


@admin.register(User)
class UserRoom(Room):
    """Sign-ins of the own staff, who come in by a seat; Django's flags (staff, superuser, groups) are never shown."""

    to_coop = ""
    form = AccountForm
    list_display = ["username", "last_name", "works_as", "is_active", "last_seen"]
    list_filter = ["is_active"]
    search_fields = ["username", "last_name"]
    ordering = ["username"]
    fields = ["username", "last_name", "phone", "is_active", "works_as", "last_login"]

    def get_queryset(self, request):
        """With the seats that may be known here: where else somebody works is not told."""
        coops = administered(request)
        known = Prefetch("memberships", seats_in(coops), to_attr="shown_seats")
        return super().get_queryset(request).filter(pk__in=staff_of(coops).values("pk")).prefetch_related(known)

    @admin.display(description=_("works as"))
    def works_as(self, row):
        return ", ".join(f"{seat.get_role_display()} ({seat.cooperative.name})" for seat in row.shown_seats)

    @admin.display(description=_("last sign-in"), ordering="last_login")
    def last_seen(self, row):
        return showing.day_time(row.last_login)

    def get_readonly_fields(self, request, obj=None):
        fixed = ["username", "works_as", "last_login"]
        return fixed if request.user.is_superuser else [*fixed, "phone"]

    def has_change_permission(self, request, obj=None) -> bool:
        if obj is None:
            return True
        account = account_of(obj)
        return bool(account.coops) and judge_account(account, administrator_of(request.user)).allowed

    def save_model(self, request, obj, form, change):
        stored = staff_of(administered(request)).get(pk=obj.pk)
        facts = {name: form.cleaned_data[name] for name in form.changed_data}
        if "phone" in facts:
            facts["phone"] = facts["phone"] or ""
        if facts:
            change_account(self._seat_over(request, stored), user=stored, **facts)

    def get_urls(self):
        own = path("<int:pk>/password/", self.admin_site.admin_view(self.password_view), name="growers_user_password")
        return [own, *super().get_urls()]

    def password_view(self, request, pk: int):
        """A new password for somebody of the own staff, typed twice."""
        user = self.get_object(request, pk)
        if user is None:
            raise Http404
        if not self.has_change_permission(request, user):
            raise PermissionDenied
        form = SetPasswordForm(user, request.POST or None)
        if request.method == "POST" and form.is_valid():
            reset_password(self._seat_over(request, user), user=user, password=form.cleaned_data["new_password1"])
            messages.success(request, gettext("%(user)s has a new password.") % {"user": user.username})
            return redirect(reverse("admin:growers_user_change", args=[pk]))
        context = {**self.admin_site.each_context(request), "form": form, "person": user, "opts": self.opts}
        return render(request, "admin/growers/user/password.html", context)

    def _seat_over(self, request, user):
        """The seat from which somebody of the own staff is changed: in a co-operative where both are."""
        shared = seats_in(administered(request)).filter(user=user).order_by("pk").first()
        if shared is None:
            raise PermissionDenied
        return self.seat(request, shared.cooperative)

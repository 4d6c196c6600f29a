"""The admin's forms about people: an invitation, and a new password."""

from django import forms
from django.contrib.auth.forms import SetPasswordMixin
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from growers.forms.fields import LineField, PhoneField
from growers.models import Membership, User
from growers.rules.staff import Administrator, judge_name
from growers.wording import sentence

PLACES = {"staff_name_odd": "username", "staff_name_is_phone": "username", "staff_name_ending": "username"}


class InvitationForm(forms.ModelForm):
    """A new sign-in with its first seat; the operator may seat somebody who has a sign-in already."""

    by: Administrator  # set by the admin, who builds the class for a request

    username = LineField(
        label=_("User name"), max_length=150, required=False, help_text=_("Such as clerk.ngoc-hoang; it stays.")
    )
    name = LineField(label=_("Full name"), max_length=150, required=False)
    phone = PhoneField(label=_("Phone"), required=False, help_text=_("The person may sign in with it too."))
    password1, password2 = SetPasswordMixin.create_password_fields(label1=_("Password"), label2=_("Password again"))

    class Meta:
        model = Membership
        fields = ["cooperative", "role", "user"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in ("password1", "password2"):
            self.fields[name].required = False
        if self.by.coops is not None:
            del self.fields["phone"]
        if "user" in self.fields:
            self.fields["user"].required = False
            self.fields["user"].help_text = _("Leave empty for somebody new, and fill in the lines below.")

    def clean(self):
        facts = super().clean()
        if facts.get("user") or not facts.get("cooperative"):
            return facts
        for name in ("username", "name", "password1"):
            if not facts.get(name) and name not in self.errors:
                self.add_error(name, ValidationError(_("Please fill this in."), "required"))
        if facts.get("password1") != facts.get("password2"):
            self.add_error("password2", ValidationError(SetPasswordMixin.error_messages["password_mismatch"]))
        self._judge(facts)
        return facts

    def _judge(self, facts: dict) -> None:
        """Ask the rule, the model and the password checks what the action will ask again."""
        for reason in judge_name(facts.get("username") or "", facts["cooperative"].slug, self.by).refused:
            self.add_error(PLACES[reason.code], ValidationError(sentence(reason), reason.code))
        user = User(username=facts.get("username"), last_name=facts.get("name") or "", phone=facts.get("phone") or "")
        try:
            user.full_clean(exclude=["password"])
        except ValidationError as problem:
            for name, errors in problem.error_dict.items():
                field = {"last_name": "name"}.get(name, name)
                self.add_error(field if field in self.fields else None, errors)
        try:
            validate_password(facts.get("password1") or "", user)
        except ValidationError as problem:
            self.add_error("password1", problem)


class AccountForm(forms.ModelForm):
    """Name, phone and whether the sign-in works at all."""

    last_name = LineField(label=_("Full name"), max_length=150)
    phone = PhoneField(label=_("Phone"), required=False)

    class Meta:
        model = User
        fields = ["last_name", "phone", "is_active"]

"""The form that all forms are: scoped choices, a token, a version, our own field types, one crispy helper."""

import hashlib
import uuid

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from coopsite import clock
from growers.actions.once import Sent, sent_before
from growers.forms.fields import DayField, LineField, TextField, TypedField
from growers.forms.renderer import Read, kept_reading, read
from growers.models import Cooperative, CoopModel
from growers.queries.seats import Seat
from growers.rules.verdicts import Verdict
from growers.wording import sentence


def model_field(field: models.Field, **kwargs):
    """The form field of a model field, where ours knows better what people type than Django's does."""
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DayField, **kwargs)
    if isinstance(field, models.TextField):
        return field.formfield(form_class=TextField, **{"widget": TextField.widget, **kwargs})
    if isinstance(field, models.CharField) and not field.choices and not isinstance(field, models.EmailField):
        return field.formfield(form_class=LineField, **kwargs)
    return field.formfield(**kwargs)


class SeatedForm(forms.Form):
    """A form filled in from a seat: every choice of rows is drawn from the seat's co-operative."""

    save_label = _("Save")
    back = ""  # where "Cancel" leads; a view may set it
    more = ""  # a template shown between the fields and the buttons, such as rows of their own
    conflict: list[tuple[str, str, str]] = []

    token = forms.UUIDField(
        widget=forms.HiddenInput,
        required=False,
        error_messages={"invalid": _("This form was damaged on its way. Reload the page and send it again.")},
    )

    def __init__(self, seat: Seat, *args, **kwargs):
        self.seat = seat
        super().__init__(*args, **kwargs)
        self.fields["token"].initial = uuid.uuid4
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and issubclass(field.queryset.model, CoopModel):
                field.queryset = field.queryset.of(seat.cooperative)

    @property
    def sent(self) -> Sent | None:
        """This sending, for an action that must carry it out once; None for a form that carries no token."""
        try:
            token = uuid.UUID(str(self.data.get(self.add_prefix("token"), "")))
        except ValueError:
            return None
        typed = dict(self.data.lists()) if hasattr(self.data, "lists") else dict(self.data)
        files = {name: [file_digest(file)] for name, file in self.files.items()}
        return Sent.of(token, {**typed, **files, "": [self.purpose]})

    @property
    def purpose(self) -> str:
        """What this form is for: a token that was sent with one form is not taken for a sending of another."""
        return type(self).__qualname__

    def full_clean(self):
        """A sending that was carried out before is valid whatever became of the data since: nothing to check again."""
        sent = self.sent if self.is_bound else None
        if sent and sent_before(self.seat, sent):
            self.cleaned_data, self._errors = {"token": sent.token}, forms.utils.ErrorDict()
            return
        super().full_clean()

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper(self)
        helper.form_tag = False
        helper.disable_csrf = True
        return helper

    @property
    def facts(self) -> dict:
        """What an action takes: the cleaned values without the form's own machinery."""
        return {key: value for key, value in self.cleaned_data.items() if key not in ("token", "version")}

    @property
    def shown_version(self) -> int:
        """The version of the row that the page showed; 0, which no row has, for a page that showed none."""
        return self.cleaned_data.get("version") or 0

    def add_verdict(self, verdict: Verdict, fields: dict[str, str] | None = None) -> None:
        """Show every refusing reason next to its field (`fields`: code -> field), else at the top of the form."""
        for reason in (*verdict.refused, *verdict.unknown):
            name = (fields or {}).get(reason.code)
            self.add_error(name if name in self.fields else None, ValidationError(sentence(reason), reason.code))

    def add_problem(self, problem: ValidationError) -> None:
        """Show what `full_clean` of an action found, next to the fields this form has."""
        by_field = problem.error_dict if hasattr(problem, "error_dict") else {"__all__": problem.error_list}
        for name, errors in by_field.items():
            self.add_error(name if name in self.fields else None, errors)


class FilterForm(forms.Form):
    """What a list is narrowed to, from the address; a value that is not understood narrows nothing and is marked.

    Its fields are made when something asks for them. Until then all follows from the class, the co-operative, the
    language, the day, what is offered and what was typed: so what these gave before is kept. A class that changes its
    fields by hand has asked for them, and nothing of it is kept.
    """

    def __init__(self, coop: Cooperative, data):
        self.coop, self.typed = coop, data
        self.offered: dict[str, tuple] = {}

    def __getattr__(self, name: str):
        if "fields" in vars(self):
            raise AttributeError(name)
        super().__init__(self.typed)
        for field, rows in self.offered.items():
            self._let_choose(field, rows)
        self.arrange()
        return getattr(self, name)

    def arrange(self) -> None:
        """Change fields that were just made, by nothing but what was typed."""

    def offer(self, name: str, rows) -> None:
        """Let a field choose one of (value, name), under a first choice of all."""
        self.offered[name] = tuple(rows)
        if "fields" in vars(self):
            self._let_choose(name, self.offered[name])

    def _let_choose(self, name: str, rows: tuple) -> None:
        self.fields[name].choices = [("", _("all")), *rows]

    @property
    def facts(self) -> dict:
        """The filters that were understood."""
        return dict(self._read.facts)

    @property
    def controls(self) -> SafeString:
        """Every visible field with its label, for a list's page."""
        return self._read.controls

    @property
    def hidden(self) -> SafeString:
        """The fields that nobody sees, such as the order of the rows."""
        return self._read.hidden

    @cached_property
    def _read(self) -> Read:
        if "fields" in vars(self):
            return read(self)
        typed = tuple(self.typed.get(name, "") for name in self.base_fields)
        coop = self.coop and self.coop.pk
        return kept_reading(self, (type(self), coop, get_language(), clock.today(), *self.offered.items()), typed)


class SortedFilter(FilterForm):
    """The filter of a list whose headings sort it."""

    sort = forms.CharField(required=False, widget=forms.HiddenInput)


class RowForm(SeatedForm, forms.ModelForm):
    """A form for one row: labels and checks come from the model; an action, not the form, saves."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, seat: Seat, *args, **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.instance.cooperative = seat.cooperative
        self.fields["version"].initial = getattr(self.instance, "version", None)

    @property
    def purpose(self) -> str:
        return f"{super().purpose} {self.instance.pk}"

    def meet(self, current: models.Model) -> None:
        """Show a save that came in between: (label, typed here, saved there) of each field that differs.

        What was typed stays; saving again is then a decision, for the form carries the newer version.
        """
        theirs = type(self)(self.seat, instance=current)
        self.conflict = [
            (field.label, _text(self[name]), _text(theirs[name]))
            for name, field in self.fields.items()
            if name in self._meta.fields and _text(self[name]) != _text(theirs[name])
        ]
        self.data = self.data.copy()
        self.data["version"] = current.version
        self.add_error(None, _("Somebody saved this in the meantime. Compare below; saving again keeps your values."))

    def save(self, commit=True):
        raise TypeError("An action saves what this form parsed.")

    def _get_validation_exclusions(self):
        """Check uniqueness within the co-operative although no form shows it."""
        return super()._get_validation_exclusions() - {"cooperative"}


def file_digest(file: UploadedFile) -> str:
    """The SHA-256 of an uploaded file, which is left at its beginning."""
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _text(bound: forms.BoundField) -> str:
    """A bound field's value as a person reads it."""
    value = bound.value()
    choices = getattr(bound.field, "choices", None)
    if choices is not None and value not in (None, ""):
        return next((str(label) for key, label in choices if str(key) == str(value)), str(value))
    return "" if value is None else str(value)


__all__ = ["FilterForm", "RowForm", "SeatedForm", "SortedFilter", "TypedField", "model_field"]

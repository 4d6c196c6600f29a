"""Renders the usual widgets and labels without the template engine, to the letter as Django's own templates do.

A filter form of eight fields costs a list page more than its fifty rows otherwise.
"""

from collections.abc import Callable
from typing import NamedTuple

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.html import conditional_escape as escape
from django.utils.safestring import SafeString

WIDGETS = "django/forms/widgets/"
INPUTS = "text number email url password hidden date datetime time search tel checkbox file color".split()


class Renderer(DjangoTemplates):
    """Django's renderer with a short way for what every page has; any other template goes the long one."""

    def render(self, template_name, context, request=None):
        write = SHORT.get(template_name)
        return write(context) if write else super().render(template_name, context, request)


def _attrs(attrs: dict) -> str:
    return "".join(
        f" {escape(name)}" if value is True else f' {escape(name)}="{escape(str(value))}"'
        for name, value in attrs.items()
        if value is not False
    )


def _input(context: dict) -> str:
    widget = context["widget"]
    value = widget["value"]
    shown = "" if value is None else f' value="{escape(str(value))}"'
    return f'<input type="{escape(widget["type"])}" name="{escape(widget["name"])}"{shown}{_attrs(widget["attrs"])}>'


def _textarea(context: dict) -> str:
    widget = context["widget"]
    text = escape(widget["value"]) if widget["value"] else ""
    return f'<textarea name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>\n{text}</textarea>'


def _select(context: dict) -> str:
    widget = context["widget"]
    parts = [f'<select name="{escape(widget["name"])}"{_attrs(widget["attrs"])}>']
    for group, options, _index in widget["optgroups"]:
        parts.append(f'<optgroup label="{escape(group)}">' if group else "")
        for option in options:
            value = escape(str(option["value"]))
            parts.append(f'<option value="{value}"{_attrs(option["attrs"])}>{escape(option["label"])}</option>')
        parts.append("</optgroup>" if group else "")
    parts.append("</select>")
    return "".join(parts)


def _label(context: dict) -> str:
    label = escape(context["label"])
    if not context["use_tag"]:
        return label
    return f"<{context['tag']}{_attrs(context['attrs'] or {})}>{label}</{context['tag']}>"


SHORT: dict[str, Callable[[dict], str]] = {
    **{f"{WIDGETS}{kind}.html": _input for kind in INPUTS},
    f"{WIDGETS}textarea.html": _textarea,
    f"{WIDGETS}select.html": _select,
    "django/forms/label.html": _label,
}

# --- the fields of a filter -------------------------------------------------------------------------------------------

MOST, LONGEST = 500, 40  # readings kept in a process, beyond which it begins anew; letters of a value that is kept


class Read(NamedTuple):
    """What a filter form understood, and how it shows itself."""

    facts: dict
    controls: SafeString
    hidden: SafeString


_kept: dict[tuple, Read] = {}


def read(form: forms.Form) -> Read:
    """A filter form as it is: its facts, every visible field with its label and what is wrong with it, the others."""
    form.full_clean()
    shown = SafeString("".join(map(_control, form.visible_fields())))
    return Read(form.cleaned_data, shown, SafeString("".join(map(str, form.hidden_fields()))))


def kept_reading(form: forms.Form, follows_from: tuple, typed: tuple[str, ...]) -> Read:
    """The same, kept; not while something is wrong, nor when choices come from the database as they are shown."""
    key = (*follows_from, typed)
    found = _kept.get(key)
    if found is None:
        found = read(form)
        drawn = any(isinstance(field, forms.ModelChoiceField) for field in form.fields.values())
        if drawn or form.errors or any(len(value) > LONGEST for value in typed):
            return found
        if len(_kept) >= MOST:
            _kept.clear()
        _kept[key] = found
    return found


def _control(bound: forms.BoundField) -> str:
    wrong = "".join(f'<small class="wrong">{escape(error)}</small>' for error in bound.errors)
    label = f'<label for="{escape(bound.id_for_label)}">{escape(bound.label)}:</label>'
    return f'<div class="filter{" is-wrong" if wrong else ""}">{label}{bound}{wrong}</div>'

"""The short way of rendering widgets gives what Django's templates give."""

import re

import pytest
from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.safestring import mark_safe

from growers.forms.renderer import SHORT, Renderer

EVIL = "<b>\"'&"


class Everything(forms.Form):
    text = forms.CharField(label="Name <i>", max_length=9, help_text="say", widget=forms.TextInput({"data-x": EVIL}))
    number = forms.IntegerField(required=False, min_value=3)
    mail = forms.EmailField(disabled=True)
    hidden = forms.CharField(widget=forms.HiddenInput)
    password = forms.CharField(widget=forms.PasswordInput)
    tick = forms.BooleanField(label=mark_safe("<b>bold</b>"))
    long = forms.CharField(widget=forms.Textarea)
    file = forms.FileField()
    when = forms.DateField()
    one = forms.ChoiceField(
        choices=[("", "–"), ("a", EVIL), ("b", mark_safe("<i>b</i>")), ("G", [("c", "C"), ("d", "D")])]
    )
    many = forms.MultipleChoiceField(choices=[(1, "one"), (2, "two")])
    radio = forms.ChoiceField(choices=[("a", "A")], widget=forms.RadioSelect)


FILLED = {
    "text": EVIL, "number": "7", "mail": "a@b.vn", "hidden": EVIL, "tick": "on", "long": f"{EVIL}\n{EVIL}", "one": "c",
    "many": ["2"], "when": "08/09/2025",
}  # fmt: skip


@pytest.mark.parametrize("data", [None, FILLED, {}], ids=["fresh", "filled", "wrong"])
@pytest.mark.parametrize("name", Everything.base_fields)
def test_every_widget_and_label_is_the_same_as_by_the_templates(name, data):
    short, long = (
        Everything(data, files=data and {}, renderer=renderer)[name] for renderer in (Renderer(), DjangoTemplates())
    )
    assert _tidy(str(short)) == _tidy(str(long))
    assert _tidy(short.label_tag()) == _tidy(long.label_tag())
    assert _tidy(short.legend_tag()) == _tidy(long.legend_tag())


def test_every_short_way_stands_for_a_template_that_there_is():
    for template in SHORT:
        assert Renderer().get_template(template)


def _tidy(html: str) -> str:
    """Without the line ends that the templates leave between tags."""
    return re.sub(r">\s+", ">", re.sub(r"\s+<", "<", html)).strip()

"""What a page offers to be posted: its forms with their fields, as a browser would send them."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

from django.forms import BaseForm, ModelChoiceField
from django.forms.formsets import BaseFormSet

from growers.models import CoopModel

# In the head of every page: they belong to no noun.
EVERYWHERE = ("/accounts/logout/", "/language/")


@dataclass
class PostForm:
    """A form that posts: where to, and what it holds as the page came."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)
    typed: set[str] = field(default_factory=set)  # names of what a person types, or a page hides


class _Forms(HTMLParser):
    def __init__(self):
        super().__init__()
        self.found: list[PostForm] = []
        self.form: PostForm | None = None
        self.select: str | None = None
        self.area: str | None = None

    def handle_starttag(self, tag, attrs):
        words = dict(attrs)
        if tag == "form":
            posts = (words.get("method") or "").lower() == "post"
            self.form = PostForm(words.get("action") or "") if posts else None
        elif self.form is None:
            return
        elif tag in ("input", "button") and words.get("name"):
            self._input(words)
        elif tag == "select" and words.get("name"):
            self.select = words["name"]
            self.form.fields.setdefault(self.select, [])
        elif tag == "option" and self.select and "selected" in words:
            self.form.fields[self.select].append(words.get("value") or "")
        elif tag == "textarea" and words.get("name"):
            self.area = words["name"]
            self.form.typed.add(self.area)
            self.form.fields[self.area] = [""]

    def _input(self, words):
        name, kind = words["name"], words.get("type", "text")
        if kind in ("checkbox", "radio"):
            self.form.fields.setdefault(name, []).extend([words.get("value") or "on"] if "checked" in words else [])
            return
        self.form.fields.setdefault(name, []).append(words.get("value") or "")
        if kind in ("text", "hidden", "search", "tel", "number") and name != "csrfmiddlewaretoken":
            self.form.typed.add(name)

    def handle_data(self, data):
        if self.area and self.form:
            self.form.fields[self.area] = [self.form.fields[self.area][0] + data]

    def handle_endtag(self, tag):
        if tag == "form" and self.form:
            if self.form.action not in EVERYWHERE:
                self.found.append(self.form)
            self.form = None
        elif tag == "select":
            self.select = None
        elif tag == "textarea":
            self.area = None


def post_forms(answer) -> list[PostForm]:
    """The forms of a page that post, but for those that stand on every page."""
    if not answer.headers.get("Content-Type", "").startswith("text/html"):
        return []
    parser = _Forms()
    parser.feed(answer.content.decode())
    return parser.found


def bound_forms(answer) -> list[BaseForm]:
    """Every form object that a page was rendered from, those of formsets too."""
    found = []
    layers = answer.context if isinstance(answer.context, list) else [answer.context] if answer.context else []
    for scope in (scope for layer in layers for scope in layer.dicts):
        for value in scope.values():
            if isinstance(value, BaseForm):
                found.append(value)
            elif isinstance(value, BaseFormSet):
                found += value.forms
    return [*{id(form): form for form in found}.values()]


def row_choices(answer) -> dict[str, type]:
    """The fields of a page that name rows of a co-operative, as posted, with their model."""
    return {
        form.add_prefix(name): choice.queryset.model
        for form in bound_forms(answer)
        for name, choice in form.fields.items()
        if isinstance(choice, ModelChoiceField) and issubclass(choice.queryset.model, CoopModel)
    }


def errors_of(answer) -> set[str]:
    """The fields, as posted, that a page shows errors at."""
    return {form.add_prefix(name) for form in bound_forms(answer) if form.is_bound for name in form.errors}

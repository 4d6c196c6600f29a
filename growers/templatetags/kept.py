"""{% kept A B %}: what stays the same for many requests, rendered once for each combination of values and kept.

The frame of a page (bar, navigation) costs more than its rows otherwise. Whatever the block shows must follow from the
values named in the tag. {% csrf_token %} may stand in it: the token is never kept but put in each time.
"""

from itertools import count

from django import template
from django.template.base import Node
from django.template.exceptions import TemplateSyntaxError
from django.utils.safestring import SafeString

register = template.Library()

MOST = 2_000  # kept texts in a process; beyond that it begins anew
TOKEN = "\ue000csrf\ue000"  # noqa: S105 - stands where the token goes
_kept: dict[tuple, str] = {}
_serials = count()


@register.tag
def kept(parser, token):
    """{% kept VALUE ... %}...{% endkept %}"""
    _name, *values = token.split_contents()
    if not values:
        raise TemplateSyntaxError("{% kept %} names the values that its block follows from.")
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode([parser.compile_filter(value) for value in values], body)


class KeptNode(Node):
    def __init__(self, values, nodelist):
        self.values, self.nodelist, self.serial = values, nodelist, next(_serials)

    def render(self, context) -> SafeString:
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        key = (self.serial, *values)
        text = _kept.get(key)
        if text is None:
            with context.push(csrf_token=TOKEN):
                text = self.nodelist.render(context)
            if len(_kept) >= MOST:
                _kept.clear()
            _kept[key] = text
        if TOKEN in text:
            text = text.replace(TOKEN, str(context.get("csrf_token", "")))
        return SafeString(text)

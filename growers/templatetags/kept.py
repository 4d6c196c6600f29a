"""{% kept A B %}: what stays the same for many requests, rendered once for each combination of values and kept.

The frame of a page (bar, navigation, heads of tables) costs more than its rows otherwise. Whatever the block shows must
follow from the language and the values named in the tag. {% csrf_token %} may stand in it: the token is never kept but
put in each time.
"""

from itertools import count

from django import template
from django.template.base import Node
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()

MOST, LONGEST = 2_000, 20_000  # kept texts in a process, beyond which it begins anew; letters of one that is kept
TOKEN = "\ue000csrf\ue000"  # noqa: S105 - stands where the token goes
_kept: dict[tuple, str] = {}
_serials = count()


@register.tag
def kept(parser, token):
    """{% kept VALUE ... %}...{% endkept %}"""
    _name, *values = token.split_contents()
    body = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode([parser.compile_filter(value) for value in values], body)


class KeptNode(Node):
    def __init__(self, values, nodelist):
        self.values, self.nodelist, self.serial = values, nodelist, next(_serials)

    def render(self, context) -> SafeString:
        values = [value.resolve(context, ignore_failures=True) for value in self.values]
        key = (self.serial, get_language(), *values)
        text = _kept.get(key)
        if text is None:
            with context.push(csrf_token=TOKEN):
                text = self.nodelist.render(context)
            if len(_kept) >= MOST:
                _kept.clear()
            if len(text) <= LONGEST:
                _kept[key] = text
        if TOKEN in text:
            text = text.replace(TOKEN, str(context.get("csrf_token", "")))
        return SafeString(text)

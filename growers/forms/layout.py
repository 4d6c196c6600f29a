"""How a long form is laid out: named groups of fields, several on a row where there is room."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row

WIDE = {2: "col-md-6", 3: "col-md-4", 4: "col-md-3"}


def in_groups(helper: FormHelper, form, groups) -> FormHelper:
    """Give a helper its layout: `groups` are (legend, rows), a row the names of fields that stand side by side.

    A name that ends in .html is a template, rendered with the page's context. Names that the form does not have are
    left out, and rows and groups that become empty by it; a group without a legend has no frame.
    """
    parts = []
    for legend, rows in groups:
        present = [[name for name in row if name in form.fields or name.endswith(".html")] for row in rows]
        drawn = [_row(names) for names in present if names]
        if drawn:
            parts += [Fieldset(_literal(legend), *drawn)] if legend else drawn
    helper.layout = Layout(*parts)
    helper.render_hidden_fields = True
    return helper


def _row(names: list[str]):
    if len(names) > 1:
        return Row(*(Column(name, css_class=WIDE[len(names)]) for name in names))
    return HTML(f'{{% include "{names[0]}" %}}') if names[0].endswith(".html") else names[0]


def _literal(legend) -> str:
    """Crispy renders a legend as a template: braces and per cent signs of a translation stay what they are."""
    return "{% verbatim %}" + str(legend) + "{% endverbatim %}"

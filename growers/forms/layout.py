"""How a long form is laid out: named groups of fields, several on a row where there is room."""

from crispy_forms.helper import FormHelper
from crispy_forms.layout import HTML, Column, Fieldset, Layout, Row


def in_groups(helper: FormHelper, form, groups, after: str = "") -> FormHelper:
    """Give a helper its layout: `groups` are (legend, rows), a row the names that stand side by side.

    Names that the form does not have are left out, and groups and rows that become empty by it; `after` is a template
    that is rendered with the page's context below the groups.
    """
    fieldsets = []
    for legend, rows in groups:
        present = [[name for name in row if name in form.fields] for row in rows]
        drawn = [_row(names) for names in present if names]
        if drawn:
            fieldsets.append(Fieldset(_literal(legend), *drawn))
    if after:
        fieldsets.append(HTML(f'{{% include "{after}" %}}'))
    helper.layout = Layout(*fieldsets)
    helper.render_hidden_fields = True
    return helper


def _row(names: list[str]):
    if len(names) == 1:
        return names[0]
    wide = {2: "col-md-6", 3: "col-md-4"}.get(len(names), "col-md-3")
    return Row(*(Column(name, css_class=wide) for name in names))


def _literal(legend) -> str:
    """Crispy renders a legend as a template: braces and per cent signs of a translation stay what they are."""
    return "{% verbatim %}" + str(legend) + "{% endverbatim %}"

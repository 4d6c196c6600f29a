"""The form in which packed fruit is set aside: a box of kilograms for each carton line that could fill an order."""

from growers.forms.base import SeatedForm
from growers.forms.fields import KgField
from growers.queries.seats import Seat


class AllocateForm(SeatedForm):
    """Kilograms by (order line, carton line); `pairs` are those that the page offers, with what is proposed for each.

    A pair that the page does not offer is not read: another co-operative's keys mean nothing here.
    """

    def __init__(self, seat: Seat, *args, pairs: dict[tuple[int, int], int | None], **kwargs):
        super().__init__(seat, *args, **kwargs)
        self.pairs = list(pairs)
        for (line, carton), proposed in pairs.items():
            field = KgField(required=False, decimals=3, initial=proposed or None)
            field.widget.attrs |= {"class": "form-control form-control-sm", "size": "9"}
            self.fields[name_of(line, carton)] = field

    def box(self, line: int, carton: int):
        """The bound field of a pair."""
        return self[name_of(line, carton)]

    @property
    def facts(self) -> dict:
        """(order line, carton line, grams) of every box that was filled."""
        typed = ((line, carton, self.cleaned_data.get(name_of(line, carton))) for line, carton in self.pairs)
        return {"picks": [pick for pick in typed if pick[2]]}


def name_of(line: int, carton: int) -> str:
    """The name of the box for an order line and a carton line."""
    return f"take-{line}-{carton}"

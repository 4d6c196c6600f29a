"""Form fields for what people type: kilograms, dong, areas, percentages, degrees, dates, phone numbers, tidy text."""

from django import forms
from django.core.exceptions import ValidationError

from coopsite import clock
from coopsite.formats import parsing, showing
from coopsite.formats.degrees import parse_celsius
from coopsite.formats.moments import moment_input, parse_moment
from coopsite.formats.text import clean_line, clean_text
from growers.rules.phones import e164
from growers.rules.verdicts import Reason
from growers.wording import sentence


def unreadable(code: str, typed: str, readings=(), **data) -> ValidationError:
    """The error of a field whose text could not be read."""
    readings = "; ".join(readings)
    return ValidationError(sentence(Reason(code, {**data, "typed": typed, "readings": readings})), code=code)


class TypedField(forms.CharField):
    """Text that a parser turns into a stored integer or date, and that shows as people would type it."""

    inputmode = "decimal"
    empty_value = None

    def __init__(self, **kwargs):
        kwargs.setdefault("max_length", 60)
        super().__init__(**kwargs)

    def widget_attrs(self, widget):
        attrs = super().widget_attrs(widget)
        return {**attrs, "inputmode": self.inputmode, "autocomplete": "off"}

    def read(self, text: str):
        raise NotImplementedError

    def show(self, value) -> str:
        raise NotImplementedError

    def to_python(self, value):
        text = clean_line(str(value)) if value is not None else ""
        if not text:
            return None
        try:
            return self.read(text)
        except parsing.Unreadable as problem:
            raise unreadable(problem.code, text, problem.readings, **problem.data) from None

    def run_validators(self, value):
        """The length limits of CharField are meant for text; the parsers have bounds of their own."""

    def prepare_value(self, value):
        return value if value is None or isinstance(value, str) else self.show(value)

    def has_changed(self, initial, data):
        try:
            return self.to_python(data) != (self.to_python(initial) if isinstance(initial, str) else initial)
        except ValidationError:
            return True


class KgField(TypedField):
    """Kilograms, cleaned to integer grams."""

    def __init__(self, *, decimals: int = 1, **kwargs):
        self.decimals = decimals
        super().__init__(**kwargs)

    def read(self, text):
        return parsing.parse_kg(text, decimals=self.decimals)

    def show(self, value):
        return showing.kg_input(value)


class DongField(TypedField):
    """Money, cleaned to integer dong; with `price=True` a number below 1,000 means thousands."""

    def __init__(self, *, price: bool = False, **kwargs):
        self.price = price
        super().__init__(**kwargs)

    def read(self, text):
        return parsing.parse_dong(text, price=self.price)

    def show(self, value):
        return showing.dong_input(value, price=self.price)


class AreaField(TypedField):
    """An area in hectares, square metres or sào, cleaned to integer square metres."""

    inputmode = "text"

    def read(self, text):
        return parsing.parse_area(text)

    def show(self, value):
        return showing.area_input(value)


class PercentField(TypedField):
    """A percentage, cleaned to integer basis points."""

    def read(self, text):
        return parsing.parse_percent_bp(text)

    def show(self, value):
        return showing.percent_input(value)


class DoseField(TypedField):
    """A dose in the unit chosen beside it, cleaned to thousandths."""

    def read(self, text):
        return parsing.parse_milli(text)

    def show(self, value):
        return showing.kg_input(value)


class CelsiusField(TypedField):
    """A temperature in degrees Celsius, cleaned to integer tenths of a degree."""

    inputmode = "text"

    def read(self, text):
        return parse_celsius(text)

    def show(self, value):
        return showing.celsius_input(value)


class WholeField(TypedField):
    """A count, cleaned to an integer."""

    inputmode = "numeric"

    def read(self, text):
        return parsing.parse_int(text)

    def show(self, value):
        return str(value)


class DayField(TypedField):
    """A date typed day first; a day and month alone mean this year."""

    inputmode = "text"

    def read(self, text):
        return parsing.parse_day(text, clock.today())

    def show(self, value):
        return f"{value:%d/%m/%Y}"


class MomentField(TypedField):
    """A time and a day in either order, cleaned to an aware datetime; a time alone means today."""

    inputmode = "text"

    def read(self, text):
        return parse_moment(text, clock.now())

    def show(self, value):
        return moment_input(value)


class PhoneField(TypedField):
    """A Vietnamese phone number, cleaned to +84912345678; "" when left empty."""

    inputmode = "tel"

    def to_python(self, value):
        return super().to_python(value) or ""

    def read(self, text):
        number = e164(text)
        if not number:
            raise parsing.Unreadable("not_a_phone")
        return number

    def show(self, value):
        return showing.phone(value)

    def prepare_value(self, value):
        return showing.phone(value) if value and str(value).startswith("+") else value


class LineField(forms.CharField):
    """One line of text: NFC, squeezed, without control characters."""

    def to_python(self, value):
        return clean_line(value) if value else self.empty_value


class TextField(forms.CharField):
    """Several lines of text, tidied line by line."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value):
        return clean_text(value) if value else self.empty_value


class RowsField(forms.ModelMultipleChoiceField):
    """Rows that are ticked in a list; what cannot be a key at all is a row that is not offered, however it was sent."""

    def clean(self, value):
        for key in value if isinstance(value, list | tuple) else ():
            # A key of nineteen digits does not go into SQLite, and Django has no Vietnamese for its own refusal.
            if not (str(key).isascii() and str(key).isdigit() and len(str(key)) < 19):
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(key)[:20]})
        return super().clean(value)

"""GS1 numbers that are typed by people: the check digit that catches a slip of the hand (R01)."""

LENGTHS = {"gtin": (8, 12, 13, 14), "gln": (13,), "ggn": (13,), "sscc": (18,)}


def check_digit(body: str) -> str:
    """The digit that belongs behind `body`: modulo 10, weights 3, 1, 3, 1 ... from the right (R01)."""
    total = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(body)))
    return str(-total % 10)


def valid(kind: str, number: str) -> bool:
    """Whether `number` is a GTIN, GLN, GGN or SSCC (`kind` in lower case): ASCII digits of its length, the last right.

    All zeros pass the sum and name nothing.
    """
    if len(number) not in LENGTHS[kind] or not (number.isascii() and number.isdigit()) or not number.strip("0"):
        return False
    return check_digit(number[:-1]) == number[-1]


def gtin14(gtin: str) -> str:
    """A GTIN of any length as the 14 digits of application identifier 01."""
    return gtin.zfill(14)

"""Vietnamese phone numbers, as people type them and as they are stored (+84912345678)."""

import phonenumbers


def e164(text: str) -> str:
    """The stored form of a valid number typed with +84, 0084, 0, spaces or dots; "" when it is not one."""
    try:
        number = phonenumbers.parse(text.replace("0084", "+84", 1) if text.startswith("0084") else text, "VN")
    except phonenumbers.NumberParseException:
        return ""
    if not phonenumbers.is_valid_number(number):
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)

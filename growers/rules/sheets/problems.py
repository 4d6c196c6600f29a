"""Every code that reading a sheet may answer with, and the data which its sentence can name; wording.py speaks them."""

FILE_CODES: dict[str, tuple[str, ...]] = {
    "empty_file": (),
    "file_too_big": ("size", "limit"),  # bytes
    "unpacks_too_big": ("size", "limit"),  # bytes
    "packed_too_tight": ("ratio", "limit"),
    "too_many_entries": ("entries", "limit"),
    "unsafe_name": ("name",),  # ../, absolute, or a link inside the package
    "xml_entities": ("name",),  # a DOCTYPE or ENTITY declaration
    "macros": (),
    "encrypted": (),
    "damaged": (),
    "too_heavy": (),  # the reading process ran out of its seconds or memory
    "busy": (),  # other files are being read
    "picture": ("kind",),
    "pdf": (),
    "word_document": (),
    "old_excel": (),  # .xls
    "binary_excel": (),  # .xlsb
    "opendocument": (),
    "xml_spreadsheet": (),
    "web_page": (),
    "archive": (),
    "not_text": (),  # bytes that are no text in any encoding that is tried
    "no_data": ("sheets",),
    "no_such_sheet": ("name",),
    "far_cell": ("cell",),  # a value so far out that the sheet cannot be laid out
    "too_many_rows": ("rows", "limit"),
    "too_many_columns": ("cell", "limit"),
}
TABLE_CODES: dict[str, tuple[str, ...]] = {  # of a whole preview; they forbid the import
    "no_header": (),
    "missing_column": ("key",),
    "missing_one_of": ("keys",),
    "no_rows": (),
}
TABLE_NOTES: dict[str, tuple[str, ...]] = {
    "other_sheets": ("used", "names"),
    "formulas_without_value": ("count",),
    "assumed_encoding": ("encoding",),
    "broken_encoding": ("count",),
    "column_twice": ("key", "headers"),
}
CELL_CODES: dict[str, tuple[str, ...]] = {  # they forbid the row
    "required": (),
    "needs_one_of": ("keys",),
    "only_one_cell": ("text",),  # a heading, or a record that lost the rest
    "error_value": ("text",),  # #N/A, #REF! and their like
    "broken_characters": ("text",),
    "too_long": ("length", "limit"),
    "not_a_name": ("text",),
    "bad_code": ("text",),
    "code_too_long": ("text", "limit"),
    "bad_phone": ("text",),
    "bad_citizen_id": ("text", "digits"),
    "old_identity_card": ("text",),
    "bad_account": ("text",),
    "digits_lost": ("text",),  # a long number that the spreadsheet rounded
    "not_a_number": ("text",),
    "date_not_number": ("text",),
    "unknown_unit": ("text", "unit"),
    "ambiguous_number": ("text", "readings"),  # stored units; (decimal mark, thousands mark)
    "not_whole": ("text",),
    "negative": ("text",),
    "not_positive": ("text",),
    "out_of_range": ("text", "value", "low", "high"),  # stored units
    "bad_date": ("text",),
    "year_missing": ("text",),
    "ambiguous_date": ("text", "readings"),
    "date_out_of_range": ("text", "first", "last"),
    "future_date": ("text", "today"),
    "bad_year": ("text", "first", "last"),
    "unknown_choice": ("text", "choices"),  # keys
}
CELL_NOTES: dict[str, tuple[str, ...]] = {  # what was repaired or taken over; the row stays good
    "zeros_restored": ("text", "value"),
    "zeros_may_be_lost": ("text",),
    "phone_renumbered": ("text", "value"),
    "phone_picked": ("text", "value"),  # several numbers, or words beside one
    "read_as_thousands": ("text", "value"),
    "unit_assumed": ("text", "unit"),
    "mark_decided": ("text", "value"),  # a number with two readings, decided by its column
    "year_only": ("text", "value"),
    "serial_date": ("text", "value"),
    "from_heading": ("value",),
    "from_above": ("value",),
}
SKIP_REASONS = (
    "blank",
    "above_header",
    "header",
    "column_numbers",
    "repeated_header",
    "heading",
    "total",
    "signature",
    "unread",  # nothing in any column that is read
)
ALL_CODES = frozenset(
    (*FILE_CODES, *TABLE_CODES, *TABLE_NOTES, *CELL_CODES, *CELL_NOTES, *(f"skip_{r}" for r in SKIP_REASONS))
)

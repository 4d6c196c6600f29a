"""Sentences for what the rules say of bank files, and the names of their fields."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

SENTENCES: dict[str, object] = {
    "bank_file_line_unreadable": _('Line %(line)s, "%(text)s": write "Header = field".'),
    "bank_file_field_unknown": _('Line %(line)s: there is no field "%(field)s". Known fields: %(known)s.'),
    "bank_file_header_twice": _("These headers come twice: %(headers)s."),
    "bank_file_header_long": _("Line %(line)s: a header has at most %(most)s characters."),
    "bank_file_field_missing": _("The file needs a column with each of these fields: %(fields)s."),
    "bank_file_content_length": _("Line %(line)s: a content has %(least)s to %(most)s characters."),
    "bank_file_empty": _("Describe at least one column."),
    "bank_file_too_many": _("A file has at most %(most)s columns."),
    "bank_file_total_twice": _("Line %(line)s: there is one row of totals only."),
    "bank_file_account_missing": _("No bank account was known when the run was closed: households %(households)s."),
    "bank_file_nothing": _("No transfer of this run is left to pay."),
    "bank_file_before_approval": _("No money leaves before the director approved the run."),
}
learn(SENTENCES)

FIELDS = {
    "no": _("number of the row"), "code": _("code of the household"), "name": _("account name, capitals, no accents"),
    "account": _("account number, as text"), "bank_code": _("BIN of the bank"), "bank_name": _("name of the bank"),
    "branch": _("branch, empty"), "amount": _("amount in dong"),
    "content": _("what for, without accents; content:40 allows 40 characters"),
}  # fmt: skip

"""Sentences for what the rules of consents and personal data answer."""

from django.utils.translation import gettext_lazy as _

CONSENTS = {
    "consent_in_future": _("The day of the consent lies in the future."),
    "consent_already": _("There is a consent to this already: it stands until it is withdrawn."),
    "consent_of_erased": _("The personal data of this household were erased: it can agree to nothing here any more."),
    "consent_withdrawn_already": _("This consent was withdrawn already."),
    "withdrawal_in_future": _("The day of the withdrawal lies in the future."),
    "withdrawal_before_consent": _("The consent was given after this day."),
}

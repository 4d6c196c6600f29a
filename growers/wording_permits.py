"""Sentences about certificates, packing houses, supervision visits, marks and scans."""

from django.utils.translation import gettext_lazy as _

# growers.rules.certificates
CERTIFICATES = {
    "certificate_dates_swapped": _("The certificate ends before it begins."),
    "certificate_long": _("A certificate of this scheme rarely holds longer than %(months)s months. Check both dates."),
    "certificate_ggn_missing": _("A GlobalG.A.P. certificate has a GGN of 13 digits: enter it."),
    "certificate_ggn_wrong": _("%(ggn)s is not a GGN: its last digit does not fit the others. Check every digit."),
    "certificate_ggn_not_asked": _("Only GlobalG.A.P. certificates have a GGN: leave this empty."),
    "certificate_house_missing": _("Choose the packing house that this certificate is for."),
    "certificate_house_not_asked": _("This scheme certifies plots: choose no packing house."),
    "certificate_withdrawn_early": _("The certificate holds only from %(first)s: choose a day from then on."),
    "certificate_withdrawn_late": _("The certificate ends on %(until)s anyway: choose an earlier day."),
    "certificate_withdrawal_reason": _("Say why the certificate was withdrawn."),
    "certificate_has_plots": _("Plots are under this certificate: its crop stays, and it is for no packing house."),
    "scope_area_differs": _(
        "The certificate names %(scope_ha)s, the plots under it have %(members_ha)s: %(difference)s of difference."
    ),
    "scope_other_crop": _("Plot %(plot)s grows another crop than this certificate is for."),
    "scope_already_inside": _("Plot %(plot)s is under this certificate already."),
    "scope_outside_validity": _("The certificate holds from %(first)s until %(until)s: choose a day within."),
    "scope_ends_too_early": _("Plot %(plot)s is under the certificate only from %(since)s: end it on a later day."),
    "scope_many_new": _(
        "Within a year %(new)s of %(households)s households came under this certificate, with %(new_ha)s of"
        " %(members_ha)s. More than %(most)s need a fresh inspection before their fruit may carry the claim."
    ),
    "scope_of_house": _("This certificate is for a packing house; plots cannot be put under it."),
}

# growers.rules.marks
MARKS = {
    "mark_other_crop": _("The certification mark is for another crop."),
    "mark_not_in_force": _("The certification mark was not in force on %(packed)s."),
    "mark_without_licence": _("The co-operative holds no licence for the certification mark."),
    "mark_licence_not_valid": _("No licence for the certification mark was valid on the pack date, %(packed)s."),
    "mark_plot_elsewhere": _("Plot %(plot)s lies outside the province that the certification mark stands for."),
    "mark_plot_unknown": _("For %(plot)s nobody has said which plot the fruit is from: its province is unknown."),
    "mark_over_quota": _("The licence covers %(quota)s; with this lot it would be %(used)s."),
    "licence_dates_swapped": _("The licence ends before it begins."),
    "licence_beyond_mark": _("The certification mark itself is in force from %(first)s until %(until)s only."),
    "licence_overlaps": _("Licence %(number)s of the same holder covers some of these days too."),
}

# growers.rules.packing_houses
HOUSES = {
    "house_code_malformed": _("Use letters without marks, digits and dashes, such as PH1."),
    "house_gln_wrong": _("%(gln)s is not a GLN: its last digit does not fit the others. Check every digit."),
    "house_code_twin": _("This code is here already: %(code)s."),
    "house_code_dates_swapped": _("The code ends before it begins."),
    "house_code_shape_unusual": _("“%(code)s” does not look like the usual packing house code (VN-TGPH-0012)."),
    "house_code_second": _("The house has a code for this crop and market already: %(code)s."),
}

# growers.rules.visits
VISITS = {
    "visit_in_future": _("This day has not come yet."),
    "visit_long_ago": _("This day lies more than ten years back."),
    "visit_due_not_later": _("The next visit must come after this one."),
    "visit_void_without_reason": _("Say why the visit does not count."),
}

# growers.rules.documents
DOCUMENTS = {
    "document_empty": _("The file is empty. Choose another one."),
    "document_too_big": _("The file is larger than %(limit)s MB. Scan it with a lower resolution."),
    "document_kind_unknown": _("This is not a PDF, JPEG or PNG file, whatever its name says. Scan it again as one."),
    "document_withdrawal_reason": _("Say why the document is withdrawn."),
}

PERMITS = {**CERTIFICATES, **MARKS, **HOUSES, **VISITS, **DOCUMENTS}

"""Names for the papers, label elements and certificates that markets ask for, and sentences about their rows."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SENTENCES = {
    "requirement_code_unknown": _("Not known here: %(codes)s. Choose from: %(known)s."),
    "requirement_not_a_list": _('Write a list of texts in square brackets, such as ["phytosanitary"].'),
    "requirement_minimum_missing": _("This treatment needs a least value here."),
    "requirement_minimum_idle": _("The chosen treatment does not measure this: leave it empty."),
    "requirement_source_missing": _("Say where this was read."),
    "requirement_certainty_unknown": _("Certainty is one of %(known)s."),
    "requirement_in_force": _(
        "This row holds already, and decisions were made by it. Give the day from which the change holds: it is saved"
        " as a new row."
    ),
}
DOCUMENTS = {
    "phytosanitary": _("phytosanitary certificate"),
    "additional_declaration": _("additional declaration on the phytosanitary certificate"),
    "treatment_record": _("treatment record"),
    "vht_chart": _("chart of the vapour heat treatment"),
    "fumigation_record": _("fumigation record"),
    "import_permit": _("import permit (importer)"),
    "importer_licence": _("licence of the importer"),
    "certificate_of_origin": _("certificate of origin"),
    "official_certificate": _("official certificate"),
    "residue_analysis": _("residue analysis"),
    "entry_document": _("entry document of the importer (CHED)"),
    "preclearance": _("preclearance form"),
    "prior_notice": _("prior notice"),
    "fsvp": _("importer's supplier verification (FSVP)"),
    "conformity_declaration": _("declaration of conformity"),
    "pesticide_statement": _("statement of pesticides used"),
    "delivery_note": _("delivery note or invoice"),
}
LABEL_ELEMENTS = {
    "fruit_name": _("name of the fruit"),
    "variety": _("variety"),
    "class": pgettext_lazy("of fruit on a label", "class"),
    "size": _("size"),
    "origin": _("country of origin"),
    "area_code": _("planting area code"),
    "area_name": _("name of the growing area"),
    "house_code": _("packing house code"),
    "house_name": _("name of the packing house"),
    "responsible": _("responsible organisation"),
    "address": _("address"),
    "importer": _("importer"),
    "packed_on": _("packed on"),
    "lot": _("lot"),
    "carton_no": _("carton number"),
    "net_weight": _("net weight"),
    "storage": _("storage conditions"),
    "treated_on": _("treated on"),
    "treatment_facility": _("treatment facility"),
    "treatment_no": _("treatment number"),
    "treatment_mark": _("mark of the treatment"),
    "radura": _("radura symbol"),
}
CERTIFICATES = {
    "vietgap": "VietGAP",
    "globalgap": "GlobalG.A.P.",
    "grasp": "GRASP",
    "organic": _("organic"),
    "ocop": "OCOP",
    "house": _("packing house (food safety)"),
    "primusgfs": "PrimusGFS",
    "canadagap": "CanadaGAP",
}


def document_name(code: str):
    """What a paper is called; a code nobody knows shows as itself."""
    return DOCUMENTS.get(code, code)

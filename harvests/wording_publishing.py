"""Sentences for what the rules say of product cards, pictures, public pages and dossiers; the verbs of their trail."""

from django.utils.translation import gettext_lazy as _

from growers.wording import learn

CARDS = {
    "card_gtin_wrong": _("%(gtin)s is not a GTIN: 8, 12, 13 or 14 digits, the last one checks the others."),
    "card_gtin_of_other": _("The GTIN does not begin with the co-operative’s own prefix %(prefix)s."),
    "card_shelf_life_unlikely": _("Fresh fruit keeps between 1 and %(most)s days."),
}

PICTURES = {
    "picture_empty": _("The file is empty."),
    "picture_not_known": _("This is neither a JPEG nor a PNG picture."),
    "picture_damaged": _("The picture is damaged or cut off. Save it anew and upload it again."),
    "picture_small": _("The picture is too small: at least 120 pixels on each side."),
    "picture_large": _("The picture is too large: at most 6,000 pixels on each side."),
    "picture_heavy": _("The picture is too heavy: at most 200 KB. Make it smaller and upload it again."),
}

PUBLISHING = {
    "publish_lot_open": _("The lot is still open: close it first."),
    "publish_lot_void": _("The lot was voided."),
    "publish_lot_held": _("The lot is on hold."),
    "publish_no_card": _("There is no product card for this crop: name, picture, origin and standards stand there."),
    "publish_no_name": _("The name of the product in Vietnamese and English."),
    "publish_no_picture": _("A picture of the product."),
    "publish_picture_heavy": _("The picture has %(picture_kb)s KB; the public page has room for %(most_kb)s KB."),
    "publish_no_producer": _("The legal name of the co-operative."),
    "publish_no_address": _("The address of the co-operative."),
    "publish_no_origin": _("The origin of the product in Vietnamese and English."),
    "publish_no_standards": _("The standards applied, or a certificate that covers all fruit of the lot."),
    "publish_no_fruit": _("What was packed: grades and cartons."),
    "publish_no_events": _("The days of harvest and packing."),
    "page_published": _("This lot is published already."),
    "page_not_published": _("This lot is not published."),
    "page_withdraw_without_reason": _("Say why the page is withdrawn."),
}

DOSSIERS = {
    "dossier_days_wrong": _("A link is valid for 1 to %(most)s days."),
    "dossier_without_subject": _("Choose a lot or a shipment."),
    "dossier_of_two": _("Choose a lot or a shipment, not both."),
    "dossier_revoked": _("This link was revoked already."),
    "dossier_lot_void": _("The lot was voided."),
}

SENTENCES: dict[str, object] = {**CARDS, **PICTURES, **PUBLISHING, **DOSSIERS}

VERBS = {
    "product card saved": _("product card saved"),
    "page published": _("public page published"),
    "page withdrawn": _("public page withdrawn"),
    "dossier made": _("dossier link made"),
    "dossier revoked": _("dossier link revoked"),
}

learn(SENTENCES)

"""The forms of certificates, houses, visits, licences and scans as a browser sends them."""

import uuid

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from growers.tests.builders import make_market
from growers.tests.permits_builders import PDF, make_body, make_mark


def sent(**values):
    return {"token": str(uuid.uuid4()), **values}


def at(name, coop, *words):
    return reverse(name, args=[coop.slug, *words])


def certificate_typed(coop, **values):
    return sent(**{
        "scheme": "vietgap", "number": " VietGAP-TT-14-001 ", "ggn": "", "standard": "TCVN 11892-1:2017",
        "body": make_body(coop).pk, "commodity": coop.commodity_id, "house": "", "valid_from": "01/01/2025",
        "valid_to": "01/01/2027", "scope_m2": "12,5 ha", "responsible": "Lò Văn Đức", "note": "", **values,
    })  # fmt: skip


def house_typed(coop, **values):
    return sent(**{
        "code": "PH1", "name": "Nhà đóng gói Tà Hộc", "commune": coop.commune_id, "address": "", "phone": "",
        "gln": "", "capacity_g_day": "12000", "is_active": "on", "note": "", **values,
    })  # fmt: skip


def house_code_typed(coop, **values):
    return sent(**{
        "code": "VN-SLPH-0009", "commodity": coop.commodity_id, "market": make_market().pk, "status": "active",
        "effective_from": "01/02/2025", "reason": "", **values,
    })  # fmt: skip


def visit_typed(**values):
    return sent(**{
        "visited_on": "01/09/2025", "kind": "official", "inspector": "Chi cục TT&BVTV", "result": "passed",
        "pests": "", "sample_no": "", "next_due": "", "note": "", **values,
    })  # fmt: skip


def licence_typed(coop, **values):
    return sent(**{
        "mark": make_mark(coop).pk, "decision_no": "12/QĐ-HND", "holder": "", "valid_from": "01/01/2025",
        "valid_to": "01/01/2027", "quota_g": "500000", "note": "", **values,
    })  # fmt: skip


def scan(content=PDF, name="Giấy.pdf", kind="application/pdf"):
    return SimpleUploadedFile(name, content, kind)


def joining(*plots, **values):
    return sent(**{"valid_from": "01/09/2025", "plots": [plot.pk for plot in plots], **values})


def leaving(*members, **values):
    return sent(**{"valid_to": "08/09/2025", "members": [member.pk for member in members], **values})


def errors(form):
    return {name: " ".join(map(str, found)) for name, found in form.errors.items()}

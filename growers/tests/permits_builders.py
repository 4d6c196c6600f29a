"""Plain functions that make certificates, packing houses, visits, marks, licences and scans for a test."""

import datetime as dt

from growers.models import (
    Certificate,
    CertificatePlot,
    CertificationBody,
    CertificationMark,
    CodeEvent,
    Cooperative,
    CoopModel,
    Document,
    ExportCode,
    Market,
    MarkLicence,
    PackingHouse,
    Plot,
    SupervisionVisit,
    User,
)
from growers.tests.builders import BEGINNING, make_market

GGN = "4049929999992"
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 64
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 64


def make_body(coop: Cooperative, name: str = "Trung tâm chứng nhận A", **values) -> CertificationBody:
    return CertificationBody.objects.get_or_create(cooperative=coop, name=name, defaults=values)[0]


def make_certificate(coop: Cooperative, number: str = "VietGAP-TT-01", **values) -> Certificate:
    """A VietGAP certificate over 2025 and 2026."""
    defaults = {
        "scheme": "vietgap", "body": values.pop("body", None) or make_body(coop), "commodity": coop.commodity,
        "valid_from": BEGINNING, "valid_to": dt.date(2027, 1, 1),
    }  # fmt: skip
    row = Certificate(cooperative=coop, number=number, **{**defaults, **values})
    row.full_clean()
    row.save()
    return row


def certify(certificate: Certificate, *plots: Plot, valid_from: dt.date | None = None, valid_to=None) -> None:
    """Put plots in a certificate's scope, from its first day on."""
    for plot in plots:
        CertificatePlot.objects.create(
            cooperative=certificate.cooperative, certificate=certificate, plot=plot,
            valid_from=valid_from or certificate.valid_from, valid_to=valid_to,
        )  # fmt: skip


def make_house(coop: Cooperative, code: str = "PH1", **values) -> PackingHouse:
    return PackingHouse.objects.create(
        cooperative=coop, code=code, **{"name": f"Nhà đóng gói {code}", "commune": coop.commune, **values}
    )


def make_house_code(
    house: PackingHouse, code: str = "VN-SLPH-0001", status: str = "active", market: Market | None = None, **values
) -> ExportCode:
    """A packing house code with one status since the beginning of 2025."""
    row = ExportCode.objects.create(
        cooperative=house.cooperative, house=house, code=code, market=market or make_market(),
        **{"commodity": house.cooperative.commodity, **values},
    )  # fmt: skip
    if status:
        CodeEvent.objects.create(
            cooperative=house.cooperative, export_code=row, status=status, effective_from=BEGINNING
        )
    return row


def make_visit(code: ExportCode, day: dt.date = dt.date(2025, 8, 1), result: str = "passed", **values):
    return SupervisionVisit.objects.create(
        cooperative=code.cooperative, export_code=code, visited_on=day, result=result,
        **{"kind": "official", "inspector": "Chi cục TT&BVTV", **values},
    )  # fmt: skip


def make_mark(coop: Cooperative, code: str = "son-la-dragon-fruit", **values) -> CertificationMark:
    defaults = {
        "name_vi": "Thanh long Sơn La", "name_en": "Son La Dragon Fruit", "commodity": coop.commodity,
        "province_code": "14", "valid_from": dt.date(2024, 8, 1), "valid_to": dt.date(2034, 8, 1),
    }  # fmt: skip
    return CertificationMark.objects.get_or_create(code=code, defaults={**defaults, **values})[0]


def make_licence(coop: Cooperative, number: str = "QĐ-01", **values) -> MarkLicence:
    """The co-operative's own licence over 2025 and 2026."""
    defaults = {
        "mark": values.pop("mark", None) or make_mark(coop), "valid_from": BEGINNING, "valid_to": dt.date(2027, 1, 1),
    }  # fmt: skip
    return MarkLicence.objects.create(cooperative=coop, decision_no=number, **{**defaults, **values})


def make_document(row: CoopModel, user: User, content: bytes = PDF, **values) -> Document:
    defaults = {
        "title": "Giấy chứng nhận", "filename": "scan.pdf", "content_type": "application/pdf", "size": len(content),
        "sha256": "0" * 64, "content": content, "uploaded_by": user, "uploaded_at": "2025-08-01T05:00:00Z",
    }  # fmt: skip
    return Document.objects.create(
        cooperative=row.cooperative, kind=row._meta.model_name, object_id=row.pk, **{**defaults, **values}
    )


def furnish_permits(coop: Cooperative, user: User, *plots: Plot, mark: str = "", number: str = "1") -> None:
    """One of every permission in a co-operative; `mark` stands in every text of it."""
    body = make_body(coop, f"{mark}Trung tâm", accreditation_no=f"{mark}VICAS", note=f"{mark}note")
    certificate = make_certificate(
        coop, f"{mark}VG-1", body=body, standard=f"{mark}TCVN", responsible=f"{mark}Mai", note=f"{mark}note"
    )
    certify(certificate, *plots)
    house = make_house(coop, f"P{number}", name=f"{mark}Nhà", address=f"{mark}bản", note=f"{mark}note")
    code = make_house_code(house, f"{mark}-PH-1", issuer=f"{mark}Cục", note=f"{mark}note")
    make_visit(code, inspector=f"{mark}Chi cục", note=f"{mark}note", pests=f"{mark}rệp")
    licence = make_licence(coop, f"{mark}QĐ", note=f"{mark}note")
    make_licence(coop, f"{mark}QĐ-2", holder=f"{mark}HTX")
    for row in (certificate, code, house, licence):
        make_document(row, user, title=f"{mark}bản gốc", filename=f"{mark}.pdf", content=PDF + mark.encode())

"""The demonstration's permissions: packing houses with codes, visits, certificates, the provincial mark's licences."""

import datetime as dt

from growers.models import (
    Certificate,
    CertificatePlot,
    CertificationBody,
    CertificationMark,
    CodeEvent,
    Cooperative,
    ExportCode,
    Market,
    MarkLicence,
    PackingHouse,
    Plot,
    SupervisionVisit,
)
from growers.rules.gs1 import check_digit
from harvests.actions.demo.land import SINCE

D = dt.date
NOTE = "Dữ liệu minh hoạ."
# Packing house: short code, name, markets with a code of their own. DEMO.
HOUSES = {
    "ngoc-hoang": ("NH1", "Nhà đóng gói Tà Hộc (minh hoạ)", ("CN", "JP", "KR")),
    "an-phu": ("AP1", "Nhà sơ chế Chiềng An (minh hoạ)", ()),
    "vai-thieu-bac-ninh": ("VT1", "Nhà đóng gói Lục Ngạn (minh hoạ)", ("JP", "US")),
}
# Scheme, number, areas in scope, valid from and until, GGN. SEED: all 70 ha under VietGAP; the rest DEMO.
CERTIFICATES = {
    "ngoc-hoang": [
        ("vietgap", "DEMO-VG-2024-01", ("V1", "V2", "V3"), D(2024, 5, 15), D(2026, 5, 15), ""),
        ("vietgap", "DEMO-VG-2023-02", ("V4", "V5"), D(2023, 10, 19), D(2025, 10, 19), ""),  # in 41 days
        ("globalgap", "DEMO-GG-2025-01", ("V1", "V2"), D(2025, 3, 1), D(2026, 3, 1), "952123450001"),
        ("house", "DEMO-ATTP-2024-07", (), D(2024, 8, 1), D(2027, 8, 1), ""),
    ],
    "an-phu": [("vietgap", "DEMO-VG-2025-11", ("A1", "A2"), D(2025, 1, 10), D(2027, 1, 10), "")],
    "vai-thieu-bac-ninh": [
        ("vietgap", "DEMO-VG-2024-21", ("B1", "B2"), D(2024, 3, 1), D(2026, 3, 1), ""),
        ("globalgap", "DEMO-GG-2025-22", ("B1",), D(2025, 2, 1), D(2026, 2, 1), "952123450002"),
    ],
}  # fmt: skip
VISITS = {"dragon_fruit": (D(2025, 2, 20), D(2025, 5, 20)), "lychee": (D(2025, 3, 18), D(2025, 4, 22))}
HOUSE_VISIT, HOUSE_DUE = D(2025, 3, 20), D(2025, 9, 20)  # due in 12 days
MARK = "son-la-dragon-fruit"
# Five licences: the number is in the news, the pilot co-operatives are named there, decisions and dates are DEMO.
LICENCES = [
    ("", "DEMO-QSD-01"), ("HTX Bình Thuận (SXKD tổng hợp và dịch vụ)", "DEMO-QSD-02"),
    ("HTX Tây Bắc hữu cơ", "DEMO-QSD-03"), ("HTX Kiên Cường Phiêng Khoài", "DEMO-QSD-04"),
    ("HTX trái cây Thành Đạt", "DEMO-QSD-05"),
]  # fmt: skip


def seed_permits(coop: Cooperative, areas: dict[str, list[Plot]]) -> None:
    """Everything that lets the fruit of a co-operative travel."""
    house = _house(coop)
    for code in ExportCode.objects.of(coop).select_related("house"):
        days = (HOUSE_VISIT,) if code.house_id else VISITS[coop.commodity.code]
        for day in days:
            SupervisionVisit.objects.create(
                cooperative=coop, export_code=code, visited_on=day, kind="official" if code.house_id else "internal",
                inspector="Chi cục Trồng trọt và BVTV (minh hoạ)", result="passed", note=NOTE,
                next_due=HOUSE_DUE if code.house_id else day + dt.timedelta(days=365),
            )  # fmt: skip
    body = CertificationBody.objects.create(
        cooperative=coop, name="Tổ chức chứng nhận Mẫu (minh hoạ)", accreditation_no="DEMO-VICAS-001", note=NOTE
    )
    for row in CERTIFICATES[coop.slug]:
        _certificate(coop, body, house, areas, row)
    if coop.slug == "ngoc-hoang":
        _licences(coop)


def _house(coop: Cooperative) -> PackingHouse:
    short, name, markets = HOUSES[coop.slug]
    house = PackingHouse.objects.create(
        cooperative=coop, code=short, name=name, commune=coop.commune, address=coop.address,
        capacity_g_day=25_000_000, note=NOTE,
    )  # fmt: skip
    for market in markets:
        code = ExportCode.objects.create(
            cooperative=coop, house=house, code=f"DEMO-PH-{market}-01", commodity=coop.commodity, valid_from=SINCE,
            market=Market.objects.get(code=market), issuer="Cục Trồng trọt và Bảo vệ thực vật (minh hoạ)", note=NOTE,
        )  # fmt: skip
        for days, status in enumerate(("applied", "active")):
            CodeEvent.objects.create(
                cooperative=coop, export_code=code, status=status, effective_from=SINCE + dt.timedelta(days=20 * days)
            )
    return house


def _certificate(coop, body, house, areas, row) -> None:
    scheme, number, scope, first, last, ggn = row
    plots = [plot for area in scope for plot in areas[area]]
    certificate = Certificate.objects.create(
        cooperative=coop, scheme=scheme, number=number, body=body, commodity=coop.commodity, valid_from=first,
        valid_to=last, ggn=ggn and f"{ggn}{check_digit(ggn)}", house=None if plots else house, is_demo=True,
        scope_m2=sum(plot.area_m2 for plot in plots) or None, responsible=coop.director_name, note=NOTE,
        standard={"vietgap": "TCVN 11892-1:2017", "globalgap": "IFA v6"}.get(scheme, ""),
    )  # fmt: skip
    CertificatePlot.objects.bulk_create(
        CertificatePlot(cooperative=coop, certificate=certificate, plot=plot, valid_from=first) for plot in plots
    )


def _licences(coop: Cooperative) -> None:
    mark = CertificationMark.objects.get(code=MARK)
    for holder, decision in LICENCES:
        MarkLicence.objects.create(
            cooperative=coop, mark=mark, holder=holder, decision_no=decision, valid_from=D(2024, 9, 1),
            valid_to=D(2029, 9, 1), note=NOTE, is_demo=True,
        )  # fmt: skip

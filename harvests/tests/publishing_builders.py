"""Plain functions that make product cards, treatments, public pages and dossiers; every default is a sensible one."""

import hashlib

from coopsite import clock
from growers.queries.seats import Seat
from growers.tests.builders import make_commodity
from harvests.actions.labels import print_labels
from harvests.actions.publishing import make_dossier, publish_page, save_card
from harvests.actions.treatments import record_treatment
from harvests.models import Dossier, LabelPrint, Lot, ProductCard, TracePage, Treatment
from harvests.rules.pictures import read_picture
from harvests.tests.lots_builders import make_lot
from harvests.tests.picture_files import jpeg

NAMES = {
    "name_vi": "Thanh long ruột đỏ", "name_en": "Red-fleshed dragon fruit", "name_zh": "红心火龙果",
    "name_ja": "赤肉ドラゴンフルーツ", "name_ko": "레드 용과",
}  # fmt: skip


def make_card(seat: Seat, crop: str = "dragon_fruit", picture: bytes | None = None, **values) -> ProductCard:
    """A whole card of a crop; `picture` b"" makes it without one."""
    facts = {
        "commodity": make_commodity(crop), **NAMES, "origin_vi": "Sơn La, Việt Nam", "origin_en": "Son La, Viet Nam",
        "shelf_life_days": 20, "storage": "5–8 °C", "standards": "TCVN 11892-1:2017", **values,
    }  # fmt: skip
    drawn = read_picture(jpeg() if picture is None else picture) if picture != b"" else None
    return save_card(seat, card=None, picture=drawn, **facts)


def make_treatment(seat: Seat, lot: Lot, kind: str = "irradiation", **values) -> Treatment:
    """A treatment that suffices for every market, unless `values` say otherwise."""
    measured = {
        "irradiation": {"dose_gy": 412},
        "fumigation": {"dose_g_m3": 32, "minutes": 120, "supervised_by": "Chi cục KDTV"},
        "vapour_heat": {"pulp_temp_dc": 465, "minutes": 40, "humidity_bp": 9_000},
    }[kind]
    facts = {
        "kind": kind, "facility": "Trung tâm Chiếu xạ Hà Nội", "facility_code": "TFC-01", "treatment_no": "TIN-9",
        "treated_at": clock.now(), **measured, **values,
    }  # fmt: skip
    return record_treatment(seat, lot=lot, **facts)


def make_print(seat: Seat, lot: Lot, sheet: str = "carton", first: int = 1, last: int = 2, **values) -> LabelPrint:
    """Labels of a lot; the crop's card is made when there is none."""
    _insist_on_card(seat)
    return print_labels(seat, lot=lot, sheet=sheet, first=first, last=last, **values)


def make_page(seat: Seat, lot: Lot | None = None) -> TracePage:
    """A published page of a closed lot."""
    _insist_on_card(seat)
    return publish_page(seat, lot=lot or make_lot(seat))


def make_link(seat: Seat, secret: str = "s" * 43, lot: Lot | None = None, **values) -> Dossier:
    """A dossier link with this secret, to a lot unless `values` name a shipment."""
    if "shipment" not in values:
        values["lot"] = lot or make_lot(seat)
    facts = {"recipient": "Dragonberry Produce", "days": 30, **values}
    return make_dossier(seat, token_sha256=hashlib.sha256(secret.encode()).hexdigest(), **facts)


def _insist_on_card(seat: Seat) -> None:
    if not ProductCard.objects.of(seat.cooperative).exists():
        make_card(seat)

"""From the packing floor to the border: a lot packed, labelled, set aside, loaded, let go, published and recalled."""

import datetime as dt
import re

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from coopsite import clock
from growers.models import DiaryPlot
from growers.tests.builders import make_coop, make_household, make_market, make_plot, make_seat
from growers.tests.diary_builders import ban, make_product
from harvests.models import Lot, Shipment, TraderOrder
from harvests.tests.books import assert_verified
from harvests.tests.builders import make_order
from harvests.tests.lots_builders import make_fruit, make_house, make_orchard, open_market
from harvests.tests.publishing_builders import make_card
from harvests.tests.shipments_builders import READY

SPRAYED = {
    "dose_milli": "150", "water_l": "400", "stock_lot": "L1", "target": "đốm nâu", "method": "bình đeo vai",
    "worker": "Lò Văn Tèo",
}  # fmt: skip
SAVE = "main form[method=post] button.btn-primary"


@pytest.fixture
def seat(transactional_db):
    """A director with two tickets of 91.5 kg each, a packing house, an open market, a product card and an order."""
    seat = make_seat(make_coop(address="Số 1"), "director")
    make_fruit(seat)
    make_fruit(seat)
    open_market(seat.cooperative)
    make_house(seat.cooperative)
    make_card(seat)
    make_order(seat, lines=(("L1", 100_000),), status="confirmed", market=make_market())
    return seat


def go(page: Page, seat, name: str, *words, query: str = "") -> None:
    answer = page.goto(reverse(name, args=[seat.cooperative.slug, *words]) + query)
    assert answer.status == 200, page.url


def save(page: Page, **typed: str) -> None:
    """Fill in fields by their names and press the page's main button."""
    for name, value in typed.items():
        page.locator(f"main [name='{name}']:visible").fill(value)
    page.locator(SAVE).last.click()
    expect(page.locator(".problems")).to_have_count(0)


def test_from_the_floor_to_the_border(page, open_page, seat, enter, assert_accessible, tolerate):
    tolerate(page, "favicon.ico")  # which a PDF has no way to name
    enter(page, seat.user)
    lot = a_lot_is_packed(page, seat, assert_accessible)
    its_labels_are_printed(page, seat, lot)
    fruit_is_set_aside(page, seat, lot)
    shipment = a_shipment_is_loaded(page, seat, lot, assert_accessible)
    the_gate_is_mended(page, seat, shipment, assert_accessible)
    it_leaves(page, seat, shipment)
    the_public_reads(page, open_page, seat, lot)
    a_recall_is_practised(page, seat, lot, assert_accessible)
    assert_verified(seat.cooperative)


def a_lot_is_packed(page: Page, seat, assert_accessible) -> Lot:
    go(page, seat, "lot-new")
    page.locator("[name=market]").select_option(label=str(make_market()))
    save(page)
    page.wait_for_url("**/inputs/")
    lot = Lot.objects.of(seat.cooperative).get()
    for box in page.locator("[name=ticket]").all():
        box.check()
    expect(page.locator("[data-chosen]")).to_contain_text("183")
    assert_accessible(page)
    save(page)
    go(page, seat, "lot-contents", lot.code)
    page.locator("[name=cartons-0-grade]").select_option(index=1)
    save(page, **{"cartons-0-pack_g": "5", "cartons-0-cartons": "36", "reject_g": "3"})
    go(page, seat, "lot-close", lot.code)
    save(page)
    expect(page.locator("main h1 .tag")).to_be_visible()
    lot.refresh_from_db()
    assert (lot.status, lot.in_g, lot.out_g, lot.loss_g) == ("closed", 183_000, 180_000, 3_000)
    for name in ("lot-epcis", "lot-plots", "lot-vn"):
        file = reverse(name, args=[seat.cooperative.slug, lot.code])
        expect(page.locator(f"main a[href='{file}']")).to_be_visible()
        assert page.request.get(file).status == 200
    return lot


def its_labels_are_printed(page: Page, seat, lot: Lot) -> None:
    go(page, seat, "label-page", lot.code)
    page.locator("[name=sheet]").select_option("carton")
    save(page)
    page.wait_for_url(re.compile(r"/labels/\d+/"))
    expect(page.locator(".label").first).to_be_visible()
    expect(page.locator(".label")).to_have_count(36)
    assert page.locator(".label use[href='#scan'], .label svg").count() >= 36, "each has its code to scan"
    expect(page.locator(".label").first).to_contain_text(lot.code)


def fruit_is_set_aside(page: Page, seat, lot: Lot) -> None:
    order = TraderOrder.objects.of(seat.cooperative).get()
    go(page, seat, "order-allocate", order.code)
    row = page.locator("tbody tr", has_text=lot.code)
    row.locator("input").fill("100")
    page.locator("main form.aside button.btn-primary").click()
    page.wait_for_url(f"**/orders/{order.code}/")
    assert order.lines.get().allocated_g == 100_000


def a_shipment_is_loaded(page: Page, seat, lot: Lot, assert_accessible) -> Shipment:
    go(page, seat, "shipment-new")
    order = TraderOrder.objects.of(seat.cooperative).get()
    page.locator("[name=market]").select_option(label=str(order.market))
    page.locator("[name=trader]").select_option(label=str(order.trader))
    save(page, consignee=READY["consignee"], consignee_address="Bằng Tường", vehicle=READY["vehicle"], temp_set_dc="4")
    shipment = Shipment.objects.of(seat.cooperative).get()
    go(page, seat, "shipment-page", shipment.code, query="?tab=load")
    page.locator("#scan [name=code]").fill("KHONG-CO")
    page.keyboard.press("Enter")
    expect(page.locator("#load .notice-error")).to_be_visible()
    page.locator("#scan [name=code]").fill(f"{lot.code}/7")
    page.keyboard.press("Enter")
    expect(page.locator("#load tbody tr", has_text=lot.code)).to_be_visible()
    expect(page.locator("#load .sums")).to_contain_text("20")
    assert_accessible(page)
    return shipment


def the_gate_is_mended(page: Page, seat, shipment: Shipment, assert_accessible) -> None:
    go(page, seat, "shipment-page", shipment.code, query="?tab=gate")
    faults = page.locator(".faults li")
    assert faults.count() >= 5, "papers are missing"
    assert_accessible(page)
    go(page, seat, "shipment-page", shipment.code, query="?tab=papers")
    for number in range(page.locator(".papers form").count()):
        page.locator(".papers form button").nth(number).click()
        page.wait_for_url("**.pdf")
        go(page, seat, "shipment-page", shipment.code, query="?tab=papers")
    for kind in ("contract", "invoice"):
        go(page, seat, "shipment-page", shipment.code, query="?tab=gate")
        page.locator(f".faults a[href*='/papers/{kind}/']").first.click()
        page.locator("[name=state]").select_option("signed")
        save(page, number="01/2025", issued_on=f"{clock.today():%d/%m/%Y}")
    go(page, seat, "shipment-page", shipment.code, query="?tab=gate")
    expect(faults).to_have_count(0)
    expect(page.locator("main .notice[role=status]")).to_be_visible()


def it_leaves(page: Page, seat, shipment: Shipment) -> None:
    go(page, seat, "shipment-depart", shipment.code)
    save(page)
    page.wait_for_url(re.compile(rf"/shipments/{shipment.code}/(\?tab=gate)?$"))
    shipment.refresh_from_db()
    assert shipment.status == "departed"
    line = TraderOrder.objects.of(seat.cooperative).get().lines.get()
    assert (line.delivered_g, line.allocated_g) == (100_000, 0)


def the_public_reads(page: Page, open_page, seat, lot: Lot) -> None:
    go(page, seat, "lot-publish", lot.code)
    save(page)
    expect(page.locator(f"main a[href*='{lot.trace_code}']").first).to_be_visible()
    stranger = open_page()
    assert stranger.goto(f"/t/{lot.trace_code}/").status == 200
    expect(stranger.locator("h1")).to_be_visible()
    expect(stranger.locator("body")).to_contain_text(lot.code)
    assert stranger.context.cookies() == []
    assert "Bùi Thị Hoa" not in stranger.locator("body").inner_text()


def a_recall_is_practised(page: Page, seat, lot: Lot, assert_accessible) -> None:
    go(page, seat, "recall-new", query=f"?start={lot.code}")
    page.locator("[name=kind][value=mock]").check()
    save(page, start=lot.code, reason="Diễn tập")
    page.wait_for_url(re.compile(r"/recalls/TH-"))
    expect(page.locator("#calls + .calls tbody tr")).to_have_count(3)  # the buyer and two households
    assert_accessible(page)
    page.locator("form[action$='/traced/'] button").click()
    minutes = page.locator("a[href$='/report.pdf']")
    answer = page.request.get(minutes.get_attribute("href"))
    assert answer.status == 200 and answer.body().startswith(b"%PDF-")
    lot.refresh_from_db()
    assert not lot.is_held, "practice locks nothing"


def test_a_village_is_sprayed_and_what_is_forbidden_is_refused(page, transactional_db, enter, assert_accessible):
    seat = make_seat(make_coop(), "field")
    plots = [make_orchard(seat.cooperative, code) for code in ("011", "012")]
    make_plot(make_household(seat.cooperative, "013", village="bản Khác"))
    allowed = make_product(seat.cooperative, "Anvil 5SC")
    ban()
    forbidden = make_product(seat.cooperative, "Gramoxone", actives=("paraquat",))
    enter(page, seat.user)
    go(page, seat, "diary-new")
    for plot in plots:
        page.locator(f"[name=plots][value='{plot.pk}']").check()
    page.locator("[name=work]").select_option("spray")
    page.locator("[name=done_on]").fill(f"{clock.today():%d/%m/%Y}")
    page.locator("[name=dose_unit]").select_option("ml_100l")
    for name, value in SPRAYED.items():
        page.locator(f"main form[method=post] [name={name}]").fill(value)
    sprayed_with(page, forbidden)
    expect(page.locator(".problems")).to_be_visible()
    expect(page.locator(".problems, .wrong, .invalid-feedback").first).to_contain_text(re.compile("paraquat|Gramoxone"))
    assert_accessible(page)
    sprayed_with(page, allowed)
    first = clock.today().strftime("%d/%m/%Y")
    expect(page.locator(".check tbody tr")).to_have_count(2)
    assert first not in page.locator(".check tbody").inner_text(), "nothing is harvested on the day of a spraying"
    expect(page.locator(".check tbody tr strong").first).to_have_text(re.compile(r"\d\d/\d\d/\d{4}"))
    assert_accessible(page)
    page.locator(".check button.btn-primary").click()
    page.wait_for_url(re.compile(r"/diary/(\d+/)?(\?.*)?$"))
    rows = DiaryPlot.objects.of(seat.cooperative).filter(entry__product=allowed).order_by("plot")
    later = clock.today() + dt.timedelta(days=7)
    assert [(row.plot, row.harvest_from) for row in rows] == [(plot, later) for plot in plots]
    assert not DiaryPlot.objects.of(seat.cooperative).filter(entry__product=forbidden).exists()


def sprayed_with(page: Page, product) -> None:
    page.locator("[name=product]").select_option(str(product.pk))
    page.locator("main form[method=post] button.btn-primary").first.click()

"""A settlement run from draft to locked: the accountant opens, closes, pays and locks it, the director approves it."""

import re

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from growers.models import Household
from growers.tests.builders import make_coop, make_household, make_seat
from harvests.models import Payment, SettlementRun
from harvests.tests.credit_builders import make_paper
from harvests.tests.settlement_builders import faults_of_money, make_fruit_of, make_locked


@pytest.fixture
def accountant(transactional_db, stand_still):
    stand_still("2025-09-08")
    return make_seat(make_coop(), "accountant")


@pytest.fixture
def coop(accountant):
    return accountant.cooperative


def send(page):
    page.locator("main .actions [type=submit]").first.click()


def open_and_close(page, coop, assert_accessible):
    """The accountant's part before approval: a draft with one red warning, which a choice answers."""
    page.goto(reverse("run-list", args=[coop.slug]))
    page.locator(".head-actions .btn-primary").click()
    page.locator("#id_day_to").fill("8/9/2025")
    page.locator("#id_fee_vnd_per_kg").fill("300")
    send(page)
    expect(page).to_have_url(re.compile("TT-25-001"))
    expect(page.locator(".run tbody tr")).to_have_count(3)
    expect(page.locator(".run .tag-bad")).to_have_count(1)
    assert_accessible(page)
    page.locator("[name=choice-013]").select_option("cash")
    send(page)
    expect(page.locator(".run .tag-bad")).to_have_count(0)
    expect(page.locator(".run tfoot")).to_contain_text("4.906.000")
    page.locator("a[href$='/close/']").click()
    send(page)
    expect(page.locator(".steps .is-done")).to_have_count(2)
    expect(page.locator("a[href$='/approve/']")).to_have_count(0)


def pay_and_lock(page, assert_accessible):
    """The accountant's part after it: two by one transfer, one in cash."""
    page.reload()
    page.locator("a[href$='/pay/']").click()
    page.locator("[data-tick-all]").check()
    expect(page.locator("[name=lines]:checked")).to_have_count(2)
    page.locator("#id_reference").fill("FT25251001")
    assert_accessible(page)
    send(page)
    expect(page.locator("[name=lines]")).to_have_count(1)
    page.locator("[name=lines]").check()
    send(page)
    expect(page.locator(".run tbody")).to_contain_text("PC-25-001")
    page.locator("a[href$='/lock/']").click()
    send(page)
    expect(page.locator(".steps .is-done")).to_have_count(5)


def test_a_whole_run(page, open_page, accountant, coop, enter, assert_accessible):
    director = make_seat(coop, "director")
    make_household(coop, "013", "Tòng Văn Thiện")
    make_fruit_of(accountant, "011", "012", "013")
    make_paper(accountant, Household.objects.of(coop).get(code="011"), amount_vnd=500_000)
    enter(page, accountant.user)
    open_and_close(page, coop, assert_accessible)
    other = open_page()
    enter(other, director.user)
    other.goto(page.url)
    other.locator("a[href$='/approve/']").click()
    send(other)
    expect(other.locator(".steps .is-done")).to_have_count(3)
    enter(page, accountant.user)
    pay_and_lock(page, assert_accessible)
    for seat in (accountant, director):
        expect(page.locator(".steps")).to_contain_text(seat.user.display_name)
    assert_accessible(page)
    assert SettlementRun.objects.of(coop).get().status == "locked"
    assert Payment.objects.of(coop).count() == 3 and faults_of_money(coop) == []


def test_on_a_phone_a_run_and_a_household_of_it_fit(phone, accountant, coop, enter, assert_accessible):
    make_fruit_of(accountant, "011", "012")
    run = make_locked(accountant, fee_vnd_per_kg=300)
    enter(phone, accountant.user)
    for name, words in (("run-list", []), ("run-page", [run.code]), ("run-line", [run.code, "011"])):
        phone.goto(reverse(name, args=[coop.slug, *words]) + ("?state=all" if name == "run-list" else ""))
        assert phone.evaluate("document.documentElement.scrollWidth") <= 390, name
        assert_accessible(phone)

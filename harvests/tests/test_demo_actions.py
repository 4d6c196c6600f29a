"""The demonstration adds up: press figures are sums of records, and seeding twice changes nothing."""

import hashlib
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import TestCase, override_settings

from growers.models import CodePlot, Cooperative, ExportCode, Household, Membership, Plot, ReferenceStat, User
from growers.rules.roles import ROLES
from harvests.actions.demo.plan import PASSWORD, TODAY
from harvests.actions.demo.plan_household_money import ACCOUNT_LOST, SEASON_SECRET, STATEMENT_SECRET
from harvests.actions.household_links import open_household_link
from harvests.models import (
    STANDING,
    Allocation,
    Claim,
    DayBook,
    DayTotal,
    Delivery,
    Deposit,
    Event,
    HarvestLine,
    HarvestRecord,
    LedgerEntry,
    LotCarton,
    LotInput,
    LotLoss,
    MarketProgramme,
    OrderCost,
    Receivable,
    Season,
    SettlementLine,
    SettlementRun,
    Shipment,
    TraderOrder,
)
from harvests.queries.balance import code_balances
from harvests.queries.credit import open_debts
from harvests.queries.ledger import balances_on
from harvests.queries.settlement_lines import draft_of
from harvests.queries.verify import findings
from harvests.rules.credit import ageing
from harvests.rules.events import FIGURES, judge_event
from harvests.rules.programmes import judge_step
from harvests.tests.debts_builders import faults_of_debts
from harvests.tests.demo_questions import CapitalQuestions, total
from harvests.tests.demo_walk import WalkQuestions


def standing(coop, **filters):
    return HarvestRecord.objects.of(coop).filter(status__in=STANDING, **filters)


def hashed(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


class TestDemonstration(CapitalQuestions, WalkQuestions, TestCase):
    """One seeding for all questions, because it takes seconds."""

    @classmethod
    def setUpTestData(cls):
        with override_settings(DEMO_TODAY="2025-09-08"):
            call_command("seed_demo", verbosity=0)
        cls.demo = Cooperative.objects.get(slug="ngoc-hoang")

    def test_the_season_adds_up_to_the_gram_and_the_dong(self):
        season = Season.objects.of(self.demo).get(name="Vụ 2025")
        records = standing(self.demo, season=season)
        assert records.count() == 2_077
        assert total(records, "net_g") == 540_000_000
        assert total(records, "amount_vnd") == 9_023_400_000
        assert total(records, "amount_vnd") // (total(records, "net_g") // 1_000) == 16_710
        by_grade = dict(
            HarvestLine.objects.of(self.demo)
            .filter(record__in=records)
            .values_list("grade__code")
            .annotate(sum=Sum("net_g"))
            .values_list("grade__code", "sum")
        )
        assert by_grade == {"L1": 183_600_000, "L2": 221_400_000, "L3": 97_200_000, "D": 37_800_000}
        assert records.values("day").distinct().count() == 37

    def test_books_and_day_totals_equal_the_records(self):
        for coop in Cooperative.objects.all():
            records = standing(coop)
            for book in DayBook.objects.of(coop):
                day = records.filter(day=book.day)
                assert (book.tickets, book.net_g) == (day.count(), total(day, "net_g") or 0)
            assert total(DayTotal.objects.of(coop), "net_g") == total(records, "net_g")
            assert total(DayTotal.objects.of(coop), "amount_vnd") == total(records, "amount_vnd")

    def test_land_and_people_are_as_planned(self):
        assert Household.objects.of(self.demo).exclude(kind="cooperative").count() == 196
        assert total(Plot.objects.of(self.demo), "area_m2") == 1_385_000
        coded = Plot.objects.of(self.demo).filter(pk__in=CodePlot.objects.of(self.demo).values("plot"))
        assert (coded.count(), total(coded, "area_m2")) == (112, 700_000)
        assert ExportCode.objects.of(self.demo).filter(code="DEMO-CN-01").exists()
        sizes = {
            coop.slug: Household.objects.of(coop).exclude(kind="cooperative").count()
            for coop in Cooperative.objects.all()
        }
        assert sizes == {"ngoc-hoang": 196, "an-phu": 34, "vai-thieu-bac-ninh": 42}

    def test_named_growers_have_their_figures(self):
        assert total(standing(self.demo, household__code="012", season__name="Vụ 2025"), "net_g") == 10_210_000
        liem_4 = standing(self.demo, household__code="012", season__name="Vụ 2025", round__number=4)
        assert total(liem_4, "amount_vnd") == 40_680_000
        assert total(standing(self.demo, household__code="192", season__name="Vụ 2024"), "amount_vnd") == 208_940_000
        assert total(standing(self.demo, household__code="189", season__name="Vụ 2024"), "net_g") == 4_120_000
        assert total(standing(self.demo, household__code="189", season__name="Vụ 2025"), "net_g") == 2_730_000
        assert Plot.objects.of(self.demo).get(household__code="097").posts == 5_000

    def test_exports_and_orders_add_up(self):
        abroad = Delivery.objects.of(self.demo).exclude(line__order__market__code="VN")
        assert total(abroad, "quantity_g") == 152_420_000
        lychee = Cooperative.objects.get(slug="vai-thieu-bac-ninh")
        assert total(Delivery.objects.of(lychee).exclude(line__order__market__code="VN"), "quantity_g") == 100_000_000
        for order in TraderOrder.objects.of(self.demo).prefetch_related("lines__deliveries"):
            for line in order.lines.all():
                assert line.delivered_g == sum(delivery.quantity_g for delivery in line.deliveries.all())

    def test_fifteen_trucks_left_for_four_markets(self):
        departed = Allocation.objects.of(self.demo).filter(shipment__status__in=("departed", "arrived"))
        shipped = departed.exclude(shipment__market__code="VN")
        assert shipped.values("shipment").distinct().count() == 15
        by_market = dict(shipped.values_list("shipment__market__code").annotate(sum=Sum("grams")))
        assert by_market == {"CN": 95_940_000, "KR": 22_400_000, "JP": 18_600_000, "RU": 15_480_000}

    def test_every_area_ships_less_than_it_received(self):
        plots = dict(CodePlot.objects.of(self.demo).values_list("plot", "export_code__area__code"))
        received, shipped = Counter(), Counter()
        for plot, net in standing(self.demo, season__name="Vụ 2025").values_list("plot", "net_g"):
            received[plots.get(plot)] += net
        edges = LotInput.objects.of(self.demo).exclude(lot__market__code="VN").filter(lot__packed_on__year=2025)
        area_of = {lot: plots[plot] for lot, plot in edges.values_list("lot", "line__record__plot")}
        assert set(edges.values_list("lot", "line__record__plot")) <= {
            (lot, plot) for lot, area in area_of.items() for plot in plots if plots[plot] == area
        }
        for lot, grams in LotCarton.objects.of(self.demo).filter(lot__in=area_of).values_list("lot", "allocated_g"):
            shipped[area_of[lot]] += grams
        assert shipped == {"V1": 41_000_000, "V2": 36_000_000, "V3": 29_000_000, "V4": 33_420_000, "V5": 13_000_000}
        assert all(shipped[area] <= received[area] for area in shipped)

    def test_what_is_left_is_in_the_house(self):
        loads = HarvestLine.objects.of(self.demo).filter(record__season__name="Vụ 2025", record__status__in=STANDING)
        unpacked = total(loads, "net_g") - total(loads, "allocated_g")
        cartons = LotCarton.objects.of(self.demo)
        assert unpacked + total(cartons, "net_g") - total(cartons, "allocated_g") == 4_400_000
        lost = LotLoss.objects.of(self.demo).filter(lot__packed_on__year=2025)
        assert total(lost, "grams") == 7_600_000

    def test_growing_area_v4_has_brought_88_percent_of_what_its_land_lets_expect(self):
        season = Season.objects.of(self.demo).get(name="Vụ 2025")
        balances, _settings, _done = code_balances(season, TODAY)
        shares = {row.code: row.share_bp for row in balances}
        assert round(shares["DEMO-CN-04"] / 100) == 88
        assert max(share for code, share in shares.items() if code != "DEMO-CN-04") < 4_000

    def test_the_books_are_proved(self):
        for coop in Cooperative.objects.all():
            assert [finding for finding in findings(coop) if finding.violations] == []

    def test_the_run_under_way_pays_liem_and_warns_of_six_and_nine(self):
        draft = draft_of(SettlementRun.objects.of(self.demo).get(status="draft"))
        liem = next(line for line in draft.lines if line.code == "012")
        assert (liem.fruit_vnd, liem.fee_vnd, liem.advance_vnd, liem.input_vnd, liem.pay_vnd, liem.means) == (
            40_680_000, 678_000, 3_000_000, 2_450_000, 34_552_000, "transfer",
        )  # fmt: skip
        assert (liem.other_vnd, liem.brought_vnd, liem.carried_vnd) == (0, 0, 0)
        missing = [line.code for line in draft.lines if "line_account_missing" in line.codes]
        assert missing == [*ACCOUNT_LOST]
        over = [line for line in draft.lines if "line_cash_over_limit" in line.codes]
        assert sum(len(line.payee.big_days) for line in over) == len(over) == 9
        assert sum(line.fruit_vnd for line in draft.lines) == total(
            standing(self.demo, season__name="Vụ 2025", round__number=4), "amount_vnd"
        )

    def test_what_was_settled_is_locked_and_no_longer_owed(self):
        runs = SettlementRun.objects.of(self.demo)
        assert [(run.code, run.status) for run in runs.order_by("year", "number")] == [
            ("TT-24-001", "locked"), *((f"TT-25-00{n}", "locked") for n in (1, 2, 3)), ("TT-25-004", "draft"),
        ]  # fmt: skip
        assert SettlementLine.objects.of(self.demo).get(household__code="192").pay_vnd == 208_940_000
        before = LedgerEntry.objects.of(self.demo).filter(day__year__lt=2025)
        assert total(before, "amount_vnd") == 0, "nothing of last year is owed"
        carried = LedgerEntry.objects.of(self.demo).filter(account="fruit", day__lt=TODAY.replace(day=1))
        assert 0 <= total(carried, "amount_vnd") < 1_000 * 196, "but for what rounding left"
        back = LedgerEntry.objects.of(self.demo).filter(kind="reversal").get()
        assert back.reverses.payment.line.payments.count() == 2

    def test_a_household_is_owed_what_its_entries_add_up_to(self):
        for day in (TODAY, TODAY.replace(month=7)):
            sums: dict = {}
            for household, account, amount in (
                LedgerEntry.objects.of(self.demo).filter(day__lte=day).values_list("household", "account", "amount_vnd")
            ):
                of = sums.setdefault(household, Counter())
                of[account] += amount
            assert balances_on(self.demo, day) == sums
        debts = [(debt.day, debt.open_vnd) for debt in open_debts(self.demo)]
        assert all(ageing(debts, TODAY)), "every column of the ageing list has something"
        assert -sum(vnd for _day, vnd in debts) == sum(
            vnd for of in balances_on(self.demo, TODAY).values() for account, vnd in of.items() if account != "fruit"
        )

    def test_liem_reads_his_statement_and_his_season(self):
        found = [open_household_link(hashed(secret)) for secret in (STATEMENT_SECRET, SEASON_SECRET)]
        assert [link.household.code for link in found] == ["012", "012"]
        assert (found[0].line.run.code, found[1].season.name) == ("TT-25-003", "Vụ 2025")

    def test_a_supplier_co_operative_has_neither_land_nor_fruit(self):
        supplier = Household.objects.of(self.demo).get(code="197")
        assert (supplier.name, supplier.kind) == ("HTX Quỳnh Thuận", "cooperative")
        assert not Plot.objects.of(self.demo).filter(household=supplier).exists()

    def test_provinces_report_the_figures_of_the_press(self):
        found = {row.province_code: row for row in ReferenceStat.objects.all()}
        assert (found["14"].area_m2, found["14"].certified_area_m2, found["14"].output_g) == (
            3_000_000, 2_400_000, 5_000_000_000,
        )  # fmt: skip
        assert (found["24"].area_m2, found["24"].output_g) == (297_000_000, 205_000_000_000)
        assert (found["14"].area_mark, found["24"].area_mark, found["24"].output_mark) == ("more", "about", "more")

    def test_events_are_those_of_the_season(self):
        lychee = Cooperative.objects.get(slug="vai-thieu-bac-ninh")
        streams = Event.objects.of(lychee).filter(kind="livestream").order_by("starts_at")
        assert [row.place for row in streams] == ["Voso", "Sendo", "Shopee", "Lazada", "Amazon"]
        tour = Event.objects.of(lychee).get(kind="tour")
        assert (tour.visitors, tour.plots.count()) == (420, 3)
        training = Event.objects.of(Cooperative.objects.get(slug="an-phu")).get(kind="training")
        assert (training.participants, training.attendance.count()) == (28, 28)
        for row in Event.objects.unscoped("every event of the demonstration is judged"):
            facts = {name: getattr(row, name) for name in (*FIGURES, "ends_on")}
            assert judge_event(facts, starts_on=row.starts_on, today=TODAY).allowed, row

    def test_the_way_to_north_america_has_seven_steps(self):
        lychee = Cooperative.objects.get(slug="vai-thieu-bac-ninh")
        programme = MarketProgramme.objects.of(lychee).get(name="Bắc Mỹ 2026")
        steps = list(programme.steps.values("status", "counted", "count_goal", "done_on"))
        assert [step["status"] for step in steps] == ["done", "doing", *["todo"] * 5]
        assert (steps[1]["counted"], steps[1]["count_goal"]) == (3, 8)
        assert all(judge_step(step, today=TODAY).allowed for step in steps)
        assert programme.steps.first().event.kind == "meeting"

    def test_money_with_traders_adds_up(self):
        sold = Receivable.objects.of(self.demo).filter(shipment__in=self._export_shipments())
        assert sold.count() == 15
        assert total(sold, "net_g") == 152_420_000
        assert total(sold, "amount_vnd") == 95_940 * 27_000 + 22_400 * 34_000 + 18_600 * 36_000 + 15_480 * 31_000
        claim = Claim.objects.of(self.demo).get()
        assert (claim.grams, claim.agreed_vnd, claim.receivable.order.market.code) == (118_000, 118 * 31_000, "RU")
        assert total(OrderCost.objects.of(self.demo), "amount_vnd") == 1_900_000_000
        kept = {row.order.number: row for row in Deposit.objects.of(self.demo).select_related("order")}
        assert kept[14].forfeited_vnd == 25_000_000
        assert (kept[16].refunded_vnd, kept[16].penalty_vnd) == (30_000_000, 30_000_000)
        assert 0 < kept[1].held_vnd < kept[1].amount_vnd
        for coop in Cooperative.objects.all():
            assert faults_of_debts(coop) == []

    def _export_shipments(self):
        return Shipment.objects.of(self.demo).exclude(market__code="VN").values("pk")

    def test_everybody_can_sign_in(self):
        for coop in Cooperative.objects.all():
            for role in ROLES:
                assert Membership.objects.filter(
                    cooperative=coop, role=role, user__username=f"{role}.{coop.slug}"
                ).exists()
        assert User.objects.get(username="operator").check_password(PASSWORD)

    def test_a_second_run_changes_nothing(self):
        before = (
            HarvestRecord.objects.of(self.demo).count(),
            Household.objects.of(self.demo).count(),
            User.objects.count(),
        )
        call_command("seed_demo", verbosity=0)
        assert before == (
            HarvestRecord.objects.of(self.demo).count(),
            Household.objects.of(self.demo).count(),
            User.objects.count(),
        )


@pytest.mark.django_db
def test_it_refuses_production_and_foreign_data(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("seed_demo", verbosity=0)
    settings.PRODUCTION = False
    User.objects.create(username="somebody")
    with pytest.raises(CommandError):
        call_command("seed_demo", verbosity=0)
    assert not Cooperative.objects.exists()

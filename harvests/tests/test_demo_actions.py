"""The demonstration adds up: press figures are sums of records, and seeding twice changes nothing."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import TestCase, override_settings

from growers.models import CodePlot, Cooperative, ExportCode, Household, Membership, Plot, User
from growers.rules.roles import ROLES
from harvests.actions.demo.plan import PASSWORD, TODAY
from harvests.models import (
    STANDING,
    Allocation,
    DayBook,
    DayTotal,
    Delivery,
    HarvestLine,
    HarvestRecord,
    LotCarton,
    LotInput,
    LotLoss,
    Season,
    TraderOrder,
)
from harvests.queries.balance import code_balances
from harvests.queries.verify import findings


def standing(coop, **filters):
    return HarvestRecord.objects.of(coop).filter(status__in=STANDING, **filters)


def total(rows, field):
    return rows.aggregate(sum=Sum(field))["sum"]


class TestDemonstration(TestCase):
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
                assert (book.tickets, book.net_g) == (day.count(), total(day, "net_g"))
            assert total(DayTotal.objects.of(coop), "net_g") == total(records, "net_g")
            assert total(DayTotal.objects.of(coop), "amount_vnd") == total(records, "amount_vnd")

    def test_land_and_people_are_as_planned(self):
        assert Household.objects.of(self.demo).count() == 196
        assert total(Plot.objects.of(self.demo), "area_m2") == 1_385_000
        coded = Plot.objects.of(self.demo).filter(pk__in=CodePlot.objects.of(self.demo).values("plot"))
        assert (coded.count(), total(coded, "area_m2")) == (112, 700_000)
        assert ExportCode.objects.of(self.demo).filter(code="DEMO-CN-01").exists()
        sizes = {coop.slug: Household.objects.of(coop).count() for coop in Cooperative.objects.all()}
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

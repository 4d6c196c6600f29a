"""What is asked of the demonstration's capital and surplus, by the test that seeds it."""

from collections import Counter

from django.db.models import Sum

from growers.models import CapitalCommitment, Cooperative
from growers.queries.capital import charter_of, held_by
from harvests.models import SurplusShare


def total(rows, field):
    return rows.aggregate(sum=Sum(field))["sum"]


class CapitalQuestions:
    """Beside a TestCase that has seeded; `demo` is the co-operative with a surplus."""

    def test_the_surplus_of_2024_is_shared_by_the_rules(self):
        shares = SurplusShare.objects.of(self.demo).filter(surplus__year=2024)
        assert (total(shares, "services_vnd"), total(shares, "capital_vnd")) == (1_640_000_000, 500_000_000)
        assert (total(shares, "by_usage_vnd"), total(shares, "by_capital_vnd")) == (134_400_000, 105_600_000)
        thuan = shares.get(household__code="192")
        assert (thuan.services_vnd, thuan.capital_vnd * 50) == (208_940_000, 500_000_000)
        assert (thuan.by_usage_vnd, thuan.by_capital_vnd) == (17_122_888, 2_112_000)
        assert shares.filter(household__kind="associate_capital", by_usage_vnd__gt=0).count() == 0

    def test_capital_keeps_to_the_limits_and_certificates_to_their_numbers(self):
        for coop in Cooperative.objects.all():
            rows, charter = CapitalCommitment.objects.of(coop), charter_of(coop)
            assert charter.associates_vnd * 10 <= charter.total_vnd * 3
            assert all(vnd * 10 <= charter.total_vnd * 3 for vnd in held_by(coop).values())
            for row in rows.annotate(sum=Sum("payments__amount_vnd")):
                assert row.paid_vnd == (row.sum or 0)
            numbers = sorted(rows.exclude(certificate_no="").values_list("certificate_no", flat=True))
            by_year = Counter(number[:6] for number in numbers)
            assert numbers == sorted(f"{year}-{n:03d}" for year, last in by_year.items() for n in range(1, last + 1))

"""A prepared query finds what the same queryset finds, for other values than those it was compiled with."""

import datetime as dt

import pytest
from django.db.models import Count, Q

from growers.models import AuditEntry, Household, Plot
from growers.models import prepared as prepared_module
from growers.models.prepared import NotPreparable, prepared
from growers.models.scope import Unscoped
from growers.tests.builders import make_coop, make_household, make_seat

pytestmark = pytest.mark.django_db
MOMENT = dt.datetime(2025, 9, 8, 5, 0, tzinfo=dt.UTC)


@pytest.fixture(autouse=True)
def fresh():
    prepared_module._known.clear()


@prepared("kind")
def by_code(*, coop, code, kind="linked", limit=10, joined=None):
    rows = Household.objects.of(coop).filter(code=code, kind=kind)
    if joined:
        rows = rows.filter(Q(joined_on__lte=joined) | Q(joined_on__isnull=True))
    return rows.order_by("code").values_list("code", "name", "joined_on")[:limit]


@prepared()
def written(*, coop, since):
    return AuditEntry.objects.of(coop).filter(at__gte=since).values_list("verb", "at", "details")


@prepared()
def everywhere(*, code):
    return Household.objects.filter(code=code).values_list("code")


@prepared()
def shortened(*, coop, name):
    return Household.objects.of(coop).filter(search_key__contains=name).values_list("code")


@prepared()
def counted(*, coop, over):
    rows = Household.objects.of(coop).order_by().values("village").annotate(n=Count("pk"))
    return rows.filter(n__gt=over).values_list("village", "n")


def test_each_call_finds_by_its_own_values_with_one_compilation():
    coop, other = make_coop(), make_coop("an-phu")
    for code in ("001", "002"):
        make_household(coop, code, f"Bùi {code}", joined_on=dt.date(2020, 1, 2))
    make_household(other, "001", "Lò 001")
    assert by_code(coop=coop.pk, code="001") == [("001", "Bùi 001", dt.date(2020, 1, 2))]
    assert by_code(coop=coop.pk, code="002") == [("002", "Bùi 002", dt.date(2020, 1, 2))]
    assert by_code(coop=other.pk, code="001") == [("001", "Lò 001", None)]
    assert by_code(coop=other.pk, code="002") == []
    assert len(prepared_module._known) == 1


def test_flags_none_and_constants_make_another_shape():
    coop = make_coop()
    make_household(coop, "001", "Bùi", joined_on=dt.date(2020, 1, 2))
    assert by_code(coop=coop.pk, code="001", joined=None)
    assert by_code(coop=coop.pk, code="001", joined=dt.date(2020, 1, 2))
    assert not by_code(coop=coop.pk, code="001", joined=dt.date(2020, 1, 1))
    assert not by_code(coop=coop.pk, code="001", kind="official")
    assert len(prepared_module._known) == 3


@prepared()
def newest(*, coop, first):
    return Household.objects.of(coop).order_by("code").values_list("code")[first : first + 1]


def test_pages_and_sums_are_values():
    coop = make_coop()
    for code, village in (("001", "a"), ("002", "b"), ("003", "c")):
        make_household(coop, code, village=village)
    assert [newest(coop=coop.pk, first=place) for place in (1, 2)] == [[("002",)], [("003",)]]
    assert len(counted(coop=coop.pk, over=0)) == 3
    assert counted(coop=coop.pk, over=1) == []


def test_what_the_database_stores_otherwise_comes_back_as_the_orm_gives_it():
    seat = make_seat(make_coop())
    AuditEntry.objects.create(
        cooperative=seat.cooperative, at=MOMENT, actor=seat.user, verb="said", kind="x", object_id=1, label="x",
        details={"net_g": [1, None]},
    )  # fmt: skip
    assert written(coop=seat.cooperative.pk, since=MOMENT) == [("said", MOMENT, {"net_g": [1, None]})]
    assert written(coop=seat.cooperative.pk, since=MOMENT + dt.timedelta(microseconds=1)) == []


def test_the_fence_between_co_operatives_holds():
    with pytest.raises(Unscoped):
        everywhere(code="001")


def test_a_value_that_the_orm_changes_on_its_way_is_refused():
    with pytest.raises(NotPreparable):
        shortened(coop=make_coop().pk, name="bui")
    with pytest.raises(NotPreparable):
        by_code(coop=1.5, code="001")


@prepared()
def several(*, coop, codes):
    return Household.objects.of(coop).filter(code__in=codes).order_by("code").values_list("code")


def test_a_tuple_brings_its_values_one_by_one():
    coop = make_coop()
    for code in ("001", "002", "003"):
        make_household(coop, code)
    assert several(coop=coop.pk, codes=("001", "003")) == [("001",), ("003",)]
    assert several(coop=coop.pk, codes=("002", "009")) == [("002",)]
    assert several(coop=coop.pk, codes=("002",)) == [("002",)]
    assert several(coop=coop.pk, codes=()) == []


@prepared()
def crowded(*, coop, number):
    return Household.objects.of(coop).filter(version__gt=29_000, version__lt=number).values_list("code")


def test_a_number_of_the_query_is_not_taken_for_a_value():
    coop = make_coop()
    make_household(coop, "001", version=30_000)
    with pytest.raises(NotPreparable):
        crowded(coop=coop.pk, number=40_000)


@prepared()
def whole(*, coop, code):
    return Household.objects.of(coop).filter(code=code).annotate(shown=Count("plots")).only("code", "name", "joined_on")


def test_a_queryset_of_rows_gives_instances_with_their_annotations(django_assert_num_queries):
    coop = make_coop()
    make_household(coop, "001", "Bùi", joined_on=dt.date(2020, 1, 2))
    make_household(coop, "002", "Lò")
    whole(coop=coop.pk, code="002")
    with django_assert_num_queries(1):
        [row] = whole(coop=coop.pk, code="001")
        assert (row.code, row.name, row.joined_on, row.shown) == ("001", "Bùi", dt.date(2020, 1, 2), 0)
    assert row.village == "bản Cao Sơn"  # what was left out is asked for later, as with the ORM


def test_small_integer_columns_compile_too():
    coop = make_coop()
    assert numbered(coop=coop.pk, number=1) == []


@prepared()
def numbered(*, coop, number):
    return Plot.objects.of(coop).filter(number__lt=number).values_list("code")

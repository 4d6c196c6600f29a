"""What markets ask for: the shipped rows, rows from before, changes as new rows, in the admin and below it."""

import datetime as dt

import pytest
from django.urls import reverse

from growers.actions.markets import SHIPPED_BARE, load_requirements, save_requirement
from growers.actions.once import Refused
from growers.models import Commodity, Market, MarketRequirement
from growers.queries.eligibility import rulebook
from growers.rules.markets import CERTIFICATES, CODES, DOCUMENTS, LABEL_ELEMENTS, judge_requirement
from growers.tests.builders import make_commodity, make_coop, make_market, make_user
from growers.wording import WORDING
from growers.wording_markets import CERTIFICATES as NAMED_CERTIFICATES
from growers.wording_markets import DOCUMENTS as NAMED_DOCUMENTS
from growers.wording_markets import LABEL_ELEMENTS as NAMED_ELEMENTS
from growers.wording_markets import document_name

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded(stand_still):
    stand_still("2025-09-08")
    for crop in ("dragon_fruit", "lychee"):
        make_commodity(crop)
    for code in ("CN", "JP", "KR", "RU", "US", "CA", "AU", "EU", "VN"):
        make_market(code)
    load_requirements()


def row(market: str, crop: str = "dragon_fruit", **values) -> MarketRequirement:
    return MarketRequirement.objects.get(market__code=market, commodity__code=crop, **values)


def test_the_shipped_rows_pass_their_own_rule(loaded):
    rows = MarketRequirement.objects.all()
    assert rows.count() == 18
    for one in rows:
        facts = {field.name: getattr(one, field.attname) for field in MarketRequirement._meta.concrete_fields}
        assert judge_requirement(facts).allowed, one


def test_the_shipped_rows_say_what_markets_ask(loaded):
    china, japan, korea = row("CN"), row("JP"), row("KR")
    assert china.requires_area_code and china.requires_house_code and china.one_code_per_lot
    assert china.label_texts == ["输往中华人民共和国", "Exported to the People's Republic of China"]
    assert (japan.treatment, japan.pulp_temp_dc_min, japan.minutes_min) == ("vapour_heat", 465, 40)
    assert korea.yearly_registration and row("KR", "lychee").access == "closed"
    assert row("RU", "lychee").access == "unknown" and row("EU").access == "controls"
    assert row("EU").residue_test_days == 30 and row("EU").default_mrl_ug == 10
    assert row("US", "lychee").barred_states == ["FL"] and row("US").dose_gy_min == 400
    assert (row("JP", "lychee").dose_g_m3_min, row("JP", "lychee").treatment_supervised) == (32, True)
    assert not row("VN").requires_area_code


def test_loading_again_changes_nothing_that_somebody_changed(loaded):
    MarketRequirement.objects.filter(pk=row("CN").pk).update(access="closed", note="đổi")
    load_requirements()
    assert (row("CN").access, row("CN").note) == ("closed", "đổi") and MarketRequirement.objects.count() == 18


def test_a_row_from_before_is_completed_once_and_keeps_what_it_said(loaded):
    """An installation from before has rows of one day that say only whether a code is asked."""
    crop, market = Commodity.objects.get(code="dragon_fruit"), Market.objects.get(code="JP")
    old = MarketRequirement.objects.create(
        market=market, commodity=crop, valid_from=SHIPPED_BARE, requires_area_code=False, source="cũ", certainty="C"
    )
    load_requirements()
    old.refresh_from_db()
    assert (old.access, old.treatment, old.documents[0]) == ("open", "vapour_heat", "phytosanitary")
    assert (old.requires_area_code, old.source, old.certainty) == (False, "cũ", "C")
    MarketRequirement.objects.filter(pk=old.pk).update(access="closed")
    load_requirements()
    old.refresh_from_db()
    assert old.access == "closed"


def test_a_row_of_somebody_elses_day_stays_closed_until_it_is_completed(loaded):
    crop, market = Commodity.objects.get(code="dragon_fruit"), Market.objects.get(code="JP")
    own = MarketRequirement.objects.create(
        market=market, commodity=crop, valid_from=dt.date(2025, 8, 1), requires_area_code=True
    )
    load_requirements()
    own.refresh_from_db()
    assert own.access == "unknown"
    assert rulebook(make_coop(), crop, dt.date(2025, 8, 1)).by_market["JP"].access == "unknown"
    assert rulebook(make_coop("b", code="B"), crop, dt.date(2025, 7, 31)).by_market["JP"].access == "open"


def test_a_row_that_holds_is_changed_by_a_new_one(loaded):
    before = row("CN")
    changed = row("CN")
    changed.access, changed.valid_from = "closed", dt.date(2025, 9, 9)
    written = save_requirement(changed)
    assert written.pk != before.pk and row("CN", valid_from=before.valid_from).access == "open"
    assert row("CN", valid_from=dt.date(2025, 9, 9)).access == "closed"
    note = row("CN", valid_from=before.valid_from)
    note.note = "rõ hơn"
    assert save_requirement(note).pk == before.pk


@pytest.mark.parametrize(
    ("values", "codes"),
    [
        ({"documents": ["passport"]}, ["requirement_code_unknown"]),
        ({"documents": "phytosanitary"}, ["requirement_not_a_list"]),
        ({"label_texts": [3]}, ["requirement_not_a_list"]),
        ({"treatment": "irradiation"}, ["requirement_minimum_missing"]),
        ({"dose_gy_min": 400}, ["requirement_minimum_idle"]),
        ({"treatment": "vapour_heat", "pulp_temp_dc_min": 465, "minutes_min": 40, "humidity_bp_min": 9000}, []),
        ({"source": ""}, ["requirement_source_missing"]),
        ({"certainty": "X"}, ["requirement_certainty_unknown"]),
        ({}, []),
    ],
)
def test_values_that_do_not_fit_together_are_refused(values, codes):
    facts = {"source": "báo", "certainty": "B", **values}
    assert [reason.code for reason in judge_requirement(facts).refused] == codes


def test_a_refused_row_is_not_written(loaded):
    china = row("CN")
    china.documents = ["passport"]
    with pytest.raises(Refused):
        save_requirement(china)
    assert "passport" not in row("CN").documents


def test_every_code_has_a_name_or_a_sentence():
    assert set(CODES) <= WORDING.keys()
    assert (set(NAMED_DOCUMENTS), set(NAMED_ELEMENTS)) == (set(DOCUMENTS), set(LABEL_ELEMENTS))
    assert set(NAMED_CERTIFICATES) == set(CERTIFICATES)
    assert document_name("prior_notice") != "prior_notice" and document_name("strange") == "strange"


@pytest.fixture
def operator(client):
    user = make_user("operator", is_superuser=True, is_staff=True)
    client.force_login(user)
    return user


def form_of(client, pk: int) -> dict:
    """What the admin's page of a row would send back as it is."""
    form = client.get(reverse("admin:growers_marketrequirement_change", args=[pk])).context["adminform"].form
    typed = {}
    for name, field in form.fields.items():
        for key, widget in ((name, field.widget), (f"initial-{name}", field.hidden_widget())):
            value = field.prepare_value(form.get_initial_for_field(field, name))
            if value in (None, False, ""):
                continue
            typed[key] = f"{value:%d/%m/%Y}" if isinstance(value, dt.date) else value
            assert widget is not None
    return typed


def test_the_admin_asks_for_the_day_of_a_change_and_makes_a_row_of_it(client, loaded, operator):
    china = row("CN")
    url = reverse("admin:growers_marketrequirement_change", args=[china.pk])
    typed = form_of(client, china.pk)
    page = client.post(url, {**typed, "access": "closed"})
    assert page.status_code == 200 and "valid_from" in page.context["adminform"].form.errors
    assert row("CN").access == "open"
    done = client.post(url, {**typed, "access": "closed", "valid_from": "01/10/2025"})
    assert done.status_code == 302, done.context["adminform"].form.errors
    assert row("CN", valid_from=china.valid_from).access == "open"
    assert row("CN", valid_from=dt.date(2025, 10, 1)).access == "closed"


def test_the_admin_lists_by_market_access_treatment_and_certainty(client, loaded, operator):
    url = reverse("admin:growers_marketrequirement_changelist")
    assert client.get(url, {"access__exact": "closed"}).context["cl"].result_count == 1
    assert client.get(url, {"treatment__exact": "irradiation"}).context["cl"].result_count == 3
    assert client.get(url, {"certainty__exact": "U"}).context["cl"].result_count == 1

"""Ids and codes of another co-operative in every field that can be posted: refused, nothing linked, nothing told."""

import uuid

import pytest
from django.db import transaction

from coopsite.tests.addresses import addresses
from coopsite.tests.digests import digest_of, digest_of_everything, strays
from coopsite.tests.pages import errors_of, post_forms, row_choices
from coopsite.tests.test_doors import ACTIONS, contents, works
from coopsite.tests.worlds import CANARY, link
from growers.models import Household, Plot
from growers.tests.builders import make_household, make_plot
from harvests.models import HarvestRecord, TraderOrder
from harvests.tests.builders import typed_ticket

pytestmark = pytest.mark.django_db
PAGES = [address for address in addresses() if address.door is not None and address.name not in ACTIONS]


def post_and_forget(client, page: str, body: dict, seen):
    """Post, look at what became of it, take it back."""
    before = transaction.savepoint()
    answer = client.post(page, {**body, "token": str(uuid.uuid4())})
    assert answer.status_code in (200, 302, 409, 422), (page, body, answer.status_code)
    assert CANARY.encode() not in contents(answer), (page, body)
    seen(answer)
    transaction.savepoint_rollback(before)
    return answer


def test_a_link_across_would_be_noticed(a, b):
    assert strays() == []
    Plot.objects.of(a.coop).filter(pk=a[Plot].pk).update(household=b[Household])
    assert strays() == [f"Plot.household of {a[Plot].pk}"]


def test_a_change_in_another_cooperative_would_be_noticed(a, b):
    before = digest_of(b.coop)
    Plot.objects.of(a.coop).update(note="x")
    assert digest_of(b.coop) == before
    Plot.objects.of(b.coop).update(note="x")
    assert digest_of(b.coop) != before


def test_rows_of_others_are_not_among_the_choices_and_not_accepted(client, a, b):
    theirs, tried = digest_of(b.coop), set()
    for address in PAGES:
        client.force_login(works(address, a))
        page = link(address.name, a)
        answer = client.get(page)
        choices = row_choices(answer)
        for form in post_forms(answer):
            for name in form.fields.keys() & choices.keys():
                foreign = choices[name].objects.of(b.coop).first()
                assert foreign, f"make a {choices[name].__name__} in coopsite/tests/world_rows.py"

                def refused(posted, name=name, address=address):
                    assert name in errors_of(posted), (address.name, name)

                post_and_forget(client, form.action or page, {**form.fields, name: [foreign.pk]}, refused)
                tried.add((address.name, name))
    assert digest_of(b.coop) == theirs
    assert strays() == []
    assert len(tried) > 5


def test_codes_and_ids_of_others_typed_anywhere_link_nothing(client, a, b):
    """All that a person types or a page hides at once: codes, then ids, of another co-operative's rows."""
    theirs, posts = digest_of(b.coop), 0
    codes = [b[Household].code, b[Plot].code, b[TraderOrder].code, b[HarvestRecord].code.removeprefix("CAN-")]
    ids = [str(b[model].pk) for model in (Household, Plot, TraderOrder, HarvestRecord)]
    for address in PAGES:
        client.force_login(works(address, a))
        page = link(address.name, a)
        for form in post_forms(client.get(page)):
            for values in (codes, ids):
                typed = {name: values[place % len(values)] for place, name in enumerate(sorted(form.typed))}
                kept = {name: value for name, value in form.fields.items() if "_FORMS" in name}
                body = {**form.fields, **typed, **kept}
                post_and_forget(client, form.action or page, body, lambda _: None)
                posts += 1
    assert digest_of(b.coop) == theirs
    assert strays() == []
    assert posts > 30


def far_from_codes(household: Household) -> Household:
    """A household beside this one with an id that is like no code: a code is zero-filled, and like ones are offered."""
    row = Household.objects.of(household.cooperative).get(pk=household.pk)
    row.pk, row.code = 77_577, "577"
    row.save(force_insert=True)
    return row


@pytest.mark.parametrize("field", ["household", "plot"])
def test_the_scale_answers_for_others_as_for_nobody(client, a, b, field):
    """By code, by name and by id: another's household or plot is one that is not there, in words and in numbers."""
    client.force_login(a.director.user)
    page, own = link("weigh", a), a[Household].code
    foreign = {"household": [b[Household].code, b[Household].name], "plot": [b[Plot].code]}[field]
    for value in [*foreign, str(far_from_codes(b[Household]).pk)]:
        answers = []
        for typed in (value, "99998"):
            body = typed_ticket(**{"household": own, "plot": "", field: typed})
            answers.append(client.post(page, body, headers={"accept": "application/json"}))
        assert [answer.status_code for answer in answers] == [422, 422], value
        texts = [str(answer.json()).replace(value, "").replace("99998", "") for answer in answers]
        assert texts[0] == texts[1]
    assert strays() == []


def test_codes_that_both_have_mean_the_own_rows(client, a, b):
    """The same code in both co-operatives: every page takes the own one."""
    make_plot(make_household(b.coop, a[Household].code, f"{CANARY} twin"))
    client.force_login(a.director.user)
    answer = client.get(link("household-page", a))
    assert CANARY.encode() not in contents(answer)
    body = typed_ticket(a[Household].code, confirmed="1")
    assert client.post(link("weigh", a), body, headers={"accept": "application/json"}).status_code == 201
    assert strays() == []


def test_everything_is_fingerprinted(a):
    before = digest_of_everything()
    a.director.user.memberships.update(role="sales")
    assert digest_of_everything() != before

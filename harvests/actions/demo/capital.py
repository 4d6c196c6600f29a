"""The demonstration's capital of members, with certificates, and the surplus of 2024 as the rules share it."""

import datetime as dt
from collections import defaultdict

from coopsite.formats.showing import VIETNAM
from growers.models import CapitalCommitment, CapitalPayment, Cooperative, Household, User
from growers.queries.capital import certificate_series
from growers.rules.capital import ASSOCIATE, CONTRIBUTING
from harvests.actions.demo import plan_capital as plan
from harvests.models import SurplusFund, SurplusShare, SurplusYear
from harvests.queries.patronage import figures_of, members_of
from harvests.rules.apportion import apportion
from harvests.rules.patronage import share_out, split


def seed_capital(coop: Cooperative) -> None:
    """What every member with capital committed on joining, paid in and got a certificate of."""
    members = list(Household.objects.of(coop).filter(kind__in=CONTRIBUTING).order_by("joined_on", "code"))
    held = _amounts(members)
    by = User.objects.get(username=f"accountant.{coop.slug}")
    numbers: dict[int, int] = defaultdict(int)
    rows, payments = [], []
    for place, member in enumerate(members):
        day = member.joined_on + dt.timedelta(days=30)
        numbers[day.year] += 1
        rows.append(
            CapitalCommitment(
                cooperative=coop, household=member, committed_on=member.joined_on, amount_vnd=held[member.code],
                paid_vnd=held[member.code], certificate_on=day, is_demo=True,
                certificate_no=f"{certificate_series(day.year)}-{numbers[day.year]:03d}",
            )
        )  # fmt: skip
        asset, quantity = plan.IN_KIND.get(place, ("money", ""))
        payments.append(_payment(rows[-1], day, held[member.code], by, asset=asset, quantity=quantity))
    for member, (day, amount, paid_on, paid) in zip(members[5:], plan.OPEN, strict=False):
        row = CapitalCommitment(
            cooperative=coop, household=member, committed_on=day, amount_vnd=amount, paid_vnd=paid, is_demo=True
        )
        rows.append(row)
        payments += [_payment(row, paid_on, paid, by)] if paid else []
    CapitalCommitment.objects.bulk_create(rows)
    CapitalPayment.objects.bulk_create(payments)


def _payment(row: CapitalCommitment, day: dt.date, vnd: int, by: User, **facts) -> CapitalPayment:
    made_at = dt.datetime.combine(day, dt.time(9, 0), VIETNAM)
    return CapitalPayment(
        cooperative=row.cooperative, commitment=row, paid_on=day, amount_vnd=vnd, made_by=by, made_at=made_at, **facts
    )


def _amounts(members: list[Household]) -> dict[str, int]:
    """Dong by code in whole millions; where a grower's share is given, the others share the rest."""
    weights = {member.code: (2, 3, 5, 10)[int(member.code) % 4] for member in members}
    if not plan.HOLDS.keys() <= weights.keys():
        return {code: weight * plan.STEP_VND for code, weight in weights.items()}
    associates = [member.code for member in members if member.kind == ASSOCIATE]
    others = [code for code in weights if code not in associates and code not in plan.HOLDS]
    rest = plan.CAPITAL_VND - plan.ASSOCIATES_VND - sum(plan.HOLDS.values())
    found = dict(plan.HOLDS)
    for codes, total in ((associates, plan.ASSOCIATES_VND), (others, rest)):
        parts = apportion(total // plan.STEP_VND, [weights[code] for code in codes])
        found |= {code: part * plan.STEP_VND for code, part in zip(codes, parts, strict=True)}
    return found


def seed_surplus(coop: Cooperative) -> None:
    """The surplus of 2024 of the co-operative that was there in 2024: shared by the rules out of its records."""
    if coop.slug != "ngoc-hoang":
        return
    people = {role: User.objects.get(username=f"{role}.{coop.slug}") for role in ("accountant", "director")}
    number, day = plan.RESOLUTION
    moment = dt.datetime.combine(day, dt.time(16, 0), VIETNAM)
    row = SurplusYear(
        cooperative=coop, year=plan.YEAR, status=SurplusYear.Status.ADOPTED, resolution_no=number, resolution_on=day,
        internal_vnd=plan.INTERNAL_VND, external_vnd=plan.EXTERNAL_VND, made_by=people["accountant"], made_at=moment,
        adopted_by=people["director"], adopted_at=moment, is_demo=True,
    )  # fmt: skip
    funds = [
        SurplusFund(cooperative=coop, surplus=row, position=place, name=name, internal_vnd=inside, external_vnd=outside)
        for place, (name, inside, outside) in enumerate(plan.FUNDS, start=1)
    ]
    found = split(figures_of(row, funds))
    row.usage_pool_vnd, row.capital_pool_vnd = found.usage_pool_vnd, found.capital_pool_vnd
    row.save()
    SurplusFund.objects.bulk_create(funds)
    households, members = members_of(coop, plan.YEAR)
    shares = share_out(found.usage_pool_vnd, found.capital_pool_vnd, members)
    SurplusShare.objects.bulk_create(
        SurplusShare(
            cooperative=coop, surplus=row, position=place, household=households[share.member.key],
            services_vnd=share.member.services_vnd, capital_vnd=share.member.capital_vnd,
            by_usage_vnd=share.by_usage_vnd, by_capital_vnd=share.by_capital_vnd, total_vnd=share.total_vnd,
            paid_on=plan.PAID_ON if place <= len(shares) - plan.UNPAID else None,
        )
        for place, share in enumerate(shares, start=1)
    )  # fmt: skip

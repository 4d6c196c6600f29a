"""The demonstration's money with households: the store of inputs, sales, advances, charges, and what was paid back."""

import datetime as dt
from collections import defaultdict
from random import Random

from coopsite.formats.showing import VIETNAM
from growers.models import Cooperative, DiaryEntry, DiaryPlot, Grade, Household, InputProduct, Plot, User
from growers.queries.seats import seat_of
from harvests.actions.account_documents import entry_for as entry_of_document
from harvests.actions.debts import COUNTER, INPUTS, Taking, take_back_all
from harvests.actions.demo import plan_household_money as plan
from harvests.actions.demo.household_runs import seed_runs
from harvests.actions.demo.plan import SEED, TODAY
from harvests.actions.input_sales import SERIES as SALES
from harvests.actions.input_sales import entry_for as entry_of_sale
from harvests.models import (
    AccountDocument,
    HouseholdCredit,
    InputSale,
    InputSaleLine,
    InputStock,
    LedgerEntry,
    NumberSeries,
)
from harvests.models.credit import LETTERS
from harvests.queries.account_documents import brought_by_grade
from harvests.queries.credit import STANDING_FACTS, expectation, standing_from, standing_rows
from harvests.rules.account_documents import TOP_UP, top_up_of
from harvests.rules.money import value_of

CREDIT, CASH = InputSale.Terms.CREDIT, InputSale.Terms.CASH


def seed_household_money(coop: Cooperative) -> None:
    """What households of one co-operative got ahead of payment, and the runs that paid them."""
    if coop.slug == plan.HOME:
        _Papers(coop).enter()
    seed_runs(coop)


class _Papers:
    """Collects stock, sales and documents, and writes them together in the order of their days."""

    def __init__(self, coop: Cooperative):
        self.coop = coop
        self.random = Random(SEED)  # noqa: S311 - the same demonstration every time, whatever was drawn before
        self.households = {row.code: row for row in Household.objects.of(coop).exclude(kind="cooperative")}
        self.users = {role: User.objects.get(username=f"{role}.{coop.slug}") for role in ("accountant", "director")}
        expected = expectation(coop, TODAY)
        rows = standing_rows(coop, expected).values("code", *STANDING_FACTS)
        self.limits = {row["code"]: standing_from(row, expected).input_limit_vnd for row in rows}
        self.stock: dict[str, InputStock] = {}
        self.sales: list[InputSale] = []
        self.lines: list[InputSaleLine] = []
        self.documents: list[AccountDocument] = []

    def enter(self) -> None:
        self._receive()
        self._sell_on_credit()
        self._sell_for_cash()
        self._advance()
        for kind, code, day, amount, why in plan.CHARGES:
            self._document(kind, code, day, amount, note=why)
        self._top_up()
        self._write()
        self._repay()

    def _receive(self) -> None:
        products = {row.name: row for row in InputProduct.objects.of(self.coop)}
        for place, (lot, row) in enumerate(plan.STOCK.items(), start=1):
            product, expiry, unit, content, day, units, cost, price = row
            self.stock[lot] = InputStock(
                cooperative=self.coop, product=products[product], lot_no=lot, expires_on=expiry, unit=unit,
                content=content, received_on=day, received_milli=units * 1_000, cost_vnd=cost, price_vnd=price,
                supplier=plan.SUPPLIER, invoice_no=f"DEMO-HD-{place:03d}",
            )  # fmt: skip

    def _sell_on_credit(self) -> None:
        for code, day, wanted, reason in plan.GIVEN_SALES:
            self._sale(code, day, CREDIT, [(self.stock[lot], units) for lot, units in wanted], reason)
        named = {row[0] for row in plan.GIVEN_SALES}
        waves = [(*wave, day) for wave in plan.CREDIT_WAVES for day in self._days(*wave[:3])]
        codes = self.random.sample(sorted(self.households.keys() - named), len(waves))
        for code, (_first, _last, _count, share, day) in zip(codes, waves, strict=True):
            worth = self.limits[code] * self.random.randint(*share) // 100
            self._sale(code, day, CREDIT, self._basket(day, worth))

    def _sell_for_cash(self) -> None:
        days = self._days(*plan.CASH_SALES)
        for code, day in zip(self.random.sample(sorted(self.households), len(days)), days, strict=True):
            lots = [lot for lot in self._shelf(day) if lot.unit != "bag"] or self._shelf(day)
            lot = self.random.choice(lots)
            self._sale(code, day, CASH, [(lot, min(self.random.randint(1, 4), _left(lot)))])

    def _basket(self, day: dt.date, worth_vnd: int) -> list[tuple[InputStock, int]]:
        """Mostly fertiliser for about so many dong, and a little of what is sprayed."""
        shelf = self._shelf(day)
        bags = self.random.choice([lot for lot in shelf if lot.unit == "bag"])
        found = [(bags, max(1, min(worth_vnd * 9 // 10 // bags.price_vnd, _left(bags))))]
        small = [lot for lot in shelf if lot.unit != "bag"]
        if small and worth_vnd > 10 * small[0].price_vnd:
            lot = self.random.choice(small)
            found.append((lot, max(1, min(worth_vnd // 10 // lot.price_vnd, 6, _left(lot)))))
        return found

    def _shelf(self, day: dt.date) -> list[InputStock]:
        """What may be handed out on a day."""
        lots = self.stock.values()
        return [lot for lot in lots if lot.received_on <= day <= (lot.expires_on or day) and _left(lot) > 0]

    def _days(self, first: dt.date, last: dt.date, count: int) -> list[dt.date]:
        """So many working days between two, in their order."""
        days = [first + dt.timedelta(days=place) for place in range((last - first).days + 1)]
        return sorted(self.random.choices([day for day in days if day.weekday() < 6], k=count))

    def _sale(self, code: str, day: dt.date, terms: str, wanted, reason: str = "") -> None:
        amounts = [value_of(units * 1_000, lot.price_vnd) for lot, units in wanted]
        sale = InputSale(
            cooperative=self.coop, household=self.households[code], day=day, terms=terms, amount_vnd=sum(amounts),
            due_on=plan.END_OF_SEASON if terms == CREDIT else None, note=plan.NOTE, override_reason=reason,
            made_by=self.users["director" if reason else "accountant"], made_at=_at(day), is_demo=True,
        )  # fmt: skip
        self.sales.append(sale)
        for (lot, units), amount in zip(wanted, amounts, strict=True):
            lot.sold_milli += units * 1_000
            self.lines.append(
                InputSaleLine(
                    cooperative=self.coop, sale=sale, stock=lot, quantity_milli=units * 1_000, price_vnd=lot.price_vnd,
                    amount_vnd=amount,
                )
            )  # fmt: skip

    def _advance(self) -> None:
        for code, day, amount in plan.GIVEN_ADVANCES:
            self._document("advance", code, day, amount, means="cash", due_on=plan.END_OF_SEASON)
        named = {row[0] for row in plan.GIVEN_ADVANCES}
        days = [day for wave in plan.ADVANCE_WAVES for day in self._days(*wave)]
        for code, day in zip(self.random.sample(sorted(self.households.keys() - named), len(days)), days, strict=True):
            amount = self.limits[code] * self.random.randint(*plan.ADVANCE_SHARE) // 100 // 500_000 * 500_000
            means = self.random.choice(("cash", "cash", "transfer"))
            self._document("advance", code, day, max(amount, 500_000), means=means, due_on=plan.END_OF_SEASON)

    def _top_up(self) -> None:
        """What the contract adds to the first round, for those who sell under one."""
        kinds = Household.Kind.values
        prices = {row.pk: plan.TOP_UP[row.code] for row in Grade.objects.filter(commodity=self.coop.commodity)
                  if row.code in plan.TOP_UP}  # fmt: skip
        brought = brought_by_grade(self.coop, *plan.TOP_UP_DAYS, kinds)
        for code, household in sorted(self.households.items()):
            if household.contract_from and household.pk in brought:
                amount = top_up_of(brought[household.pk], prices)
                self._document(TOP_UP, code, plan.TOP_UP_ON, amount, note=plan.TOP_UP_NOTE)

    def _document(self, kind: str, code: str, day: dt.date, amount: int, **facts) -> AccountDocument:
        facts = {"note": plan.NOTE, **facts}
        if facts.get("means") == "transfer":
            facts["reference"] = f"DEMO-UNC{day:%y%m%d}"
        document = AccountDocument(
            cooperative=self.coop, kind=kind, household=self.households[code], day=day, amount_vnd=amount,
            made_by=self.users["accountant"], made_at=_at(day), is_demo=True, **facts,
        )  # fmt: skip
        self.documents.append(document)
        return document

    def _write(self) -> None:
        self.sales.sort(key=lambda sale: sale.day)
        self.documents.sort(key=lambda document: document.day)
        InputStock.objects.bulk_create(self.stock.values())
        _number(self.coop, [(SALES, sale) for sale in self.sales])
        InputSale.objects.bulk_create(self.sales)
        self._use()
        InputSaleLine.objects.bulk_create(self.lines)
        self._owe()

    def _use(self) -> None:
        """What the diary tells of some of the fertiliser: spread within a week, on all land of its household."""
        officer = User.objects.get(username=f"field.{self.coop.slug}")
        plots = defaultdict(list)
        for plot in Plot.objects.of(self.coop):
            plots[plot.household_id].append(plot)
        entries, members = [], []
        for line in [line for line in self.lines if line.stock.unit == "bag"][::plan.USED_EACH]:
            product, done_on = line.stock.product, line.sale.day + dt.timedelta(days=self.random.randint(1, 7))
            if done_on >= TODAY:
                continue
            line.used = DiaryEntry(
                cooperative=self.coop, work="fertilise", done_on=done_on, product=product, dose_unit=product.dose_unit,
                dose_milli=product.dose_low_milli, stock_lot=line.stock.lot_no, worker="Hộ tự làm", note=plan.NOTE,
                entered_on=done_on, entered_at=_at(done_on), entered_by=officer, is_demo=True,
            )  # fmt: skip
            entries.append(line.used)
            members += [
                DiaryPlot(cooperative=self.coop, entry=line.used, plot=plot, done_on=done_on, treated_m2=plot.area_m2)
                for plot in plots[line.sale.household_id]
            ]
        DiaryEntry.objects.bulk_create(entries)
        DiaryPlot.objects.bulk_create(members)

    def _owe(self) -> None:
        """Documents numbered, all debts counted, and the entries of everything in the order of its days."""
        paid_back = [*self._repayments()]
        self.documents = sorted([*self.documents, *paid_back], key=lambda document: document.day)
        _number(self.coop, [(LETTERS[document.kind], document) for document in self.documents])
        AccountDocument.objects.bulk_create([row for row in self.documents if row not in paid_back])
        AccountDocument.objects.bulk_create(paid_back)  # after the debts they name
        self._count()
        papers = [(row.day, row, entry_of_document(row)) for row in self.documents]
        papers += [(row.day, row, entry_of_sale(row)) for row in self.sales if row.terms == CREDIT]
        entries = []
        for _day, paper, entry in sorted(papers, key=lambda found: found[0]):
            entry.cooperative, entry.entered_by, entry.entered_at = self.coop, paper.made_by, paper.made_at
            entries.append(entry)
        LedgerEntry.objects.bulk_create(entries)

    def _repayments(self):
        for rows, name, debts in (
            (plan.REPAID_ADVANCES, "concerns", [row for row in self.documents if row.kind == "advance"]),
            (plan.REPAID_SALES, "sale", self.sales),
        ):
            for code, made_on, day, amount, means in rows:
                debt = next(row for row in debts if (row.household.code, row.day) == (code, made_on))
                self._document("repayment", code, day, amount, means=means, **{name: debt})
                yield self.documents.pop()

    def _count(self) -> None:
        sums = defaultdict(lambda: defaultdict(int))
        for row in self.documents:
            if row.kind in COUNTER:
                sums[row.household.code][COUNTER[row.kind]] += row.amount_vnd
        for row in self.sales:
            if row.terms == CREDIT:
                sums[row.household.code][INPUTS] += row.amount_vnd
        for code, advance, inputs in plan.OWN_LIMITS:
            sums[code] |= {"advance_limit_vnd": advance, "input_limit_vnd": inputs}
        HouseholdCredit.objects.bulk_create(
            HouseholdCredit(cooperative=self.coop, household=self.households[code], **facts)
            for code, facts in sorted(sums.items())
        )

    def _repay(self) -> None:
        """Count what was paid back; the runs count what they took."""
        takings = [
            Taking(row.amount_vnd, row.concerns_id, row.sale_id) for row in self.documents if row.kind == "repayment"
        ]
        take_back_all(seat_of(self.users["accountant"], self.coop.slug), takings)


def _left(lot: InputStock) -> int:
    return (lot.received_milli - lot.sold_milli) // 1_000


def _at(day: dt.date) -> dt.datetime:
    return dt.datetime.combine(day, dt.time(10, 20), VIETNAM)


def _number(coop: Cooperative, papers: list[tuple[str, AccountDocument | InputSale]]) -> None:
    """Number papers as they come, in the series of each and the year of its day."""
    last: dict[tuple[str, int], int] = defaultdict(int)
    for series, paper in papers:
        paper.year = paper.day.year
        last[series, paper.year] += 1
        paper.number = last[series, paper.year]
    NumberSeries.objects.bulk_create(
        NumberSeries(cooperative=coop, kind=kind, year=year, last=number) for (kind, year), number in last.items()
    )

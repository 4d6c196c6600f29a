"""Bank files and links of households; every default is a sensible one."""

import hashlib

from growers.models import Household
from growers.queries.seats import Seat
from harvests.actions.bank_files import add_bank_file
from harvests.actions.household_links import make_household_link
from harvests.models import BankFile, HouseholdLink, Season, SettlementLine
from harvests.rules.bank_files import USUAL


def make_bank_file(seat: Seat, name: str = "Vietcombank", **values) -> BankFile:
    facts = {"bank": None, "format": "xlsx", "columns": USUAL, "is_active": True}
    return add_bank_file(seat, name=name, **{**facts, **values})


def hash_of(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()


def make_statement_link(seat: Seat, line: SettlementLine, secret: str = "s" * 43) -> HouseholdLink:
    return make_household_link(seat, household=line.household, line=line, token_sha256=hash_of(secret))


def make_season_link(seat: Seat, household: Household, season: Season, secret: str = "v" * 43) -> HouseholdLink:
    return make_household_link(seat, household=household, season=season, token_sha256=hash_of(secret))


def furnish_papers(seat: Seat, line: SettlementLine, mark: str = "", before: int = 0) -> None:
    """A bank file, and links to a statement and to a season; `before` bank files come before it."""
    for number in range(before + 1):
        make_bank_file(seat, f"{mark}file {number}", columns=f"{mark}header = account\nSố tiền = amount")
    secret = f"{mark}{seat.cooperative.slug}".ljust(42, "x")
    make_season_link(seat, line.household, Season.objects.of(seat.cooperative).first(), f"{secret}1")
    make_statement_link(seat, line, f"{secret}2")

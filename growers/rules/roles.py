"""The permission matrix: which role may do what within its co-operative (domain workflow, section 2.1)."""

from enum import StrEnum

DIRECTOR, ACCOUNTANT, CLERK, FIELD = "director", "accountant", "clerk", "field"
PACKER, SALES, CONTROLLER, ADMIN = "packer", "sales", "controller", "admin"
ROLES = (DIRECTOR, ACCOUNTANT, CLERK, FIELD, PACKER, SALES, CONTROLLER, ADMIN)


class Right(StrEnum):
    """One thing that a role may do; reading everything but personal numbers needs only a membership."""

    PEOPLE = "people"  # households: add, change
    PERSONAL = "personal"  # see identity and bank numbers
    LAND = "land"  # plots, growing areas, planting area codes, yield estimates
    IMPORT = "import"
    SEASONS = "seasons"
    PRICES = "prices"
    WEIGH = "weigh"  # record a ticket, correct one's own within the undo window
    CORRECT = "correct"  # correct or void any ticket
    CLOSE_DAY = "close_day"
    REOPEN_DAY = "reopen_day"
    ORDERS = "orders"  # traders, orders, call-offs, deliveries
    PERMITS = "permits"  # certificates, codes of packing houses, supervision visits, mark licences
    DIARY = "diary"  # input products, field diary
    OVERRIDE = "override"  # accept a warning of the rules with a reason: soft caps, gaps, holds
    PACK = "pack"  # lots: open, fill, close, treat, label
    ALLOCATE = "allocate"  # lots to order lines
    SHIP = "ship"  # shipments: papers, loading, departure
    RECALL = "recall"  # hold, recall, mock recall
    PUBLISH = "publish"  # public trace pages, dossier links
    CREDIT = "credit"  # stock of inputs, and their sale to households
    ADVANCE = "advance"  # advances, repayments, charges and top-ups on a household's account
    LIMITS = "limits"  # how far a household may go into debt: set it, go past it with a reason
    SETTLE = "settle"  # settlement runs: draft, close, enter payments, lock
    APPROVE = "approve"  # settlement runs: approve or send back; never one's own
    DEBTS = "debts"  # what traders owe: deposits, receivables, receipts, claims, costs of orders
    CAPITAL = "capital"  # register, capital contributions, surplus of a year
    CLOSE_MONTH = "close_month"  # close a month, export its journal
    REOPEN_MONTH = "reopen_month"
    PRIVACY = "privacy"  # consents, a person's data exported or erased
    ADMIN = "admin"  # the Django admin, for reference rows, users and settings of the own co-operative


MATRIX: dict[Right, frozenset[str]] = {
    Right.PEOPLE: frozenset({DIRECTOR, ACCOUNTANT, FIELD, ADMIN}),
    Right.PERSONAL: frozenset({DIRECTOR, ACCOUNTANT, CONTROLLER}),
    Right.LAND: frozenset({DIRECTOR, ACCOUNTANT, FIELD, ADMIN}),
    Right.IMPORT: frozenset({DIRECTOR, ACCOUNTANT, FIELD, ADMIN}),
    Right.SEASONS: frozenset({DIRECTOR, ACCOUNTANT, ADMIN}),
    Right.PRICES: frozenset({DIRECTOR, ACCOUNTANT, SALES}),
    Right.WEIGH: frozenset({DIRECTOR, ACCOUNTANT, CLERK, FIELD}),
    Right.CORRECT: frozenset({DIRECTOR, ACCOUNTANT, FIELD}),
    Right.CLOSE_DAY: frozenset({DIRECTOR, ACCOUNTANT, CLERK}),
    Right.REOPEN_DAY: frozenset({DIRECTOR}),
    Right.ORDERS: frozenset({DIRECTOR, ACCOUNTANT, SALES}),
    Right.PERMITS: frozenset({DIRECTOR, FIELD, ADMIN}),
    Right.DIARY: frozenset({DIRECTOR, ACCOUNTANT, FIELD}),
    Right.OVERRIDE: frozenset({DIRECTOR, FIELD}),
    Right.PACK: frozenset({DIRECTOR, FIELD, PACKER}),
    Right.ALLOCATE: frozenset({DIRECTOR, PACKER, SALES}),
    Right.SHIP: frozenset({DIRECTOR, PACKER, SALES}),
    Right.RECALL: frozenset({DIRECTOR, FIELD}),
    Right.PUBLISH: frozenset({DIRECTOR, FIELD, SALES}),
    Right.CREDIT: frozenset({DIRECTOR, ACCOUNTANT, FIELD}),
    Right.ADVANCE: frozenset({DIRECTOR, ACCOUNTANT}),
    Right.LIMITS: frozenset({DIRECTOR}),
    Right.SETTLE: frozenset({DIRECTOR, ACCOUNTANT}),
    Right.APPROVE: frozenset({DIRECTOR}),
    Right.DEBTS: frozenset({DIRECTOR, ACCOUNTANT, SALES}),
    Right.CAPITAL: frozenset({DIRECTOR, ACCOUNTANT}),
    Right.CLOSE_MONTH: frozenset({DIRECTOR, ACCOUNTANT}),
    Right.REOPEN_MONTH: frozenset({DIRECTOR}),
    Right.PRIVACY: frozenset({DIRECTOR, ADMIN}),
    Right.ADMIN: frozenset({ADMIN}),
}


def rights_of(role: str) -> frozenset[Right]:
    """Every right of a role; an unknown role has none."""
    return frozenset(right for right, roles in MATRIX.items() if role in roles)

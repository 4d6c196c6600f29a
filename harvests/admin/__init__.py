"""The Django admin of fruit and money: seasons, prices, the scale's books and orders, to look at only."""

from harvests.admin import books, credit, debts, ledger, orders, patronage, seasons, settlements

__all__ = ["books", "credit", "debts", "ledger", "orders", "patronage", "seasons", "settlements"]

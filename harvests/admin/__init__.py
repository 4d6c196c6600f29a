"""The Django admin of fruit and money: seasons, prices, the scale's books and orders, to look at only."""

from harvests.admin import books, orders, seasons

__all__ = ["books", "orders", "seasons"]

"""The Django admin of people and land: reference data, co-operatives, staff, land and the audit trail."""

from growers.admin import capital, cooperatives, diary, land, markets, permits, reference, staff, trail

__all__ = ["capital", "cooperatives", "diary", "land", "markets", "permits", "reference", "staff", "trail"]

"""The Django admin of people and land: reference data, co-operatives, staff, land and the audit trail."""

from growers.admin import cooperatives, land, reference, staff, trail

__all__ = ["cooperatives", "land", "reference", "staff", "trail"]

"""Sentences for the codes in which the rules of the upper floor answer, taught to growers.wording at start."""

from growers.wording import learn
from harvests import (  # noqa: F401 - they teach on import
    wording_balance,
    wording_bank_files,
    wording_credit,
    wording_debts,
    wording_events,
    wording_ledger,
    wording_lots,
    wording_patronage,
    wording_periods,
    wording_personal,
    wording_prices,
    wording_publishing,
    wording_seasons,
    wording_settlement_papers,
    wording_settlements,
    wording_shipments,
    wording_trace,
    wording_treatments,
)
from harvests.wording_dashboard import SENTENCES as DASHBOARD
from harvests.wording_imports import IMPORTS
from harvests.wording_orders import SENTENCES as ORDERS
from harvests.wording_weighing import SENTENCES as WEIGHING

# One dict per noun, named after its rules module.
HARVESTS: dict[str, object] = {}

learn(HARVESTS)
learn(DASHBOARD)
learn(IMPORTS)
learn(ORDERS)
learn(WEIGHING)

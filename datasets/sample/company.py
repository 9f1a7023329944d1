"""Nordhafen Instruments (sample): four years of an invented maker of measuring instruments, as its systems hold them.

Everything follows from the seed; nothing reads the clock. What was planted is in `effects.py` and told in README.md.
"""

from collections.abc import Iterable

import pandas as pd

from datasets.sample.approvals import approvals_table
from datasets.sample.business import Business, Maker, make_business
from datasets.sample.catalogue import AS_OF, DEALS, ENDS, PRODUCTS, STAGES, START
from datasets.sample.claims import assumptions_table, benchmarks_table, claims_table
from datasets.sample.competencies import competencies_table
from datasets.sample.escalations import escalations_table
from datasets.sample.forecasts import forecasts_table
from datasets.sample.intelligence import competitor_notes_table
from datasets.sample.leaders import critical_roles_table, leaders_table
from datasets.sample.leads import campaigns_table, leads_table, touches_table
from datasets.sample.lessons import lessons_table
from datasets.sample.pipeline import stage_events
from datasets.sample.promises import commitments_table, roadmap_table
from datasets.sample.revenue import revenue_table
from datasets.sample.reviews import reviews_table
from datasets.sample.rules import compliance_table, regulations_table
from datasets.sample.targets import targets_table
from datasets.sample.tools import tool_usage_table
from datasets.sample.training import training_table
from datasets.sample.usage import usage_table
from datasets.schemas import TABLES

NAME = "Nordhafen Instruments (sample)"


def make_company(
    seed: int = 7, deals: int = DEALS, *, effects: bool = True, tables: Iterable[str] | None = None
) -> dict[str, pd.DataFrame]:
    """Tables with canonical columns, days as datetime64.

    deals: of the last three years; the year before adds `STEADY_DEALS` of them. tables: only these; without, all.
    effects: with False nothing is planted, and an honest analysis finds nothing.
    """
    business = make_business(seed, deals, effects=effects)
    wanted = MAKERS if tables is None else list(tables)
    return {name: typed(name, business.table(MAKERS[name])) for name in wanted}


def typed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """The stored columns in their order, as an import would type them, whatever the steps before have left."""
    columns = [column for column in TABLES[name].stored if column in table]
    return table[columns].astype({column: TABLES[name][column].dtype for column in columns}).reset_index(drop=True)


def events_table(business: Business) -> pd.DataFrame:
    return stage_events(business.stream("stage_events"), business.stays, business.deals)


def stages_table(business: Business) -> pd.DataFrame:
    """The stages in the order in which deals pass them, then the three ends."""
    names = [stage.name for stage in STAGES]
    return pd.DataFrame(
        {
            "stage": [*names, *ENDS],
            "position": range(1, len(names) + len(ENDS) + 1),
            "pipeline": "Standard",
            "kind": ["open"] * len(names) + [end.lower() for end in ENDS],
        }
    )


MAKERS: dict[str, Maker] = {
    "deals": lambda business: business.deals,
    "stage_events": events_table,
    "stages": stages_table,
    "accounts": lambda business: business.accounts,
    "reps": lambda business: business.reps,
    "products": lambda business: pd.DataFrame(PRODUCTS),
    "approvals": approvals_table,
    "deal_reviews": reviews_table,
    "targets": targets_table,
    "forecasts": forecasts_table,
    "revenue": revenue_table,
    "leads": leads_table,
    "touches": touches_table,
    "campaigns": campaigns_table,
    "usage": usage_table,
    "tool_usage": tool_usage_table,
    "training": training_table,
    "competencies": competencies_table,
    "competitor_notes": competitor_notes_table,
    "benchmarks": benchmarks_table,
    "claims": claims_table,
    "assumptions": assumptions_table,
    "roadmap": roadmap_table,
    "commitments": commitments_table,
    "leaders": leaders_table,
    "critical_roles": critical_roles_table,
    "regulations": regulations_table,
    "compliance": compliance_table,
    "escalations": escalations_table,
    "lessons": lessons_table,
}
SAMPLE_TABLES = tuple(MAKERS)
CRM_TABLES = SAMPLE_TABLES[:8]
"""Deals and what hangs on them: enough for a small and quick company."""
__all__ = ["AS_OF", "CRM_TABLES", "DEALS", "NAME", "SAMPLE_TABLES", "START", "make_company"]

"""Rules in force, who owns them, and who has taken the courses that they ask for."""

import numpy as np
import pandas as pd

from datasets.sample.business import Business
from datasets.sample.catalogue import TOMORROW

RULES = (
    ("Data protection", "2018-05-25", "Keeping contacts", "consent", "Dorothea Kramp", "Data protection", "in force"),
    ("Data protection", "2018-05-25", "Campaigns", "lead_source", "Marieke Oldenburg", "Data protection", "in force"),
    ("Export control", "2021-09-09", "Quotations abroad", "region", "Ludmila Hart", "Export control", "in force"),
    ("Export control", "2021-09-09", "Deliveries", "product_id", "Pavel Zeman", "Export control", "in force"),
    ("Gift register", "2024-04-01", "Hospitality", None, "Henriette Voss", "Fair dealing", "in force"),
    ("Fair competition", "2022-06-01", "Rivals' prices", "competitor", "Ottilie Brandes", "Fair dealing", "in force"),
    ("Late payment terms", "2025-01-01", "Contracts", None, "Ottilie Brandes", None, "in force"),
    ("Product security disclosure", "2026-03-01", "Tenders", "product_id", "Sander Vroom", None, "in force"),
    ("Product security disclosure", "2026-03-01", "Service plans", None, "Sander Vroom", None, "in force"),
    ("Accessible documents", "2025-06-28", "Offers", None, "Ludmila Hart", None, "in force"),
    ("Battery passport", "2027-02-18", "Product data", "product_id", "Pavel Zeman", None, "announced"),
    ("Lobby register", "2022-01-01", "Public customers", "segment", "Henriette Voss", "Fair dealing", "in force"),
)  # fmt: skip
COLUMNS = ["rule", "effective_on", "process", "crm_field", "owner", "training_course", "status"]
DUE = {"Data protection": "2025-03-31", "Export control": "2025-09-30", "Fair dealing": "2026-06-30"}
LATE = 0.06  # share of completions after the day, or not yet


def regulations_table(business: Business) -> pd.DataFrame:
    table = pd.DataFrame(RULES, columns=COLUMNS)
    orphaned = table["rule"].isin(business.planted.orphaned_rules.rules if business.planted else ())
    return table.assign(effective_on=pd.to_datetime(table["effective_on"]), owner=table["owner"].mask(orphaned))


def compliance_table(business: Business) -> pd.DataFrame:
    """Who had to take which course by when; those who had left by then had not."""
    rng = business.stream("compliance")
    courses = pd.DataFrame({"training_course": list(DUE), "due_on": pd.to_datetime(list(DUE.values()))})
    rows = business.reps.merge(courses, how="cross")
    rows = rows[(rows["hired_on"] < rows["due_on"]) & ~(rows["left_on"] < rows["due_on"])].reset_index(drop=True)
    chance = pd.Series(LATE, index=rows.index)
    if business.planted:
        chance = chance.mask(rows["team"] == business.planted.orphaned_rules.team, business.planted.orphaned_rules.late)
    late = rng.random(len(rows)) < chance
    days = np.where(late, rng.integers(5, 200, len(rows)), -rng.integers(0, 80, len(rows)))
    done = rows["due_on"] + pd.to_timedelta(days, unit="D")
    return rows.assign(completed_on=done.where((done < TOMORROW) & (done > rows["hired_on"])))

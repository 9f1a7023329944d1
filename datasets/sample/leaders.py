"""Who led which team when, and which roles must not stand empty."""

import pandas as pd

from datasets.sample.business import Business
from datasets.sample.catalogue import AS_OF
from datasets.sample.names import FORMER_LEADERS

EXITS = {"Nordics team": "2024-08-30", "Asia Pacific team": "2025-11-28", "UK and Ireland team": "2025-02-28"}
GAP = pd.Timedelta(days=45)  # until the next leader begins
BEGAN = pd.Timestamp("2020-03-02")
ROLES = (
    ("Head of pricing", "Ottilie Brandes"), ("Solution engineering lead", "Sander Vroom"),
    ("Sales director", "Henriette Voss"), ("Head of sales operations", "Dorothea Kramp"),
    ("Key account lead, Life sciences", "Annika Reuter"), ("Service contracts lead", "Pavel Zeman"),
    ("Partner manager", "Solveig Aune"), ("Head of marketing", "Marieke Oldenburg"),
    ("Tender desk lead", "Ludmila Hart"), ("Regional lead, Asia Pacific", "陈思远"),
    ("Regional lead, DACH", "Annika Reuter"), ("Forecasting lead", "Ilse Tamm"),
)  # fmt: skip
READY = ("now", "1 year", "now", "1 year", "2 years", "1 year", "now", "1 year", "now", "1 year")
SUCCESSORS = ("Jonas Hallbauer", "Maja Lindkvist", "Carla Wennemann", "Priya Venkatesan", "Niamh Tiernan")


def leaders_table(business: Business) -> pd.DataFrame:
    """Each team's terms; the present leader is the team's manager, and `ended_on` is null."""
    leads = business.reps[business.reps["role"] == "manager"]
    rows: list[tuple[str, str, pd.Timestamp, pd.Timestamp | None, str | None]] = []
    for team, name in zip(leads["team"], leads["name"], strict=True):
        ended = pd.Timestamp(EXITS[team]) if team in EXITS else None
        if ended is not None:
            former, reason = FORMER_LEADERS[team]
            rows.append((team, former, BEGAN, ended, reason))
        rows.append((team, name, BEGAN if ended is None else ended + GAP, None, None))
    return pd.DataFrame(rows, columns=["team", "leader", "started_on", "ended_on", "reason"])


def critical_roles_table(business: Business) -> pd.DataFrame:
    """Where nothing is planted everybody has a successor."""
    roles = pd.DataFrame(ROLES, columns=["role", "holder"])
    empty = roles["role"].isin(business.planted.empty_chairs.roles if business.planted else ())
    places = range(len(roles))
    return roles.assign(
        successor=pd.Series([SUCCESSORS[place % len(SUCCESSORS)] for place in places]).mask(empty),
        readiness=pd.Series([READY[place % len(READY)] for place in places]).mask(empty, "none"),
        as_of=pd.Timestamp(AS_OF),
    )

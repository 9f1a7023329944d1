"""The region with few farmers, found by 2.1: work for existing customers exceeds their days, hunters have some left."""

import pytest

from datasets.sample.effects import PLANTED
from tests.sizes import SIZES

REGION = PLANTED.few_farmers.region


def roles(find, seed, effects=True):
    rows = find("2.1", seed, effects).rows("roles_by_region")
    return {(row["region"], row["role"]): row for row in rows}


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_farmers_of_the_region_are_over_their_days(find, company, seed):
    reps = company(seed)["reps"]
    theirs = reps[(reps["region"] == REGION) & reps["left_on"].isna()]
    assert (theirs["role"] == "farmer").sum() == PLANTED.few_farmers.farmers
    farmers = roles(find, seed)[REGION, "farmers"]
    assert farmers["present"] == PLANTED.few_farmers.farmers
    assert farmers["load"] > 1


def test_roles_lie_apart_there_for_most_seeds(find):
    apart = [roles(find, seed)[REGION, "farmers"]["apart_from_other"] for seed in SIZES.seeds]
    assert sum(apart) > len(apart) / 2


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_the_company_as_a_whole_has_about_the_days_that_its_work_needs(find, seed):
    findings = find("2.1", seed)
    assert findings.figure("days_known").value == 1
    assert abs(findings.figure("fte_gap").value) < 12


@pytest.mark.parametrize("seed", SIZES.seeds)
def test_without_effects_a_cell_is_called_full_only_where_plain_counting_says_so(find, company, seed):
    """Regions differ in size for the same ten sellers, and roles are drawn, so that cells may be full all the same."""
    headline = find("2.1", seed, effects=False).headline
    if headline.code not in {"cell_full", "full_and_apart"}:
        return
    tables = company(seed, effects=False)
    deals, accounts, reps = (tables[name] for name in ("deals", "accounts", "reps"))
    region, segment = headline.arguments["region"], headline.arguments["segment"]
    year = deals[deals["created_on"] > "2025-09-30"]
    year = year.assign(
        segment=year["segment"].fillna(year["account_id"].map(accounts.set_index("account_id")["segment"]))
    )
    here = (year["region"] == region) & (year["segment"] == segment)
    sellers = reps.loc[reps["left_on"].isna() & (reps["role"] != "manager"), "rep_id"]
    split = here.groupby(year["rep_id"]).mean().reindex(sellers).sum()
    days = year["rep_days"][year["outcome"].isin(["won", "lost"])].mean()
    there = ((accounts["region"] == region) & (accounts["segment"] == segment) & accounts["churned_on"].isna()).sum()
    assert here.sum() * days + there > 150 * split

"""The real files load without editing, and hold what counting them directly finds."""

import pandas as pd
import pytest

from datasets.folder import read_folder
from datasets.problems import BadInput

pytestmark = pytest.mark.real_data


def direct(path):
    return pd.read_csv(path, dtype="str", keep_default_na=False)


def codes(prepared, table):
    counts = {}
    for problem in prepared.problems:
        if problem.table == table:
            counts[problem.code] = counts.get(problem.code, 0) + problem.count
    return counts


@pytest.fixture(scope="module")
def maven(real_data):
    return read_folder(real_data / "maven_crm")


@pytest.fixture(scope="module")
def pe(real_data):
    return read_folder(real_data / "pe_pipeline_synthetic")


@pytest.fixture(scope="module")
def salesforce(real_data):
    return read_folder(real_data / "salesforce_devorg")


def test_maven_tables_are_recognised_and_whole(maven):
    assert {name: len(rows) for name, rows in maven.tables.items()} == {
        "accounts": 85, "products": 7, "deals": 8800, "reps": 35,
    }  # fmt: skip


def test_maven_outcomes_are_read_from_the_stage(maven, real_data):
    stages = direct(real_data / "maven_crm" / "sales_pipeline.csv")["deal_stage"].value_counts()
    outcomes = maven.tables["deals"]["outcome"].value_counts()
    assert outcomes.to_dict() == {
        "won": stages["Won"], "lost": stages["Lost"], "open": stages["Engaging"] + stages["Prospecting"],
    }  # fmt: skip


def test_maven_dates_span_what_the_file_spans(maven, real_data):
    file = direct(real_data / "maven_crm" / "sales_pipeline.csv")
    deals = maven.tables["deals"]
    for header, column in (("engage_date", "created_on"), ("close_date", "closed_on")):
        told = file[header][file[header] != ""]
        assert (deals[column].min(), deals[column].max()) == (pd.Timestamp(told.min()), pd.Timestamp(told.max()))
        assert deals[column].count() == len(told)
    assert maven.as_of.isoformat() == file["close_date"].max()
    assert "expected_close_on" not in deals


def test_maven_money_and_durations_equal_direct_sums(maven, real_data):
    file = direct(real_data / "maven_crm" / "sales_pipeline.csv")
    deals = maven.tables["deals"]
    assert deals["amount"].sum() == pd.to_numeric(file["close_value"]).sum()
    won = file[file["deal_stage"] == "Won"]
    days = (pd.to_datetime(won["close_date"]) - pd.to_datetime(won["engage_date"])).dt.days
    assert deals.loc[deals["outcome"] == "won", "cycle_days"].mean() == pytest.approx(days.mean())
    assert deals.loc[deals["outcome"] == "open", "cycle_days"].isna().all()


def test_maven_products_and_people_are_reconciled(maven):
    deals = maven.tables["deals"]
    assert set(deals["product_id"]) == set(maven.tables["products"]["product_id"])
    assert set(deals["rep_id"]) <= set(maven.tables["reps"]["rep_id"])
    assert set(deals["account_id"].dropna()) <= set(maven.tables["accounts"]["account_id"])
    assert [note.message for note in maven.notes if note.code == "reconciled"] == [
        "'GTXPro' in 1,480 rows is read as 'GTX Pro'"
    ]


def test_maven_misspelt_sector_stays_and_is_said(maven):
    assert (maven.tables["accounts"]["industry"] == "technolgy").sum() == 12
    assert codes(maven, "accounts") == {"likely_misspelling": 12}


def test_maven_dictionary_is_no_table(maven):
    assert [m.table for m in maven.mappings if m.file == "data_dictionary.csv"] == [""]
    assert codes(maven, "") == {"unrecognised_table": 1}


def test_american_dates_give_the_same_deals(maven, real_data):
    american = read_folder(real_data / "maven_crm_us_dates")
    columns = ["deal_id", "outcome", "created_on", "closed_on", "amount", "cycle_days"]
    pd.testing.assert_frame_equal(american.tables["deals"][columns], maven.tables["deals"][columns])


def test_pe_outcomes(pe, real_data):
    file = direct(real_data / "pe_pipeline_synthetic" / "pipeline_deals.csv").drop_duplicates("deal_id")
    expected = file["deal_outcome"].map({"Won": "won", "Lost": "lost", "Passed": "withdrawn", "Active": "open"})
    assert pe.tables["deals"]["outcome"].value_counts().to_dict() == expected.value_counts().to_dict()
    assert codes(pe, "deals")["duplicate_key"] == 1


def test_pe_closing_days_are_those_of_the_closing_stage(pe, real_data):
    history = direct(real_data / "pe_pipeline_synthetic" / "stage_history.csv")
    closing = history[history["stage"].isin(["Closed - Won", "Closed - Lost", "Passed"])]
    expected = pd.to_datetime(closing.groupby("deal_id")["stage_date"].max())
    deals = pe.tables["deals"].set_index("deal_id")
    closed = deals[deals["outcome"] != "open"]
    assert len(closed) == 172
    assert (closed["closed_on"] == expected.reindex(closed.index)).all()
    assert deals.loc[deals["outcome"] == "open", "closed_on"].isna().all()
    said = [note.message for note in pe.notes if note.column == "closed_on"]
    assert said == ["closed_on of 172 closed deals is the day on which the deal entered its closing stage"]


def test_pe_stages_are_inferred_in_order(pe):
    stages = pe.tables["stages"].set_index("stage")
    assert stages["kind"].to_dict() == {
        "Closed - Lost": "lost", "Closed - Won": "won", "Indication": "open", "Offer": "open",
        "Passed": "withdrawn", "Reviewed": "open",
    }  # fmt: skip
    assert stages["position"].to_dict() == {
        "Closed - Lost": 3, "Closed - Won": 4, "Indication": 2, "Offer": 3, "Passed": 2, "Reviewed": 1,
    }  # fmt: skip


def test_pe_events_are_whole_and_impossible_durations_said(pe, real_data):
    history = direct(real_data / "pe_pipeline_synthetic" / "stage_history.csv")
    events = pe.tables["stage_events"]
    assert len(events) == len(history)
    assert codes(pe, "stage_events")["negative_duration"] == history["days_in_stage"].str.startswith("-").sum() == 3
    assert (events["dwell_days"].dropna() >= 0).all()
    assert events[["deal_id", "entered_at"]].apply(tuple, axis=1).is_monotonic_increasing


def test_pe_deal_type_of_another_kind_is_left_unmapped(pe):
    assert "deal_type" not in pe.tables["deals"]
    assert "deal_type" in pe.mappings[0].unmapped


def test_salesforce_rows_that_close_before_they_are_created_stay(salesforce, real_data):
    file = direct(real_data / "salesforce_devorg" / "Opportunity.csv")
    backwards = (
        pd.to_datetime(file["CloseDate"], format="%m/%d/%y") < pd.to_datetime(file["CreatedDate"], format="%m/%d/%y")
    ).sum()
    found = codes(salesforce, "deals")
    assert found["closed_before_created"] + found["expected_before_created"] == backwards == 32
    assert len(salesforce.tables["deals"]) == len(file) == 36
    assert salesforce.tables["deals"]["cycle_days"].count() == 1
    assert (salesforce.tables["deals"]["cycle_days"].dropna() >= 0).all()


def test_salesforce_flags_make_the_outcome(salesforce, real_data):
    file = direct(real_data / "salesforce_devorg" / "Opportunity.csv")
    won, closed = (file["IsWon"] == "TRUE").sum(), (file["IsClosed"] == "TRUE").sum()
    outcomes = salesforce.tables["deals"]["outcome"].value_counts().to_dict()
    assert outcomes == {"won": won, "lost": closed - won, "open": len(file) - closed}


def test_salesforce_history_keeps_times(salesforce):
    events = salesforce.tables["stage_events"]
    assert len(events) == 48
    assert events["entered_at"].max() == pd.Timestamp("2026-03-07 21:00")


def test_hubspot_deals_find_their_companies_by_domain(real_data):
    prepared = read_folder(real_data / "hubspot_dummy")
    assert {name: len(rows) for name, rows in prepared.tables.items()} == {"accounts": 200, "deals": 500}
    assert prepared.tables["deals"]["account_id"].isin(prepared.tables["accounts"]["account_id"]).mean() > 0.99
    assert prepared.tables["deals"]["outcome"].value_counts().to_dict() == {"open": 360, "won": 71, "lost": 69}


def test_hashed_seeds_are_no_healthy_data(real_data):
    prepared = read_folder(real_data / "fivetran_seeds")
    assert {name: len(rows) for name, rows in prepared.tables.items()} == {"deals": 0}
    assert codes(prepared, "deals") == {"no_rows": 1}
    assert codes(prepared, "") == {"lacks_columns": 5, "unrecognised_table": 1}


def test_targets_in_words_and_dollars(real_data):
    targets = read_folder(real_data / "adventureworks_pbi").tables["targets"]
    file = pd.read_csv(real_data / "adventureworks_pbi" / "Targets.tsv", sep="\t", dtype="str")
    assert len(targets) == len(file) == 809
    assert targets["target"].sum() == file["Target"].str.replace(r"[$,]", "", regex=True).astype(float).sum()
    assert targets["period"].str.fullmatch(r"\d{4}-\d{2}").all()


@pytest.fixture(scope="module")
def oltp(real_data):
    return read_folder(real_data / "adventureworks_oltp")


def headerless(path):
    return pd.read_csv(path, sep="\t", header=None, dtype="str")


def test_quotas_without_a_header_row_are_targets_by_quarter(oltp, real_data):
    targets = oltp.tables["targets"]
    file = headerless(real_data / "adventureworks_oltp" / "SalesPersonQuotaHistory.csv")
    assert len(targets) == len(file) == 163
    assert targets["target"].sum() == file[2].astype(float).sum()
    assert targets["unit_id"].nunique() == file[0].nunique() == 17
    quarters = pd.to_datetime(file[1]).dt.to_period("Q").astype("str").str.replace("Q", "-Q")
    assert {*zip(file[0], quarters, strict=True)} == {*zip(targets["unit_id"], targets["period"], strict=True)}
    assert set(targets["unit_type"]) == {"rep"}


def test_people_without_a_header_row_have_the_names_of_their_territories(oltp, real_data):
    folder = real_data / "adventureworks_oltp"
    people, territories = headerless(folder / "SalesPerson.csv"), headerless(folder / "SalesTerritory.csv")
    expected = people.set_index(0)[1].map(territories.set_index(0)[1])
    reps = oltp.tables["reps"].set_index("rep_id")
    assert len(reps) == len(people) == 17
    assert reps["region"].fillna("").to_dict() == expected.fillna("").to_dict()


def test_territories_are_listed_as_not_imported(oltp):
    assert {*oltp.tables} == {"reps", "targets"}
    assert codes(oltp, "") == {"layout_without_table": 2}


def test_the_same_rows_under_an_unknown_name_are_refused_in_one_sentence(real_data, tmp_path):
    file = tmp_path / "quotas.csv"
    file.write_bytes((real_data / "adventureworks_oltp" / "SalesPersonQuotaHistory.csv").read_bytes())
    with pytest.raises(BadInput, match="header row") as refusal:
        read_folder(file)
    assert "\n" not in str(refusal.value)


def test_leads_are_never_taken_for_deals(real_data):
    prepared = read_folder(real_data / "olist_funnel")
    assert {name: len(rows) for name, rows in prepared.tables.items()} == {"leads": 8000}


def test_won_leads_of_a_second_file_are_those_of_the_first(real_data):
    """Olist lists its leads in one file and, with the day, those it won in another."""
    folder = real_data / "olist_funnel"
    leads = read_folder(folder).tables["leads"]
    closed = pd.read_csv(folder / "olist_closed_deals_dataset.csv", usecols=["mql_id"])["mql_id"]
    assert set(leads.loc[leads["won"].fillna(False), "lead_id"]) == set(closed)
    assert leads["channel"].notna().sum() == 8000 - 60


def test_scores_before_and_after_are_read_as_training(real_data):
    """Pairs of columns by their words or by year, arms with and without untrained, people by number or id."""
    rows = read_folder(real_data / "training").tables["training"]
    counted = rows.groupby(["course", "skill", "group"], dropna=False).size()
    assert counted["CBT", "wt", "trained"] == 29
    assert counted["Cont", "wt", "untrained"] == 26
    assert (rows["course"] == "DAAG_nswdemo").sum() == 722
    assert rows.loc[rows["course"] == "DAAG_nswdemo", "group"].value_counts().to_dict() == {
        "untrained": 425, "trained": 297,
    }  # fmt: skip
    assert (rows["course"] == "Strat").sum() == 2 * 22
    hci = direct(real_data / "training" / "ShinyItemAnalysis_HCIprepost.csv")
    own = rows[rows["course"] == "ShinyItemAnalysis_HCIprepost"]
    assert own["post_score"].sum() == hci["score.post"].astype(float).sum()
    workshops = direct(real_data / "training" / "mydata100.csv")
    told = rows[rows["course"].isin(["R", "SAS", "SPSS", "Stata"])]
    assert told["pre_score"].sum() == pd.to_numeric(workshops["pretest"]).sum()

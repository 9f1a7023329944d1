"""A small valid file of each table, a row that is bad in one cell, and what has to be said of it."""

from typing import NamedTuple


class Case(NamedTuple):
    """`bad`: a row. `says`: column and code of its problem. `kept`: whether the row stays, the cell null."""

    header: str
    rows: tuple[str, ...]
    required: str
    key: str
    bad: str
    says: tuple[str, str]
    kept: bool = False

    def text(self, *more):
        return "\n".join([self.header, *self.rows, *more, ""])


RECORDS = Case(
    "id,kind,opened_on,closed_on,due_on,state,owner,figure,expected,fired_on",
    ("X1,choice,2024-01-02,,2024-04-01,open,Ann,win_rate,0.3,", "X2,rank,2024-01-03,2024-02-01,,closed,,,,2024-02-01"),
    "id kind opened_on", "id", "X3,choice,someday,,,,,,,", ("opened_on", "unreadable_date"),
)  # fmt: skip

CASES = {
    "targets": Case(
        "period,unit_type,unit_id,target,actual,field_estimate,capacity",
        ("2024-Q1,rep,R1,1000,900.5,950,1100", "2024-03,company,All,5000,,,"),
        "period unit_type unit_id target", "period unit_type unit_id",
        "soon,rep,R1,10,,,", ("period", "unreadable_period"),
    ),
    "forecasts": Case(
        "made_on,period,unit_id,forecast,low,high,actual,category",
        ("2024-03-28,2024-Q2,North,900,800,1000,950,commit", "2024-03-28,2024-Q2,South,500,,,,"),
        "made_on period forecast", "made_on period unit_id",
        "2024-03-29,2024-Q2,North,plenty,,,,", ("forecast", "unreadable_number"),
    ),
    "revenue": Case(
        "deal_id,booked_on,invoiced_on,recognised_on,amount,currency",
        ("D1,2024-03-01,2024-03-10,2024-05-02,1200.50,EUR", "D2,2024-03-04,,,-80,EUR"),
        "deal_id booked_on amount", "deal_id booked_on",
        "D3,2024-03-05,soon,,10,EUR", ("invoiced_on", "unreadable_date"), kept=True,
    ),
    "leads": Case(
        "lead_id,created_on,channel,campaign,qualified_on,deal_id,won,lost_reason",
        ("L1,2024-01-05,Website,Search,2024-01-20,D1,true,", "L2,2024-01-06,Trade fair,,,,false,No budget"),
        "lead_id", "lead_id", "L3,2024-01-07,Website,,,,perhaps,", ("won", "unreadable_flag"), kept=True,
    ),
    "touches": Case(
        "lead_id,touched_at,channel,campaign",
        ("L1,2024-01-05 10:20,Website,Search", "L1,2024-01-09 11:00,E-mail,"),
        "lead_id touched_at channel", "lead_id touched_at channel",
        "L1,never,E-mail,", ("touched_at", "unreadable_date"),
    ),
    "campaigns": Case(
        "campaign,channel,period,cost",
        ("Search,Website,2024-01,900", "Spring fair,Trade fair,2024-Q1,12000"),
        "campaign channel period cost", "campaign channel period",
        "Search,Website,2024-02,-5", ("cost", "negative_amount"),
    ),
    "usage": Case(
        "account_id,period,active_days,seats_used,logins,tickets,severity_1_tickets,nps",
        ("A1,2024-01,17,12,140,1,0,30", "A2,2024-01,3,1,8,4,1,"),
        "account_id period", "account_id period", "A1,2024-02,12,9,90,0,0,130", ("nps", "too_large"), kept=True,
    ),
    "tool_usage": Case(
        "rep_id,period,tool,active_days,available_days",
        ("R1,2024-01,Configurator,9,20", "R2,2024-01,Configurator,4,"),
        "rep_id period tool active_days", "rep_id period tool",
        "R1,2024-02,Configurator,,20", ("active_days", "missing_value"),
    ),
    "training": Case(
        "rep_id,course,skill,pre_score,post_score,max_score,completed_on,group,reliability",
        ("R1,Selling,Discovery,50,61,100,2024-04-02,trained,0.8", "R2,Selling,Discovery,55,54,100,,untrained,0.8"),
        "rep_id course pre_score post_score", "rep_id course skill",
        "R3,Selling,Discovery,48,50,100,,sometimes,0.8", ("group", "unknown_value"), kept=True,
    ),
    "competencies": Case(
        "rep_id,competency,rating,rated_on,rater",
        ("R1,Discovery,4,2024-06-01,M1", "R1,Discovery,3,2024-06-01,R2"),
        "rep_id competency rating", "rep_id competency rater rated_on",
        "R1,Planning,good,2024-06-01,M1", ("rating", "unreadable_number"),
    ),
    "competitor_notes": Case(
        "noted_on,competitor,source_type,topic,price,channel,collected_by,corroborations,consent",
        ("2024-02-03,Rival,public,price,8200,direct,R1,2,", "2024-02-05,Rival,former_employee,roadmap,,,R2,0,false"),
        "noted_on competitor source_type", "noted_on competitor topic collected_by",
        "2024-02-06,Rival,a stolen binder,price,,,R1,,", ("source_type", "unknown_value"),
    ),
    "benchmarks": Case(
        "metric,segment,value,low,high,source,as_of",
        ("win_rate,,0.28,0.22,0.35,Yearbook,2023-12-31", "cycle_days,Retail,70,,,Yearbook,2023-12-31"),
        "metric value", "metric segment as_of", "win_rate,Public,about a third,,,,", ("value", "unreadable_number"),
    ),
    "claims": Case(
        "claim_id,claimed_by,metric,segment,claimed_value,made_on",
        ("C1,Ann,market_growth,Retail,6.5,2024-01-10", "C2,Bob,market_growth,,4,2024-01-11"),
        "claim_id claimed_by metric claimed_value", "claim_id",
        "C1,Cem,market_growth,,5,", ("claim_id", "duplicate_key"),
    ),
    "approvals": Case(
        "deal_id,requested_at,decided_at,level,requested_discount_pct,granted_discount_pct,decision",
        ("D1,2024-02-01 09:00,2024-02-02 15:30,manager,12.5,10,approved", "D2,2024-02-03 10:00,,director,18,,"),
        "deal_id requested_at", "deal_id requested_at",
        "D3,2024-02-04 10:00,,director,180,,", ("requested_discount_pct", "too_large"), kept=True,
    ),
    "roadmap": Case(
        "feature,planned_on,delivered_on,confidence",
        ("Alarms,2024-03-01,2024-05-10,high", "Tablet,2027-06-01,,low"),
        "feature planned_on", "feature", "Export,one day,,", ("planned_on", "unreadable_date"),
    ),
    "commitments": Case(
        "deal_id,feature,promised_on,amount_at_stake",
        ("D1,Alarms,2024-04-01,25000", "D2,Tablet,2027-07-01,"),
        "deal_id feature promised_on", "deal_id feature", "D3,,2024-04-01,10", ("feature", "missing_key"),
    ),
    "leaders": Case(
        "team,leader,started_on,ended_on,reason",
        ("North,Ann,2021-01-01,2024-02-29,retired", "North,Bob,2024-04-01,,"),
        "team leader started_on", "team started_on", "South,Cem,2021-14-01,,", ("started_on", "impossible_date"),
    ),
    "regulations": Case(
        "rule,effective_on,process,crm_field,owner,training_course,status",
        ("Data protection,2018-05-25,Campaigns,consent,Ann,Privacy,in force", "Lobby register,2022-01-01,Tenders,,,,"),
        "rule effective_on", "rule process", "Gifts,unknown,Meals,,,,", ("effective_on", "unreadable_date"),
    ),
    "compliance": Case(
        "rep_id,training_course,due_on,completed_on",
        ("R1,Privacy,2024-03-31,2024-03-02", "R2,Privacy,2024-03-31,"),
        "rep_id training_course", "rep_id training_course",
        "R3,Privacy,2024-02-30,", ("due_on", "impossible_date"), kept=True,
    ),
    "deal_reviews": Case(
        "deal_id,reviewer,reason,competitor,stage,reviewed_on",
        ("D1,Ann,Price,Rival,Proposal,2024-05-01", "D1,Bob,Our work,,Proposal,2024-05-02"),
        "deal_id reviewer reason reviewed_on", "deal_id reviewer",
        "D1,Bob,Price,,,2024-05-03", ("", "duplicate_row"),
    ),
    "escalations": Case(
        "deal_id,level,opened_at,closed_at,owner",
        ("D1,manager,2024-03-01 09:00,2024-03-02 10:00,Ann", "D1,director,2024-03-02 10:00,,Bob"),
        "deal_id level opened_at", "deal_id level opened_at",
        "D2,manager,2024-03-01 09:00,tomorrow,Ann", ("closed_at", "unreadable_date"), kept=True,
    ),
    "assumptions": Case(
        "assumption_id,statement,metric,segment,period,assumed_value,owner",
        ("A1,We win as often,win_rate,,2025,0.3,Sales", "A2,Deals take as long,cycle_days,Retail,2025-Q1,60,Sales"),
        "assumption_id statement metric assumed_value", "assumption_id",
        "A3,Nobody leaves,churn_rate,,2025,none at all,", ("assumed_value", "unreadable_number"),
    ),
    "critical_roles": Case(
        "role,holder,successor,readiness,as_of",
        ("Head of pricing,Ann,Bob,1 year,2024-06-30", "Tender lead,Cem,,none,2024-06-30"),
        "role holder", "role", "Sales director,Dee,Eve,any time,2024-06-30", ("readiness", "unknown_value"), kept=True,
    ),
    "decisions": RECORDS,
    "actions": RECORDS,
    "reviews": RECORDS,
    "lessons": Case(
        "lesson_id,deal_id,product_id,segment,competitor,outcome,text,written_on,views,reused",
        ("LC1,D1,P1,Retail,Rival,lost,Ask who signs.,2024-05-01,4,1", "LC2,D2,P1,,,won,Bring a unit.,2024-05-03,,"),
        "lesson_id written_on", "lesson_id",
        "LC3,D3,P1,,,won,Listen.,2024-05-04,-2,", ("views", "negative_amount"), kept=True,
    ),
    "fx_rates": Case(
        "currency,on,rate",
        ("USD,2024-01-02,0.92", "USD,2024-01-03,0.93"),
        "currency on rate", "currency on", "USD,2024-01-04,inf", ("rate", "not_finite"),
    ),
}  # fmt: skip

"""The other tables of the catalogue: declarations only."""

from datasets.schemas.declare import (
    choice,
    dates,
    flags,
    identifiers,
    moments,
    money,
    numbers,
    percents,
    periods,
    table,
    texts,
)

OTHERS = (
    table(
        "targets", "a target for a unit and period", periods("period"),
        choice("unit_type", "company|region|team|rep|product"), identifiers("unit_id"), money("target actual field_estimate"),
        numbers("capacity", least=0), key="period unit_type unit_id", required="period unit_type unit_id target",
        files="target targets quota quotas goals",
    ),
    table(
        "forecasts", "a forecast made on a day for a period", dates("made_on"), periods("period"), identifiers("unit_id"),
        money("forecast low high actual", least=None), texts("category"), key="made_on period unit_id",
        required="made_on period forecast", files="forecast forecasts",
    ),
    table(
        "revenue", "money moving for a deal", identifiers("deal_id"), dates("booked_on invoiced_on recognised_on"),
        money("amount", least=None), texts("currency"), key="deal_id booked_on", required="deal_id booked_on amount",
        files="revenue invoices bookings",
    ),
    table(
        "leads", "a lead", identifiers("lead_id"), dates("created_on"), texts("channel campaign"), dates("qualified_on"),
        identifiers("deal_id"), flags("won"), texts("lost_reason"), key="lead_id", required="lead_id",
        files="lead leads marketing_qualified_leads",
    ),
    table(
        "touches", "a marketing touch on a lead", identifiers("lead_id"), moments("touched_at"), texts("channel campaign"),
        key="lead_id touched_at channel", required="lead_id touched_at channel", files="touches touchpoints",
    ),
    table(
        "campaigns", "spend of a campaign in a period", texts("campaign channel"), periods("period"), money("cost"),
        key="campaign channel period", required="campaign channel period cost", files="campaign campaigns spend",
    ),
    table(
        "usage", "an account's engagement in a period", identifiers("account_id"), periods("period"),
        numbers("active_days seats_used logins tickets severity_1_tickets", least=0), numbers("nps", least=-100, most=100),
        key="account_id period", required="account_id period", files="usage engagement",
    ),
    table(
        "tool_usage", "a rep's use of a tool in a period", identifiers("rep_id"), periods("period"), texts("tool"),
        numbers("active_days available_days", least=0), key="rep_id period tool",
        required="rep_id period tool active_days", files="tool_usage",
    ),
    table(
        "training", "a rep on a course", identifiers("rep_id"), texts("course skill"),
        numbers("pre_score post_score max_score"), dates("completed_on"), choice("group", "trained|later|untrained"),
        numbers("reliability", least=0, most=1), key="rep_id course skill", required="rep_id course pre_score post_score",
        files="training courses",
    ),
    table(
        "competencies", "one rating of a rep", identifiers("rep_id"), texts("competency"), numbers("rating"),
        dates("rated_on"), identifiers("rater"), key="rep_id competency rater rated_on",
        required="rep_id competency rating", files="competencies competency",
    ),
    table(
        "competitor_notes", "a piece of field intelligence", dates("noted_on"), texts("competitor"),
        choice("source_type", "public|customer_volunteered|partner|former_employee|confidential_document|unknown"),
        texts("topic"), money("price"), texts("channel"), identifiers("collected_by"), numbers("corroborations", least=0),
        flags("consent"), key="noted_on competitor topic collected_by", required="noted_on competitor source_type",
        files="competitor_notes competitors intelligence",
    ),
    table(
        "benchmarks", "an outside figure", texts("metric segment"), numbers("value low high"), texts("source"),
        dates("as_of"), key="metric segment as_of", required="metric value", files="benchmark benchmarks",
    ),
    table(
        "claims", "a market claim made inside", identifiers("claim_id claimed_by"), texts("metric segment"),
        numbers("claimed_value"), dates("made_on"), key="claim_id", required="claim_id claimed_by metric claimed_value",
        files="claims",
    ),
    table(
        "approvals", "a pricing approval", identifiers("deal_id"), moments("requested_at decided_at"), texts("level"),
        percents("requested_discount_pct granted_discount_pct"), texts("decision"), key="deal_id requested_at",
        required="deal_id requested_at", files="approvals",
    ),
    table(
        "roadmap", "a planned release", texts("feature"), dates("planned_on delivered_on"), texts("confidence"),
        key="feature", required="feature planned_on", files="roadmap",
    ),
    table(
        "commitments", "a promise to a customer", identifiers("deal_id"), texts("feature"), dates("promised_on"),
        money("amount_at_stake"), key="deal_id feature", required="deal_id feature promised_on", files="commitments",
    ),
    table(
        "leaders", "a leader's term", texts("team"), identifiers("leader"), dates("started_on ended_on"), texts("reason"),
        key="team started_on", required="team leader started_on", files="leaders",
    ),
    table(
        "regulations", "a rule in force", texts("rule"), dates("effective_on"),
        texts("process crm_field owner training_course status"), key="rule process", required="rule effective_on",
        files="regulations",
    ),
    table(
        "compliance", "a rep's completion", identifiers("rep_id"), texts("training_course"), dates("due_on completed_on"),
        key="rep_id training_course", required="rep_id training_course", files="compliance",
    ),
    table(
        "deal_reviews", "one reviewer's review of a lost or won deal", identifiers("deal_id reviewer"),
        texts("reason competitor stage"), dates("reviewed_on"), key="deal_id reviewer",
        required="deal_id reviewer reason reviewed_on", files="deal_reviews",
    ),
    table(
        "escalations", "an escalation of a deal", identifiers("deal_id"), texts("level"), moments("opened_at closed_at"),
        identifiers("owner"), key="deal_id level opened_at", required="deal_id level opened_at", files="escalations",
    ),
    table(
        "assumptions", "an assumption of the plan", identifiers("assumption_id"), texts("statement metric segment"),
        periods("period"), numbers("assumed_value"), texts("owner"), key="assumption_id",
        required="assumption_id statement metric assumed_value", files="assumptions",
    ),
    table(
        "critical_roles", "a role that must not stand empty", texts("role holder successor"),
        choice("readiness", "now|1 year|2 years|none"), dates("as_of"), key="role", required="role holder",
        files="critical_roles",
    ),
    *(
        table(
            name, "a record of the program, as it exports them", identifiers("id"), texts("kind"),
            dates("opened_on closed_on due_on"), texts("state owner figure expected"), dates("fired_on"), key="id",
            required="id kind opened_on", files=name,
        )
        for name in ("decisions", "actions", "reviews")
    ),
    table(
        "lessons", "a lesson card", identifiers("lesson_id deal_id product_id"), texts("segment competitor outcome text"),
        dates("written_on"), numbers("views reused", least=0), key="lesson_id", required="lesson_id written_on",
        files="lessons",
    ),
    table(
        "fx_rates", "a rate on a day", texts("currency"), dates("on"), numbers("rate", least=0), key="currency on",
        required="currency on rate", files="fx_rates exchange_rates",
    ),
)  # fmt: skip

-- fact_report_line: one row per accepted line of a task-status return, as sent.
CREATE TABLE fact_report_line (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,         -- 1-based row of the sheet
    line_order INTEGER NOT NULL,         -- 1 … n within the return
    cell VARCHAR NOT NULL,               -- address of the line's state cell, 'D12'
    task_code VARCHAR NOT NULL,
    item_no INTEGER,                     -- NULL = the line speaks for the whole task
    duty_state VARCHAR NOT NULL,         -- 'completed' | 'in_progress' | 'not_started' | 'not_applicable'
    completed_on DATE,
    evidence VARCHAR,
    difficulties VARCHAR,
    proposals VARCHAR
);

-- fact_duty_event: one row per duty and accepted return that speaks of it; in force from known_from until the day before known_until.
CREATE TABLE fact_duty_event (
    duty_code VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,          -- whose duty it is: events are written in the order of units
    return_id VARCHAR NOT NULL,
    duty_state VARCHAR NOT NULL,
    completed_on DATE,
    evidence VARCHAR,
    difficulties VARCHAR,
    proposals VARCHAR,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,               -- state cell of the line that decides: the task's own, else the first item's
    known_from DATE NOT NULL,            -- day the return was received
    known_until DATE                     -- day from which a later event holds; NULL = still the last
);

-- fact_duty_total: one row per plan year, task, kind of unit, deadline, state and span of days on which as many duties of all units are in that state.
CREATE TABLE fact_duty_total (
    plan_year INTEGER NOT NULL,
    group_code VARCHAR NOT NULL,
    task_code VARCHAR NOT NULL,
    unit_kind VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    duty_state VARCHAR,                  -- NULL = no return speaks of them yet
    is_on_time BOOLEAN NOT NULL,         -- completed by the deadline
    known_from DATE NOT NULL,            -- 01/01/1900 = from the beginning
    known_until DATE,
    duty_count INTEGER NOT NULL
);

-- fact_coop_year: one row per cooperative, assessment year and accepted return; in force from known_from until the day before known_until.
CREATE TABLE fact_coop_year (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,
    coop_code VARCHAR NOT NULL,
    assessment_year INTEGER NOT NULL,
    name VARCHAR NOT NULL,
    district_code VARCHAR NOT NULL,
    commune VARCHAR,
    commune_code VARCHAR,
    legal_kind VARCHAR NOT NULL,
    sector_code VARCHAR,
    service VARCHAR,                     -- 'production' | 'consumption' | 'jobs' | 'mixed'
    member_count INTEGER,
    capital_million_vnd DECIMAL(18,6),
    revenue_million_vnd DECIMAL(18,6),
    profit_million_vnd DECIMAL(18,6),    -- before tax, may be negative
    indivisible_assets_million_vnd DECIMAL(18,6),
    founded_on DATE,
    operating_state VARCHAR NOT NULL,    -- 'operating' | 'stopped'
    declared_points DECIMAL(12,6),
    declared_rating VARCHAR,             -- 'good' | 'fair' | 'average' | 'weak' | NULL
    points DECIMAL(12,6),                -- recomputed total; NULL where not assessed or a criterion is missing
    outcome VARCHAR NOT NULL,            -- 'good' | 'fair' | 'average' | 'weak' | 'not_assessed_new' | 'not_assessed_stopped' | 'out_of_scope' | 'not_reported' (no complete, valid points)
    points_agree BOOLEAN,                -- declared = recomputed; NULL where one is missing
    rating_agrees BOOLEAN,
    size_by_members VARCHAR,             -- 'micro' | 'small' | 'medium' | 'large' | 'undetermined'
    size_by_capital VARCHAR,
    size_by_decree VARCHAR,              -- by field, members and revenue or capital (decree 113/2024)
    size_by_decree_missing VARCHAR,      -- keys of the facts an undetermined size waits for, spaces between
    size_rule_set_code VARCHAR,          -- the decree's rule set
    rule_set_code VARCHAR NOT NULL,
    rule_set_in_force BOOLEAN NOT NULL,  -- was it in force on 31/12 of the assessment year
    known_from DATE NOT NULL,
    known_until DATE
);

-- fact_coop_points: one row per row of fact_coop_year and criterion whose points were sent, as sent.
CREATE TABLE fact_coop_points (
    return_id VARCHAR NOT NULL,
    coop_code VARCHAR NOT NULL,
    district_code VARCHAR NOT NULL,
    assessment_year INTEGER NOT NULL,
    criterion_code VARCHAR NOT NULL,     -- '1a', '5', or a criterion with parts where the form gives its own figure
    points DECIMAL(12,6) NOT NULL
);

-- fact_published: one row per figure that a public source gives for the province.
CREATE TABLE fact_published (
    published_for DATE NOT NULL,
    scope VARCHAR NOT NULL,              -- 'all' | 'farm' | 'sector_…'
    measure VARCHAR NOT NULL,            -- 'total' | an outcome | 'members' | 'paused'
    value BIGINT NOT NULL,
    note VARCHAR,
    source_title VARCHAR NOT NULL,
    source_url VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

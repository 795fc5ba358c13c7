-- dim_indicator: one row per indicator, with the plan's words that ask for it and how it adds up.
CREATE TABLE dim_indicator (
    indicator_code VARCHAR PRIMARY KEY,  -- 'CT3.1-1'
    task_code VARCHAR NOT NULL,
    item_no INTEGER NOT NULL,
    plan_wording VARCHAR NOT NULL,       -- exact words of that item
    title VARCHAR NOT NULL,
    short_title VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,               -- '%' is stored as a part of one
    kind VARCHAR NOT NULL,               -- 'stock' | 'flow' | 'share'
    direction VARCHAR NOT NULL,          -- 'more' | 'less' | 'neither'
    frequency VARCHAR NOT NULL,          -- 'week' | 'month' | 'quarter' | 'half_year' | 'year'
    reported_as VARCHAR NOT NULL,        -- 'period' | 'year_to_date'
    over_units VARCHAR NOT NULL,         -- 'sum' | 'ratio' | 'none'
    over_periods VARCHAR NOT NULL,       -- 'sum' | 'last' | 'none'
    numerator_title VARCHAR,
    denominator_title VARCHAR,
    valid_from DATE NOT NULL,
    valid_to DATE,
    target DECIMAL(24,6),                -- NULL = no document sets one
    target_on DATE,
    target_level VARCHAR,                -- 'national' | 'province'
    target_document VARCHAR,
    target_confidence VARCHAR,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

-- dim_period: one row per reporting period of the plan's years and the year before.
CREATE TABLE dim_period (
    period_code VARCHAR PRIMARY KEY,     -- '2024-Q3'
    period_kind VARCHAR NOT NULL,        -- 'week' | 'month' | 'quarter' | 'half_year' | 'year'
    report_year INTEGER NOT NULL,
    period_number INTEGER NOT NULL,      -- 1 … n within the year
    title VARCHAR NOT NULL,
    short_title VARCHAR NOT NULL,
    first_day DATE NOT NULL,
    last_day DATE NOT NULL,
    previous_code VARCHAR NOT NULL,      -- the period of the same kind just before
    year_before_code VARCHAR NOT NULL    -- the same period one year earlier
);

-- dim_border_change: one row per district and day on which its borders changed; its series break there.
CREATE TABLE dim_border_change (
    place_code VARCHAR NOT NULL,
    changed_on DATE NOT NULL,            -- first day of the new borders
    note VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

-- log_expected_period: one row per unit and period for which it owes a return of indicators.
CREATE TABLE log_expected_period (
    unit_code VARCHAR NOT NULL,
    unit_kind VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    owed_on DATE NOT NULL,               -- day on which the unit exists and owes it
    due_on DATE NOT NULL,
    due_source VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,         -- 'U': an assumption to confirm
    indicator_count INTEGER NOT NULL
);

-- log_expected_value: one row per indicator, period and unit that owes it.
CREATE TABLE log_expected_value (
    indicator_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,
    owed_on DATE NOT NULL,
    due_on DATE NOT NULL
);

-- dim_indicator_period: one row per indicator and period for which somebody owes it.
CREATE TABLE dim_indicator_period (
    indicator_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    due_on DATE NOT NULL,                -- the earliest of its units
    owing_count INTEGER NOT NULL
);

-- fact_indicator_value: one row per indicator, period, unit and accepted return; in force from known_from until the day before known_until.
CREATE TABLE fact_indicator_value (
    indicator_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    row_number INTEGER NOT NULL,
    cell VARCHAR NOT NULL,
    value DECIMAL(24,6) NOT NULL,        -- of a share its numerator divided by its denominator
    numerator DECIMAL(24,6),
    denominator DECIMAL(24,6),
    evidence VARCHAR,
    difficulties VARCHAR,
    note VARCHAR,
    known_from DATE NOT NULL,
    known_until DATE
);

-- fact_indicator_total: one row per indicator, period and span of days on which the sum over all units stays the same.
CREATE TABLE fact_indicator_total (
    indicator_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    known_from DATE NOT NULL,
    known_until DATE,
    unit_count INTEGER NOT NULL,         -- units whose value is in the sums
    value_sum DECIMAL(28,6) NOT NULL,    -- of a share without meaning: its parts are summed instead
    numerator_sum DECIMAL(28,6) NOT NULL,
    denominator_sum DECIMAL(28,6) NOT NULL
);

-- fact_indicator_unit: one row per unit, indicator and period that it owes, and value known of it; the same values again, unit by unit, for pages over a few units.
CREATE TABLE fact_indicator_unit (
    unit_code VARCHAR NOT NULL,
    indicator_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    due_on DATE NOT NULL,
    value DECIMAL(24,6),
    numerator DECIMAL(24,6),
    denominator DECIMAL(24,6),
    known_from DATE,                     -- NULL: nothing has been reported
    known_until DATE
);

-- log_period_return: one row per accepted return and period that it speaks of.
CREATE TABLE log_period_return (
    return_id VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,
    period_code VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    accepted_count INTEGER NOT NULL
);

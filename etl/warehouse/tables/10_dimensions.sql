-- dim_task_group: one row per task group of the plan.
CREATE TABLE dim_task_group (
    group_code VARCHAR PRIMARY KEY,      -- '1' … '5'
    title VARCHAR NOT NULL,              -- exact wording of the plan
    short_title VARCHAR NOT NULL,        -- editorial label for charts
    sort_order INTEGER NOT NULL
);

-- dim_task: one row per task of the plan.
CREATE TABLE dim_task (
    task_code VARCHAR PRIMARY KEY,       -- '4.1'
    group_code VARCHAR NOT NULL,
    wording VARCHAR NOT NULL,            -- exact, items joined by line feeds
    short_title VARCHAR NOT NULL,
    responsible VARCHAR NOT NULL,        -- wording of the column "Phân công trách nhiệm"
    sort_order INTEGER NOT NULL
);

-- dim_item: one row per work item (bullet) of a task.
CREATE TABLE dim_item (
    task_code VARCHAR NOT NULL,
    item_no INTEGER NOT NULL,            -- 1 … n within the task
    wording VARCHAR NOT NULL
);

-- dim_place: one row per place and period of validity (districts and communes, dated).
CREATE TABLE dim_place (
    place_code VARCHAR NOT NULL,
    place_level VARCHAR NOT NULL,        -- 'district' | 'commune'
    title VARCHAR NOT NULL,              -- 'Huyện Hương Khê'
    short_title VARCHAR NOT NULL,        -- 'Hương Khê', 'TX Kỳ Anh'
    parent_code VARCHAR,                 -- district of a commune while there was one
    valid_from DATE NOT NULL,
    valid_to DATE,                       -- last day, inclusive; NULL = still valid
    successor_code VARCHAR,
    tile_column INTEGER,
    tile_row INTEGER,
    is_split BOOLEAN,                    -- communes: divided over several successors, so no row can follow it
    sort_order INTEGER NOT NULL
);

-- dim_unit: one row per responsible unit (agency or district People's Committee) and period of validity.
CREATE TABLE dim_unit (
    unit_code VARCHAR NOT NULL,          -- 'SKHDT', '444' (a district committee has its place's code)
    unit_kind VARCHAR NOT NULL,          -- 'agency' | 'district'
    title VARCHAR NOT NULL,              -- 'UBND huyện Hương Khê'
    short_title VARCHAR NOT NULL,        -- 'Hương Khê', 'Sở KH&ĐT'
    place_code VARCHAR,                  -- districts only
    valid_from DATE NOT NULL,
    valid_to DATE,
    successor_code VARCHAR,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL          -- Vietnamese order within the kind
);

-- dim_duty: one row per duty = one task of one responsible unit for one plan year.
CREATE TABLE dim_duty (
    duty_code VARCHAR PRIMARY KEY,       -- '4.1/444/2024'
    task_code VARCHAR NOT NULL,
    group_code VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,
    unit_kind VARCHAR NOT NULL,
    plan_year INTEGER NOT NULL,
    due_on DATE NOT NULL,                -- last day that is still on time, Vietnam time
    due_source VARCHAR NOT NULL          -- document that sets the deadline
);

-- dim_coop: one row per cooperative ever reported, as last reported.
CREATE TABLE dim_coop (
    coop_code VARCHAR PRIMARY KEY,
    name VARCHAR NOT NULL,
    legal_kind VARCHAR NOT NULL,         -- 'coop' | 'coop_union' | 'credit_fund'
    district_code VARCHAR NOT NULL,
    commune VARCHAR,
    sector_code VARCHAR,
    founded_on DATE,
    first_year INTEGER NOT NULL,
    last_year INTEGER NOT NULL
);

-- dim_criterion: one row per criterion or sub-criterion of a rule set.
CREATE TABLE dim_criterion (
    rule_set_code VARCHAR NOT NULL,
    criterion_code VARCHAR NOT NULL,     -- '1', '1a', … '15'
    criterion_group VARCHAR NOT NULL,    -- 'I' | 'II' | 'III'
    parent_code VARCHAR,                 -- '1' for '1a'
    title VARCHAR NOT NULL,
    max_points DECIMAL(12,6),            -- NULL = unverified
    clause VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

-- dim_class: one row per value of a coded attribute (status, outcome, size, sector, service, legal kind, form …), with its Vietnamese title.
CREATE TABLE dim_class (
    attribute VARCHAR NOT NULL,          -- 'status' | 'outcome' | 'size' | 'sector' | 'service' | 'legal_kind' | 'operating_state' | 'unit_kind' | 'form' | 'duty_state'
    class_code VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

-- dim_criterion_group: one row per group of criteria of a rule set, with its cap.
CREATE TABLE dim_criterion_group (
    rule_set_code VARCHAR NOT NULL,
    criterion_group VARCHAR NOT NULL,    -- 'I' | 'II' | 'III'
    title VARCHAR NOT NULL,
    max_points DECIMAL(12,6) NOT NULL,   -- all its criteria together
    clause VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

-- dim_rule_set: one row per rule set (a dated law).
CREATE TABLE dim_rule_set (
    rule_set_code VARCHAR PRIMARY KEY,   -- 'circular_01_2020'
    version VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    in_force_from DATE NOT NULL,
    in_force_to DATE,
    minimum_months INTEGER,              -- operating for fewer months by 31/12: not assessed; NULL = no such rule
    out_of_scope_kinds VARCHAR[] NOT NULL, -- legal kinds that another law assesses
    source VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

-- dim_light_rule: one row per version of the rule of the light of progress.
CREATE TABLE dim_light_rule (
    version VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    tolerance DECIMAL(12,6) NOT NULL,    -- share of the duties by which a unit may be short and is not yet behind
    source VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

-- dim_rating_band: one row per rating of a rule set, with the totals that earn it.
CREATE TABLE dim_rating_band (
    rule_set_code VARCHAR NOT NULL,
    rating VARCHAR NOT NULL,             -- 'good' | 'fair' | 'average' | 'weak'
    lower DECIMAL(12,6),                 -- NULL = no lower bound
    lower_inclusive BOOLEAN NOT NULL,
    upper DECIMAL(12,6),                 -- NULL = no upper bound
    upper_inclusive BOOLEAN NOT NULL,
    clause VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

-- dim_size_band: one row per size, attribute and field of a rule set, with the amounts that make it.
CREATE TABLE dim_size_band (
    rule_set_code VARCHAR NOT NULL,
    attribute VARCHAR NOT NULL,          -- 'members' | 'capital_million_vnd' | 'revenue_million_vnd'
    field VARCHAR NOT NULL,              -- line of business where the law sets sizes by field; '' = all
    size VARCHAR NOT NULL,               -- 'micro' | 'small' | 'medium' | 'large'
    lower DECIMAL(18,6),
    lower_inclusive BOOLEAN NOT NULL,
    upper DECIMAL(18,6),
    upper_inclusive BOOLEAN NOT NULL,
    clause VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL          -- of the lower bound; 'U' = nobody has verified it
);

-- dim_sector_field: one row per VSIC level-1 sector and field it may belong to, for a law that sizes by field.
CREATE TABLE dim_sector_field (
    rule_set_code VARCHAR NOT NULL,
    sector_code VARCHAR NOT NULL,
    field VARCHAR NOT NULL,              -- as in dim_size_band.field
    clause VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL
);

-- dim_deadline: one row per yearly deadline of the reporting chain, with the document that sets it.
CREATE TABLE dim_deadline (
    deadline_code VARCHAR NOT NULL,
    applies_to VARCHAR NOT NULL,         -- 'coop' | 'district' | 'agency' | 'province': who sends
    form_code VARCHAR NOT NULL,
    month INTEGER NOT NULL,
    day INTEGER NOT NULL,
    inclusive BOOLEAN NOT NULL,          -- the named day itself is still on time
    receiver VARCHAR NOT NULL,
    document VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    valid_to DATE,
    confidence VARCHAR NOT NULL
);

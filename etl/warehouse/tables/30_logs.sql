-- log_return: one row per file in the archive (a return sent in), accepted or refused.
CREATE TABLE log_return (
    return_id VARCHAR PRIMARY KEY,       -- first 16 hex digits of the file's SHA-256
    sha256 VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,          -- as received, without folders
    form_code VARCHAR,                   -- NULL where the file was refused before its form was known
    unit_code VARCHAR,
    report_year INTEGER,
    reported_on DATE,                    -- date written in the form
    received_on DATE NOT NULL,           -- day the department had it, Vietnam time: as-of counts from here
    received_by VARCHAR NOT NULL,        -- 'clock' | 'stated' | 'form': how received_on is known
    loaded_at TIMESTAMP NOT NULL,        -- UTC
    load_order INTEGER NOT NULL,         -- 1 … n, order of acceptance
    read_count INTEGER NOT NULL,
    accepted_count INTEGER NOT NULL,
    rejected_count INTEGER NOT NULL,
    refused VARCHAR,                     -- NULL or the sentence why the whole file was refused
    is_illustrative BOOLEAN NOT NULL
);

-- log_reject: one row per cell that set a row aside.
CREATE TABLE log_reject (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,               -- 'F17'
    column_name VARCHAR NOT NULL,
    value VARCHAR,
    rule VARCHAR NOT NULL,
    expected VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);

-- log_warning: one row per question about a row that was taken all the same.
CREATE TABLE log_warning (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    value VARCHAR,
    rule VARCHAR NOT NULL,
    expected VARCHAR NOT NULL,
    message VARCHAR NOT NULL
);

-- log_change: one row per automatic change made while reading.
CREATE TABLE log_change (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    before VARCHAR,
    after VARCHAR,
    rule VARCHAR NOT NULL
);

-- log_column: one row per return, sheet and column of the form that was read: a row's cell is the column's letters and the row's number.
CREATE TABLE log_column (
    return_id VARCHAR NOT NULL,
    unit_code VARCHAR,
    sheet VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    letters VARCHAR NOT NULL             -- 'F'
);

-- log_correction: one row per cell that the department put right, applied when its return was read.
CREATE TABLE log_correction (
    return_id VARCHAR NOT NULL,
    sheet VARCHAR NOT NULL,
    cell VARCHAR NOT NULL,
    before VARCHAR NOT NULL,             -- '' = the cell was empty
    after VARCHAR NOT NULL,
    why VARCHAR NOT NULL,
    agreed_by VARCHAR NOT NULL,
    agreed_on DATE NOT NULL
);

-- log_set_aside: one row per file of the archive that does not count: set aside, for what reason, by whom.
CREATE TABLE log_set_aside (
    return_id VARCHAR NOT NULL,
    file_name VARCHAR NOT NULL,
    received_on DATE NOT NULL,
    reason VARCHAR NOT NULL,
    agreed_by VARCHAR NOT NULL,
    decided_on DATE NOT NULL             -- Vietnam time
);

-- log_expected_return: one row per return that is owed: form, unit and year, with its deadline.
CREATE TABLE log_expected_return (
    form_code VARCHAR NOT NULL,
    unit_code VARCHAR NOT NULL,
    unit_kind VARCHAR NOT NULL,
    report_year INTEGER NOT NULL,
    opens_on DATE,                       -- first day on which the year's own return can come: before it news of the year under way; NULL = any day
    due_on DATE NOT NULL,
    due_source VARCHAR NOT NULL
);

-- meta_build: one row: the build itself.
CREATE TABLE meta_build (
    build_id VARCHAR NOT NULL,
    built_at TIMESTAMP NOT NULL,         -- UTC
    schema_version INTEGER NOT NULL,
    is_illustrative BOOLEAN NOT NULL,    -- at least one illustrative return is in it
    return_count INTEGER NOT NULL,
    read_count INTEGER NOT NULL,
    accepted_count INTEGER NOT NULL,
    rejected_count INTEGER NOT NULL
);

-- meta_measure: one row per measure that pages show (the dictionary).
CREATE TABLE meta_measure (
    measure_code VARCHAR PRIMARY KEY,
    title VARCHAR NOT NULL,
    definition VARCHAR NOT NULL,
    unit VARCHAR NOT NULL,
    version VARCHAR NOT NULL,
    valid_from DATE NOT NULL,
    source VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

-- meta_column: one row per column of a served table or of a reference table (the dictionary).
CREATE TABLE meta_column (
    table_kind VARCHAR NOT NULL,         -- 'warehouse' | 'reference' | 'form'
    table_name VARCHAR NOT NULL,
    table_title VARCHAR NOT NULL,
    column_name VARCHAR NOT NULL,
    title VARCHAR NOT NULL,
    unit VARCHAR,
    meaning VARCHAR NOT NULL,
    source VARCHAR NOT NULL,
    confidence VARCHAR NOT NULL,
    sort_order INTEGER NOT NULL
);

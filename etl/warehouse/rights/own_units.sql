-- What a reader sees who is limited to some units: the tables of the build under the same names, with the rows
-- of those units only, figures included. Read by coop.warehouse, never by the build. `own_unit` holds the
-- units; a table that is not named here does not exist for such a reader, and a test holds that all are.
ATTACH '{file}' AS build (READ_ONLY);
CREATE TABLE own_unit AS SELECT unnest(CAST($units AS VARCHAR[])) AS unit_code;

-- Public reference: the plan, the law, names of places and units, what the province itself has published.
CREATE VIEW dim_task_group AS SELECT * FROM build.dim_task_group;
CREATE VIEW dim_task AS SELECT * FROM build.dim_task;
CREATE VIEW dim_item AS SELECT * FROM build.dim_item;
CREATE VIEW dim_unit AS SELECT * FROM build.dim_unit;
CREATE VIEW dim_criterion AS SELECT * FROM build.dim_criterion;
CREATE VIEW dim_criterion_group AS SELECT * FROM build.dim_criterion_group;
CREATE VIEW dim_class AS SELECT * FROM build.dim_class;
CREATE VIEW dim_rule_set AS SELECT * FROM build.dim_rule_set;
CREATE VIEW dim_light_rule AS SELECT * FROM build.dim_light_rule;
CREATE VIEW dim_rating_band AS SELECT * FROM build.dim_rating_band;
CREATE VIEW dim_size_band AS SELECT * FROM build.dim_size_band;
CREATE VIEW dim_sector_field AS SELECT * FROM build.dim_sector_field;
CREATE VIEW dim_deadline AS SELECT * FROM build.dim_deadline;
CREATE VIEW dim_indicator AS SELECT * FROM build.dim_indicator;
CREATE VIEW dim_period AS SELECT * FROM build.dim_period;
CREATE VIEW dim_border_change AS SELECT * FROM build.dim_border_change;
CREATE VIEW fact_published AS SELECT * FROM build.fact_published;
CREATE VIEW meta_measure AS SELECT * FROM build.meta_measure;
CREATE VIEW meta_column AS SELECT * FROM build.meta_column;

-- Names of places: those of the provinces in which the units lie, with what took them in; of an agency, which lies
-- nowhere, all.
CREATE TABLE dim_place AS
WITH own_district AS (
    SELECT d.place_code FROM build.dim_place AS d
    WHERE d.place_level = 'district' AND d.parent_code IN (
        SELECT o.parent_code FROM build.dim_place AS o
        WHERE o.place_level = 'district' AND o.place_code IN (SELECT unit_code FROM own_unit))
),
own_commune AS (
    SELECT c.place_code, c.successor_code FROM build.dim_place AS c
    WHERE c.place_level = 'commune' AND c.parent_code IN (SELECT place_code FROM own_district)
),
own_place AS (
    SELECT place_code FROM own_district
    UNION SELECT place_code FROM own_commune
    UNION SELECT successor_code FROM own_commune
    UNION SELECT a.place_code FROM build.dim_place AS a WHERE (SELECT count(*) FROM own_district) = 0
)
SELECT * FROM build.dim_place WHERE place_code IN (SELECT place_code FROM own_place);

-- By unit. Copied, for a reader of few units among many: pages then read these rows and no others.
CREATE TABLE dim_duty AS SELECT * FROM build.dim_duty WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_return AS SELECT * FROM build.log_return WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_column AS SELECT * FROM build.log_column WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_expected_return AS
SELECT * FROM build.log_expected_return WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_expected_period AS
SELECT * FROM build.log_expected_period WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_expected_value AS
SELECT * FROM build.log_expected_value WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE log_period_return AS
SELECT * FROM build.log_period_return WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE fact_duty_event AS
SELECT * FROM build.fact_duty_event WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE fact_indicator_value AS
SELECT * FROM build.fact_indicator_value WHERE unit_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE fact_indicator_unit AS
SELECT * FROM build.fact_indicator_unit WHERE unit_code IN (SELECT unit_code FROM own_unit);

-- By district: a district committee has its place's code.
CREATE TABLE fact_coop_year AS
SELECT * FROM build.fact_coop_year WHERE district_code IN (SELECT unit_code FROM own_unit);
CREATE TABLE fact_coop_points AS
SELECT * FROM build.fact_coop_points WHERE district_code IN (SELECT unit_code FROM own_unit);

-- By the return that they come from; asked for one return at a time.
CREATE VIEW fact_report_line AS
SELECT * FROM build.fact_report_line WHERE return_id IN (SELECT return_id FROM log_return);
CREATE VIEW log_reject AS SELECT * FROM build.log_reject WHERE return_id IN (SELECT return_id FROM log_return);
CREATE VIEW log_warning AS SELECT * FROM build.log_warning WHERE return_id IN (SELECT return_id FROM log_return);
CREATE VIEW log_change AS SELECT * FROM build.log_change WHERE return_id IN (SELECT return_id FROM log_return);
CREATE VIEW log_correction AS
SELECT * FROM build.log_correction WHERE return_id IN (SELECT return_id FROM log_return);
CREATE VIEW log_set_aside AS
SELECT * FROM build.log_set_aside WHERE return_id IN (SELECT return_id FROM log_return);

-- Sums over units, summed again over these units by the very text that sums them in the build.
CREATE TABLE fact_duty_total AS {derived_duty_total};
CREATE TABLE fact_indicator_total AS {derived_indicator_total};
CREATE TABLE dim_indicator_period AS {derived_indicator_period};
CREATE TABLE dim_coop AS {derived_coop};
CREATE VIEW meta_build AS
SELECT b.build_id, b.built_at, b.schema_version, b.is_illustrative,
       (SELECT CAST(count(*) AS INTEGER) FROM log_return WHERE refused IS NULL) AS return_count,
       (SELECT CAST(coalesce(sum(read_count), 0) AS INTEGER) FROM log_return) AS read_count,
       (SELECT CAST(coalesce(sum(accepted_count), 0) AS INTEGER) FROM log_return) AS accepted_count,
       (SELECT CAST(coalesce(sum(rejected_count), 0) AS INTEGER) FROM log_return) AS rejected_count
FROM build.meta_build AS b;

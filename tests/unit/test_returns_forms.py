"""The forms' data agrees with itself, with the law, with the reference data and with the code."""

import re
from collections import Counter
from pathlib import Path

import pytest

from coop.paths import PROJECT
from coop.reference import reference
from etl.returns.folding import fold
from etl.returns.forms import GUIDE, Form, UnknownForm, form, forms, reading, value_list
from etl.returns.header import squeezed_titles
from etl.returns.limits import limit_of
from etl.returns.rejects import rules

CLASS_OF_LIST = {
    "duty_state": "duty_state",
    "legal_kind": "legal_kind",
    "service": "service",
    "operating_state": "operating_state",
    "rating": "outcome",
}


def test_there_are_three_forms_and_an_unknown_one_names_them() -> None:
    assert [one.code for one in forms()] == ["classification", "indicators", "task_status"]
    with pytest.raises(UnknownForm) as problem:
        form("lists")
    assert problem.value.known == ("classification", "indicators", "task_status")


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.code)
def test_no_two_columns_of_a_form_share_a_title(one: Form) -> None:
    own = Counter(title for column in one.columns for title in one.titles_of(column))
    assert not [title for title, count in own.items() if count > 1]
    assert squeezed_titles(one)[fold(one.columns[0].title).replace(" ", "")] == one.columns[0].name


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.code)
def test_no_title_of_a_column_is_only_a_number(one: Form) -> None:
    """A row of column numbers below the titles must never look like titles."""
    assert not [title for title in squeezed_titles(one) if title.isdigit()]


@pytest.mark.parametrize("one", forms(), ids=lambda one: one.code)
def test_every_list_and_key_of_a_form_exists(one: Form) -> None:
    for column in one.columns:
        if column.type == "list":
            assert value_list(column.list or "").values
    assert set(one.key) <= {column.name for column in one.columns if column.type != GUIDE}
    assert {column.group for column in one.columns} - {None} <= set(one.groups)


def test_lists_hold_the_classes_of_the_reference_data_under_the_same_titles() -> None:
    for name, attribute in CLASS_OF_LIST.items():
        classes = {
            r["class_code"]: r["title"] for r in reference().table("classes") if r["attribute"] == attribute
        }
        known = value_list(name)
        assert set(known.titles) <= set(classes)
        assert {code: known.codes[fold(classes[code])] for code in known.titles} == {
            c: c for c in known.titles
        }


def test_the_sectors_of_the_form_are_those_of_the_reference_data() -> None:
    known = value_list("sector_code")
    for row in reference().table("sectors"):
        assert known.codes[fold(row["title"])] == row["sector_code"]
    assert len(known.titles) == len(reference().table("sectors")) == 21


def test_no_spelling_of_a_list_means_two_values() -> None:
    for name in (*CLASS_OF_LIST, "sector_code"):
        known = value_list(name)
        spellings = [{fold(t) for t in (v.code, v.title, *v.aliases)} for v in known.values]
        assert sum(map(len, spellings)) == len(known.codes)


def test_points_columns_are_the_criteria_of_the_law() -> None:
    law = reference().rule_set("circular_01_2020")
    by_criterion = {c.criterion: c for c in form("classification").columns if c.criterion is not None}
    assert set(by_criterion) == {criterion.criterion_code for criterion in law.criteria}
    for criterion in law.criteria:
        column = by_criterion[criterion.criterion_code]
        assert column.name == f"points_{criterion.criterion_code}"
        assert column.group == criterion.group_code
        cap = next(g.max_points for g in law.criterion_groups if g.group_code == criterion.group_code)
        assert limit_of(column, law).maximum == (criterion.max_points or cap)


def test_every_rule_that_code_names_has_its_sentence_and_the_other_way_round() -> None:
    text = "".join(p.read_text(encoding="utf-8") for p in sorted((PROJECT / "etl/returns").glob("*.py")))
    asked = "".join(
        p.read_text(encoding="utf-8") for p in sorted((PROJECT / "etl/warehouse/questions").glob("*.sql"))
    )
    named = set(re.findall(r'"([a-z_]+)"', text)) | set(re.findall(r"'([a-z_]+)'", asked))
    assert not set(rules()) - named, "sentences that no code uses"
    refusals = set(re.findall(r'RefusedFile\(\s*"([a-z_]+)"', text))
    assert refusals <= set(rules())
    assert all(rules()[code].severity == "refusal" for code in refusals)


def test_severities_are_known() -> None:
    assert {rule.severity for rule in rules().values()} == {"error", "warning", "refusal", "change", "reason"}


def test_the_mark_of_illustrative_figures_is_recognised_as_written() -> None:
    assert any(fold(reading().illustrative_mark).startswith(w) for w in reading().illustrative_begins)


def test_words_of_one_meaning_fold_to_one() -> None:
    for one, other in [
        ("Hương Khê", "HU\u031bO\u031bNG  KHE\u0302"),
        ("hoà", "hòa"),
        ("Đức Thọ", "đức-thọ"),
        ("Ðức", "Đức"),
        ("Số nhiệm vụ *", " số nhiệm\u00a0vụ"),
    ]:
        assert fold(one) == fold(other)


def test_forms_are_read_from_the_project_and_not_the_store(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("COOP_HOME", str(tmp_path))
    assert form("task_status").number

"""The appendix as received: its groups, tasks and items, in order and to the letter."""

import html
import re
import unicodedata

import pytest

from coop.reference import reference
from etl.plan import Plan, disagreements, plan_in_use, read_plan
from etl.plan.fragments import items_of

ITEM_COUNTS = {
    "1.1": 2, "1.2": 1,
    "2.1": 2, "2.2": 2, "2.3": 1, "2.4": 2, "2.5": 1,
    "3.1": 2, "3.2": 1, "3.3": 1, "3.4": 3, "3.5": 1, "3.6": 2,
    "4.1": 4, "4.2": 1, "4.3": 1, "4.4": 2,
    "5.1": 1, "5.2": 4,
}  # fmt: skip
UNIT_COUNTS = {
    "1.1": 32, "1.2": 2,
    "2.1": 1, "2.2": 1, "2.3": 32, "2.4": 1, "2.5": 1,
    "3.1": 13, "3.2": 32, "3.3": 1, "3.4": 1, "3.5": 1, "3.6": 1,
    "4.1": 13, "4.2": 1, "4.3": 1, "4.4": 1,
    "5.1": 32, "5.2": 1,
}  # fmt: skip
EXACT = [
    ("3.1", 1, "nợ các tổ chức kinh tế khác, nợ thành viên, thành viên nợ hợp tác xã...)"),
    ("3.4", 2, "sản xuất theo tiêu chuẩn VietGAP, GlobalGAP nhằm tạo giá trị gia tăng"),
    ("4.1", 3, "chấp hành chủ trương, đường lối của Đảng, chính sách, pháp luật của Nhà nước"),
    ("5.1", 1, "các tổ chức chính trị - xã hội, xã hội - nghề nghiệp triển khai vận động"),
    ("3.1", 2, "chương trình phát triển kinh tế- xã hội tại địa phương."),
    ("4.1", 4, "chậm nhất vào ngày 18 tháng 12 hàng năm."),
]
BEGINNINGS = {
    ("2.1", 2): "Tăng cường xúc tiến đầu tư, thu hút các nguồn lực",
    ("2.2", 1): "Phối hợp với Sở Kế hoạch và Đầu tư, các sở ngành liên quan tham mưu ban hành",
    ("2.2", 2): "Phối hợp với Sở Kế hoạch và Đầu tư, các sở ngành liên quan tham mưu phân bổ",
    ("2.4", 2): "Tiếp tục tham mưu UBND tỉnh chuyển đổi mô hình",
    ("3.4", 3): "Hỗ trợ các hợp tác xã xây dựng tiêu chuẩn, quy chuẩn",
    ("5.2", 4): "Tăng cường công tác tổ chức các hoạt động xúc tiến thương mại",
}


@pytest.fixture(scope="module")
def plan() -> Plan:
    return read_plan(plan_in_use())


def test_the_plan_has_5_groups_19_tasks_and_34_items_in_order(plan: Plan) -> None:
    assert [group.code for group in plan.groups] == ["1", "2", "3", "4", "5"]
    assert {task.code: len(task.items) for task in plan.tasks()} == ITEM_COUNTS
    assert [task.code for task in plan.tasks()] == list(ITEM_COUNTS)
    assert sum(ITEM_COUNTS.values()) == 34
    assert all([i.number for i in t.items] == list(range(1, len(t.items) + 1)) for t in plan.tasks())


def test_each_task_has_its_responsible_units(plan: Plan) -> None:
    assert {task.code: len(task.unit_codes) for task in plan.tasks()} == UNIT_COUNTS
    assert plan.task("1.2").unit_codes == ("BHT", "DPTTH")
    assert plan.task("4.3").unit_codes == ("SNV",)
    assert plan.task("2.2").responsible == "Sở Nông nghiệp và Phát triển Nông thôn"
    assert plan.task("1.1").responsible == "Các sở, ban, ngành, UBND các huyện, thị xã, thành phố"
    assert [a.wording for a in plan.task("1.1").assigned] == [
        "Các sở, ban, ngành",
        "UBND các huyện, thị xã, thành phố",
    ]


@pytest.mark.parametrize(("task", "number", "wording"), EXACT)
def test_a_sentence_broken_by_a_page_end_is_whole_again(
    plan: Plan, task: str, number: int, wording: str
) -> None:
    assert wording in plan.task(task).items[number - 1].wording


def test_each_item_begins_where_its_dash_stands(plan: Plan) -> None:
    for (task, number), beginning in BEGINNINGS.items():
        assert plan.task(task).items[number - 1].wording.startswith(beginning)


def test_no_letter_of_the_appendix_is_lost_or_added(plan: Plan) -> None:
    text = plan_in_use().read_text(encoding="utf-8")
    assert unicodedata.is_normalized("NFC", text)
    rows = [line.split("\t") for line in text.splitlines() if line.count("\t") == 2][1:]
    received = html.unescape(re.sub(r"<[^<>]+>", " ", " ".join(row[1] for row in rows)))
    read = " ".join(f"{g.title} {' '.join(t.wording for t in g.tasks)}" for g in plan.groups)
    assert re.sub(r"[\s-]", "", read) == re.sub(r"[\s-]", "", received)
    assert "<" not in read


def test_a_task_is_its_items_one_a_line(plan: Plan) -> None:
    for task in plan.tasks():
        assert task.wording.split("\n") == [item.wording for item in task.items]


def test_the_reference_tables_carry_the_numbers_and_titles_of_the_plan(plan: Plan) -> None:
    assert disagreements(plan, reference()) == ()


def test_a_plan_without_a_task_of_the_tables_is_told_from_them(plan: Plan) -> None:
    shorter = Plan(plan.day, plan.groups[:-1])
    said = disagreements(shorter, reference())
    assert len(said) == 1 + 2 + 5 + 3
    assert any("5.2 – 4" in sentence and "items.csv" in sentence for sentence in said)


@pytest.mark.parametrize(
    ("cells", "items"),
    [
        (["Một câu."], ["Một câu."]),
        (["<p>- Việc một;</p> <p>- Việc hai.</p>"], ["Việc một;", "Việc hai."]),
        (["- Việc một. - Việc hai."], ["Việc một.", "Việc hai."]),
        (["- Các tổ chức chính trị - xã hội, xã hội - nghề nghiệp."],
         ["Các tổ chức chính trị - xã hội, xã hội - nghề nghiệp."]),
        (["- Đài Phát thanh - Truyền hình tỉnh."], ["Đài Phát thanh - Truyền hình tỉnh."]),
        (["- Việc chính trị", "- xã hội tiếp."], ["Việc chính trị - xã hội tiếp."]),
        (["- Việc một chưa", "dứt.\n- Việc hai."], ["Việc một chưa dứt.", "Việc hai."]),
        (["- Việc một.", "- Việc hai."], ["Việc một.", "Việc hai."]),
        (["A &amp; B<br>- C"], ["A & B", "C"]),
        (["Thành viên &lt; 50"], ["Thành viên < 50"]),
        (["– Việc một\n• Việc hai"], ["Việc một", "Việc hai"]),
        ([""], []),
    ],
)  # fmt: skip
def test_bullets_are_told_from_dashes_inside_names(cells: list[str], items: list[str]) -> None:
    assert list(items_of(cells)) == items

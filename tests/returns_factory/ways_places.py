"""Communes with more than their name or out of place, and the plan's own columns copied into form 01."""

from tests.returns_factory.draft import Draft, Field, Line
from tests.returns_factory.way import COOPS, TASKS, VALUES, way

PARTNERS = "Sở NN&PTNT, Liên minh HTX tỉnh; Đài PTTH tỉnh"
SPELLED_OUT = (
    "Sở Nông nghiệp và Phát triển nông thôn; Liên minh Hợp tác xã tỉnh; Đài Phát thanh – Truyền hình tỉnh"
)


@way(VALUES, "communes", COOPS)
def communes_with_their_district(draft: Draft) -> None:
    """Xã Phúc Trạch, huyện Hương Khê."""
    for line in draft.data():
        if "commune" in line.values:
            line.values["commune"] = f"{line.values['commune']}, huyện Hương Khê"
    draft.expected.changes.add("change_commune")


@way(VALUES, "communes", COOPS)
def a_commune_of_another_district(draft: Draft) -> None:
    """Xã Sơn Hồng in a return of Hương Khê: asked about, and taken as it stands."""
    _one_commune(draft, "Xã Sơn Hồng")
    draft.expected.warnings.add("commune_elsewhere")


@way(VALUES, "communes", COOPS)
def a_commune_of_the_new_layout(draft: Draft) -> None:
    """Xã Hương Khê, which four communes of 2024 became."""
    _one_commune(draft, "Xã Hương Khê")
    draft.expected.warnings.add("commune_merged")


def _one_commune(draft: Draft, name: str) -> None:
    # The last row: other ways have the first one set aside, and its question with it.
    line = [line for line in draft.data() if line.source in draft.expected.rows][-1]
    line.values["commune"] = name
    _expect(draft, line, commune=name)


def _expect(draft: Draft, line: Line, **values: str) -> None:
    """What a row must say, unless another way has it set aside."""
    if line.source in draft.expected.rows:
        draft.expected.rows[line.source] |= values


@way(VALUES, "plan_columns", TASKS)
def the_plans_columns(draft: Draft) -> None:
    """Several agencies in one cell, and a deadline that is a quarter."""
    for page in draft.pages:
        page.fields += [Field("partner_agencies", ["Cơ quan phối hợp"]), Field("deadline", ["Thời hạn"])]
    for line in draft.data():
        line.values |= {"partner_agencies": PARTNERS, "deadline": "Quý IV/2024"}
        _expect(draft, line, partner_agencies=SPELLED_OUT, deadline="01/10/2024 – 31/12/2024")
    draft.expected.changes |= {"change_agencies", "change_deadline"}


@way(VALUES, "plan_columns", TASKS)
def deadlines_of_every_year(draft: Draft) -> None:
    """Thường xuyên."""
    for page in draft.pages:
        page.fields.insert(1, Field("deadline", ["Thời gian thực hiện"]))
    for line in draft.data():
        line.values["deadline"] = "Thường xuyên"
        _expect(draft, line, deadline="hằng năm")
    draft.expected.changes.add("change_deadline")

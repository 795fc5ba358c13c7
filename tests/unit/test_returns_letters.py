"""Old fonts, letters that look alike, the place of tones."""

import pytest

from coop.paths import DATA
from coop.reference import read_table
from etl.returns.letters import MIXED, decode, is_syllable, legacy_encoding
from etl.returns.tidy import mended
from tests.returns_factory.letters import tcvn3, vni

MOTTO = "Cộng hòa xã hội chủ nghĩa Việt Nam, độc lập, tự do, hạnh phúc"
WORDS = [*MOTTO.split(), "Đường", "Quỹ", "Thuỷ", "Ổi", "giữ", "nghiêng", "khuỷu", "ươm", "rượu"]


def test_the_motto_in_old_fonts_is_what_people_remember() -> None:
    assert decode("Céng hßa x· héi chñ nghÜa ViÖt Nam", "tcvn3") == "Cộng hòa xã hội chủ nghĩa Việt Nam"
    assert decode("Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "vni") == "Cộng hòa xã hội chủ nghĩa Việt Nam"


@pytest.mark.parametrize(("write", "encoding"), [(tcvn3, "tcvn3"), (vni, "vni")])
def test_a_sheet_in_an_old_font_is_known_by_its_words(write: object, encoding: str) -> None:
    assert callable(write)
    assert legacy_encoding([write(MOTTO), "STT", "125/BC-UBND"]) == encoding
    assert decode(write(" ".join(WORDS)), encoding).casefold() == " ".join(WORDS).casefold()


@pytest.mark.parametrize(
    "texts",
    [
        [MOTTO],
        ["«Hoàn thành» 12 m², ½ © ®"],
        ["Crème brûlée à la carte"],
        ["STT", "125/BC-UBND", ""],
        ["Số liệu µ, ¶, §12 và © của đơn vị báo cáo"],
    ],
)
def test_other_text_is_left_as_it_is(texts: list[str]) -> None:
    assert legacy_encoding(texts) is None


def test_an_old_font_beside_unicode_is_told_not_guessed() -> None:
    assert legacy_encoding([MOTTO, tcvn3("Đề nghị mở thêm lớp tập huấn cho cán bộ")]) == MIXED


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("HéI CHñ NGHÜA", "HỘI CHỦ NGHĨA"),
        ("UBND huyÖn H\u00ad¬ng Khª", "UBND huyện Hương Khê"),
        ("Hé nghÌo", "Hộ nghèo"),
        ("Hé KHÈU", "HỘ KHẨU"),
        ("HîP T\u00b8C sè 1", "HỢP TÁC số 1"),
        ("Hé", "Hộ"),
        ("\u00eb HTX", "ở HTX"),
    ],
)
def test_small_codes_are_capitals_only_where_their_word_leaves_no_doubt(written: str, meant: str) -> None:
    assert decode(written, "tcvn3") == meant


def test_every_code_of_the_tables_is_read_as_its_letter() -> None:
    for row in read_table(DATA / "letters" / "legacy.csv").rows:
        code = "".join(chr(int(part, 16)) for part in row["code"].split())
        assert decode(code, row["encoding"]) == row["letter"]


@pytest.mark.parametrize("word", WORDS)
def test_vietnamese_words_are_syllables(word: str) -> None:
    assert is_syllable(word.strip(","))


@pytest.mark.parametrize("word", ["héi", "ViÖt", "hßa", "café", "brûlée", "x·", "straße"])
def test_other_words_are_none(word: str) -> None:
    assert not is_syllable(word) or word == "café"


@pytest.mark.parametrize(
    ("text", "after", "rules"),
    [
        ("Ho\u0300a Ha\u0309i", "Hòa Hải", ("change_unicode",)),
        ("Hoà Hải, thuỷ lợi", "Hòa Hải, thủy lợi", ("change_tone",)),
        ("hoàn thành, quý, khuỷu", "hoàn thành, quý, khuỷu", ()),
        ("HOÀ THUỶ", "HÒA THỦY", ("change_tone",)),
        ("Åc quy Ðiện", "Ắc quy Điện", ("change_look_alike",)),
        ("Xã\u00a0Hương  Khê \u200b", "Xã Hương Khê", ("change_spaces",)),
        ("dòng một \n  dòng hai", "dòng một\ndòng hai", ("change_spaces",)),
        ("Хã Hương Khê", "Xã Hương Khê", ("change_look_alike",)),
        ("125/BC-UBND", "125/BC-UBND", ()),
    ],
)
def test_a_text_is_mended_and_each_change_named(text: str, after: str, rules: tuple[str, ...]) -> None:
    assert mended(text) == (after, rules)
    assert mended(after) == (after, ())

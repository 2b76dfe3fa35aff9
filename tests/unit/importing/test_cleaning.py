"""Texts of cells in the one form in which they are compared and stored."""

import unicodedata

import pytest

from data.importing.checking import cleaning

FORMS = {
    "Nguyễn Văn A": "Nguyễn Văn A",
    unicodedata.normalize("NFD", "Nguyễn Văn Đạo"): "Nguyễn Văn Đạo",
    unicodedata.normalize("NFD", "Đạo"): "Đạo",
    "  Lê\u00a0\u00a0Lan\t": "Lê Lan",
    "Lê\r\nThị\nLan": "Lê Thị Lan",
    "Lê\u2028Lan\u3000": "Lê Lan",
    "\ufeffLê\u200bLan\u00ad\u202a": "LêLan",
    "Lê_x000D__x000A_Lan": "Lê Lan",
    "Lê_x0009_Lan": "Lê Lan",
    "BL_x005F_x0041_": "BL_x0041_",
    "A_x00e2_n": "Aân",
    "_xD83D__xDE00_": "\U0001f600",
    "_xD83D_": "\ufffd",
    "A_x0000_": "A\x01",
    "A_x0007_": "A\x07",
    "A_xyzw_": "A_xyzw_",
    "a\x0bb": "a\x0bb",
    '="00101"': "00101",
    "='00101'": "='00101'",
    '=" 00101 "': "00101",
    "'00101": "00101",
    "' 00101": "00101",
    "H'Mông": "H'Mông",
    '="\'00101"': "00101",
    '=""': "",
    "'": "",
    "": "",
    "=1+1": "=1+1",
}


@pytest.mark.parametrize(("text", "clean"), FORMS.items(), ids=map(ascii, FORMS))
def test_a_text_has_one_form(text: str, clean: str) -> None:
    assert cleaning.cleaned(text) == clean


def as_copied(text: str) -> bytes:
    quoted = text.replace('"', '""')
    return f'1,2,,,,"{quoted}"\n'.encode()


@pytest.mark.parametrize(
    "text", [text for text, clean in FORMS.items() if text.strip(" ") != clean], ids=ascii
)
def test_rows_with_such_a_text_are_looked_at(text: str) -> None:
    assert not cleaning.is_clean(as_copied(text), 1)


PLAIN = "Nguyễn Thị Ngọc Ánh, số 12/3A phố Đội Cấn — ".rstrip("— ")
EVERY_LETTER = (
    "aàảãáạăằẳẵắặâầẩẫấậbcdđeèẻẽéẹêềểễếệfghiìỉĩíịjklmnoòỏõóọôồổỗốộơờởỡớợpqrstuùủũúụưừửữứựvwxyỳỷỹýỵz"
)


@pytest.mark.parametrize("text", [PLAIN, EVERY_LETTER, EVERY_LETTER.upper(), "XN-2026/08 (a) @;"])
def test_rows_of_vietnamese_are_copied_as_they_are(text: str) -> None:
    assert cleaning.is_clean(as_copied(text), 1)
    assert cleaning.cleaned(text) == text


def test_a_line_break_in_a_cell_is_seen_by_the_number_of_rows() -> None:
    assert not cleaning.is_clean(b'1,2,,,,"a\nb"\n', 1)
    assert cleaning.is_clean(b"1,2,,,,a\n1,3,,,,b\n", 2)


OLD = ("NguyÔn V¨n An", "Hµ Néi", "§ç ThÞ H­¬ng", "Lª ThÞ HuÖ", "BHYT hé gia ®×nh", "TrÇn", "Hoµ")
NEW = (
    "Nguyễn Văn An", "NGUYỄN THỊ LÂN", "Hà Nội", "Zalo®", "25°C, 10 m²", "© BHXH", "a·b", "ÔNG Á",
    "Bà ÂN", "Anh-Ô", "½", "5 µm", "Công ty «Á Châu»",
)  # fmt: skip


@pytest.mark.parametrize("text", OLD)
def test_letters_of_old_fonts_are_recognised(text: str) -> None:
    assert cleaning.looks_like_tcvn3(as_copied(text))


@pytest.mark.parametrize("text", NEW)
def test_other_texts_are_not_mistaken_for_them(text: str) -> None:
    assert not cleaning.looks_like_tcvn3(as_copied(text))

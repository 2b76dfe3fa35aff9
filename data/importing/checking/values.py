"""Owns how the text of a cell becomes a value, as SQL expressions over staged text.

Every expression gives NULL where the text cannot be read; the source of each form is the import
section of the contract. Regular expressions name [0-9], as the class of digits takes those of
other scripts as well.
"""

from __future__ import annotations

from data.importing import sets

_SPACE = "[ \\u00a0\\u202f]"
_TRIMMED = "' ' || U&'\\0009\\000A\\000D\\00A0\\2007\\202F\\3000\\FEFF'"
_CURRENCY = "(đ|₫|vnđ|vnd)"
# What most cells hold is seen without the long expressions, which take several times as long.
_DIGITS = "^[0-9]+$"
_MOST_DIGITS = 15
_PLAIN_MOMENT = "____-__-__T__:__:__"
_NEGATIVE = "^-[0-9]{1,15}$"
# Grouped in threes by one and the same sign, a fraction of zeros, the currency.
_GROUPED = (
    f"^[+-]?([0-9]{{1,15}}|[0-9]{{1,3}}([.,]|{_SPACE})[0-9]{{3}}(\\2[0-9]{{3}}){{0,3}})([.,]00)?"
    f"{_SPACE}*{_CURRENCY}?$"
)
_YEAR = "(19|20|21)[0-9]{2}"  # of a moment; the calendar of working days reaches no further
_CLOCK = "([01]?[0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.,][0-9]+)?)?"
_OFFSET = "([Zz]|[+-](0[0-9]|1[0-4])(:?[0-5][0-9])?)?"
_ISO_MOMENT = f"^{_YEAR}-[0-9]{{2}}-[0-9]{{2}}[Tt ]{_CLOCK}{_OFFSET}$"
_LOCAL_MOMENT = f"^([0-9]{{1,2}})/([0-9]{{1,2}})/({_YEAR}) +({_CLOCK})$"
_ISO_DAY = "^[0-9]{4}-[0-9]{2}-[0-9]{2}([Tt ]00:00(:00(\\.0+)?)?)?$"
_LOCAL_DAY = "^([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})$"
_ISO_MONTH = "^([0-9]{4}-(0[1-9]|1[0-2]))(-01)?$"
_LOCAL_MONTH = "^(0?[1-9]|1[0-2])/([0-9]{4})$"

MEANINGS: dict[sets.Kind, dict[str, tuple[str, ...]]] = {
    sets.Kind.PRODUCT: {
        "IS": ("is", "bhxh tu nguyen", "bao hiem xa hoi tu nguyen", "bhxh tn"),
        "BI": ("bi", "bhyt ho gia dinh", "bao hiem y te ho gia dinh", "bhyt hgd"),
        "AR": (
            "ar",
            "bhyt ho nong lam ngu diem nghiep",
            "bhyt ho gia dinh lam nong lam ngu diem nghiep",
            "bhyt nong lam ngu diem nghiep",
            "ho nong lam ngu diem nghiep",
            "nong lam ngu diem nghiep",
        ),
        "IL": (
            "il",
            "luc luong tham gia bao ve an ninh trat tu o co so",
            "luc luong bao ve an ninh trat tu o co so",
            "bhyt luc luong tham gia bao ve an ninh trat tu o co so",
        ),
    },
    sets.Kind.CHANNEL: {
        "direct": ("direct", "truc tiep", "thong bao truc tiep"),
        "sms": ("sms", "tin nhan"),
        "email": ("email", "e mail", "thu dien tu"),
        "paper": ("paper", "ban giay", "giay"),
    },
    sets.Kind.GENDER: {
        "M": ("m", "male", "nam"),
        "F": ("f", "female", "nu"),
        "X": ("x", "other", "khac"),
    },
    sets.Kind.YES_NO: {
        "true": ("yes", "co", "true", "1"),
        "false": ("no", "khong", "false", "0"),
    },
}


def trimmed(column: sets.Column) -> str:
    """Return the text of a staged column without white space around it; NULL where none is left."""
    text = f"nullif(btrim({column.name}, {_TRIMMED}), '')"
    if column.width:
        # A number cell has lost the zeros in front.
        padded = f"lpad({text}, greatest({column.width}, length({text})), '0')"
        text = f"CASE WHEN {is_number(column)} THEN {padded} ELSE {text} END"
    return text


def is_number(column: sets.Column) -> str:
    """Say whether the cell of `column` was a number in xlsx."""
    return (
        f"(number_columns IS NOT NULL"
        f" AND '{column.name}' = ANY (string_to_array(number_columns, ',')))"
    )


def normalised(column: sets.Column) -> str:
    """Return the trimmed text in the one form that a cast reads, where the kind has several."""
    name = column.name
    if column.kind is sets.Kind.TEXT:
        # Most texts are: to look is quicker than to normalise again.
        return f"CASE WHEN {name} IS NFC NORMALIZED THEN {name} ELSE normalize({name}, NFC) END"
    if column.kind is sets.Kind.MOMENT:
        return _cases(
            (_is_plain_moment(name), name),
            (f"{name} ~ '{_ISO_MOMENT}'", _fraction(name)),
            (
                f"{name} ~ '{_LOCAL_MOMENT}'",
                _fraction(f"regexp_replace({name}, '{_LOCAL_MOMENT}', '\\3-\\2-\\1 \\5')"),
            ),
        )
    if column.kind is sets.Kind.DAY:
        return _cases(
            (f"{name} ~ '{_ISO_DAY}'", f"left({name}, 10)"),
            (f"{name} ~ '{_LOCAL_DAY}'", f"regexp_replace({name}, '{_LOCAL_DAY}', '\\3-\\2-\\1')"),
        )
    if column.kind is sets.Kind.MONTH:
        return _cases(
            (f"{name} ~ '{_ISO_MONTH}'", f"left({name}, 7) || '-01'"),
            (
                f"{name} ~ '{_LOCAL_MONTH}'",
                f"regexp_replace({name}, '{_LOCAL_MONTH}', '\\2-\\1-01')",
            ),
        )
    if column.kind in MEANINGS:
        return f"btrim(regexp_replace(search_key({name}), '[^a-z0-9]+', ' ', 'g'))"
    return name


def value(column: sets.Column) -> str:  # noqa: PLR0911 - one return a kind
    """Return the typed value of the normalised text."""
    name = column.name
    match column.kind:
        case sets.Kind.AMOUNT:
            return _whole_number(column, "bigint")
        case sets.Kind.COUNT:
            return _whole_number(column, "integer")
        case sets.Kind.MOMENT:
            return _checked(name, "timestamptz")
        case sets.Kind.DAY | sets.Kind.MONTH:
            return _checked(name, "date")
        case sets.Kind.CONFIRMATION:
            return f"CASE WHEN code_key({name}) <> '' THEN {name} END"
        case sets.Kind.YES_NO:
            return f"({_meaning(column)})::boolean"
        case kind if kind in MEANINGS:
            return _meaning(column)
        case _:
            return name


def _is_plain_moment(name: str) -> str:
    """Say whether a moment is as programs write it, of which the cast checks the rest."""
    digits = f"translate({name}, '-T:', '')"
    return (
        f"{name} LIKE '{_PLAIN_MOMENT}' AND {digits} ~ '{_DIGITS}' AND length({digits}) = 14"
        f" AND substr({name}, 1, 2) IN ('19', '20', '21') AND substr({name}, 12, 2) < '24'"
        f" AND substr({name}, 18, 2) < '60'"
    )


def _fraction(text: str) -> str:
    """Cut a fraction of a second to microseconds: rounding could move a day."""
    return f"regexp_replace(replace({text}, ',', '.'), '(\\.[0-9]{{6}})[0-9]+', '\\1')"


def _checked(name: str, type_name: str) -> str:
    return f"CASE WHEN pg_input_is_valid({name}, '{type_name}') THEN {name}::{type_name} END"


def _whole_number(column: sets.Column, type_name: str) -> str:
    """Read đồng; the point of a number cell is a decimal one, whatever stands behind it."""
    name = column.name
    digits = (
        f"regexp_replace(regexp_replace(regexp_replace({name},"
        f" '{_SPACE}*{_CURRENCY}$', '', 'i'), '[.,]00$', ''), '[^0-9-]', '', 'g')"
    )
    number = _cases(
        (f"{name} ~ '{_DIGITS}' AND length({name}) <= {_MOST_DIGITS}", f"{name}::bigint"),
        (f"{name} ~ '{_NEGATIVE}'", f"{name}::bigint"),
        (
            f"{name} ~* '{_GROUPED}' AND NOT ({is_number(column)} AND {name} ~ '\\.')",
            f"{digits}::bigint",
        ),
    )
    if type_name == "bigint":
        return number
    fitting = f"({number}) BETWEEN -2147483648 AND 2147483647"
    return f"CASE WHEN {fitting} THEN ({number})::integer END"


def _meaning(column: sets.Column) -> str:
    """Return what a word stands for, whatever its case; words are compared without diacritics."""
    return _cases(
        *(
            (f"{column.name} IN ({', '.join(repr(word) for word in spellings)})", f"'{meaning}'")
            for meaning, spellings in MEANINGS[column.kind].items()
        )
    )


def _cases(*branches: tuple[str, str]) -> str:
    return "CASE " + " ".join(f"WHEN {test} THEN {then}" for test, then in branches) + " END"

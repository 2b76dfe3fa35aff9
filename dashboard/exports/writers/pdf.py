"""Writer of pdf: to be printed, signed and sent.

How it looks is written in `templates/paper.typ`; what it says travels there as data.
"""

import itertools
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any, Final

from dashboard.exports import cell_text, paper
from dashboard.exports.writers import formula_safe, typesetting
from data import problems
from data.problems import N_

_TEMPLATE: Final = Path(__file__).parents[1] / "templates" / "paper.typ"

_HASH: Final = re.compile("[0-9a-f]{64}")

# Latin with every accent, Greek, Cyrillic, punctuation, currencies, letterlike signs, arrows,
# mathematics and shapes. Not among them: what nobody sees, and what turns the reading round.
_SHOWN: Final = (
    " -~\xa0-\xac\xae-\u034e\u0384-\u038a\u038e-\u03a1\u03a3-\u03ff\u0400-\u045f"
    "\u1e00-\u1eff\u2002-\u200a\u2010-\u2027\u202f-\u2040\u2070\u2071\u2074-\u208e"
    "\u20a0-\u20c0\u2100-\u211e\u2122\u2126-\u214f\u2153-\u2184\u2190-\u22ff\u2500-\u25ff\ufffd"
)
_NOT_SHOWN: Final = re.compile(f"[^{_SHOWN}]")
_BREAKS: Final = re.compile("\r\n|[\t-\r\x1c-\x1f\x85\u2028\u2029]")


def write(document: paper.Paper, to: IO[bytes]) -> None:
    """Write a paper as a tagged PDF/A-2a; the same paper gives the same bytes.

    Raises:
        problems.Problem: it has more lines than a pdf should hold, or could not be typeset.
    """
    made = of(document)
    lines = sum(len(table["lines"]) for table in made["tables"])
    data = json.dumps(made, ensure_ascii=False).encode()
    to.write(typesetting.ALL.typeset(_TEMPLATE, data, lines))


def of(document: paper.Paper) -> dict[str, Any]:
    """Return a paper for the template; its foot is built when all lines have been read.

    Raises:
        problems.Problem: it has more lines than a pdf should hold; nothing is cut.
    """
    lines = itertools.count(1)
    tables = [_table(table, lines) for table in document.tables]
    return {
        "made_at": cell_text.local_moment(document.made_at).isoformat(timespec="seconds"),
        "made_by": shown(document.made_by),
        "head": _shown(vars(document.head)),
        "tables": tables,
        "foot": _foot(document.foot()),
    }


def _foot(foot: paper.Foot) -> dict[str, Any]:
    signatures = [_shown(vars(signature)) for signature in foot.signatures]
    # The hashes of a file can be found in it without typesetting it again.
    hashes = [value for _, value in foot.notes if _HASH.fullmatch(value)]
    return {
        **_shown(vars(foot) | {"signatures": ()}),
        "signatures": signatures,
        "hashes": hashes,
    }


def _shown(value: Any) -> Any:
    """Return texts, and what is made of texts, in letters that a pdf can show."""
    if isinstance(value, str):
        return shown(value)
    if isinstance(value, dict):
        return {name: _shown(part) for name, part in value.items()}
    return [_shown(part) for part in value]


def _table(table: paper.Table, numbers: Iterator[int]) -> dict[str, Any]:
    columns = [
        {"label": shown(each.label), "side": each.kind.side, "width": each.width}
        for each in table.columns
    ]
    lines = [_line(line, table.columns) for line in _counted(table.lines, numbers)]
    return {
        "title": shown(table.title) if table.title else "",
        "columns": columns,
        "lines": lines,
        "is_overview": table.is_overview,
    }


def _counted(lines: Iterable[paper.Line], numbers: Iterator[int]) -> Iterator[paper.Line]:
    for line in lines:
        if next(numbers) > typesetting.MOST_LINES:
            raise problems.Problem(
                N_("Too long for a pdf"),
                N_(
                    "A pdf holds {most} lines at most, and this has more. Take it as xlsx or csv, "
                    "or take the pdf of a single office or organisation."
                ),
                most=typesetting.MOST_LINES,
            )
        yield line


def _line(line: paper.Line, columns: Sequence[paper.Column]) -> list[Any]:
    if line.style is paper.Style.GROUP:
        (words,) = line.cells
        return [line.style, [[_cell(words, paper.Kind.TEXT), len(columns), "left"]]]
    if line.style is paper.Style.ROW:
        return [line.style, [_cell(*pair) for pair in _pairs(line.cells, columns)]]
    return [line.style, _sum(line, columns)]


def _pairs(
    cells: Sequence[paper.Value], columns: Sequence[paper.Column]
) -> Iterator[tuple[paper.Value, paper.Kind]]:
    # A line with a cell too few would move every figure below it into another column.
    return ((cell, column.kind) for cell, column in zip(cells, columns, strict=True))


def _cell(value: paper.Value, kind: paper.Kind) -> str:
    return shown(cell_text.cell(value, kind))


def _sum(line: paper.Line, columns: Sequence[paper.Column]) -> list[list[Any]]:
    """Return the cells of a sum, whose words run on over empty cells up to the first figure."""
    texts = [_cell(*pair) for pair in _pairs(line.cells, columns)]
    each = [[text, 1, column.kind.side] for text, column in zip(texts, columns, strict=True)]
    start, end = line.span
    if not isinstance(line.cells[start], str):
        return each
    return [*each[:start], [texts[start], end - start, "left"], *each[end:]]


def shown(words: str) -> str:
    """Return a text letter by letter; a line break is a space, other letters are replaced.

    A letter and its accent given apart are put together first, as fonts have them.
    """
    return _NOT_SHOWN.sub(
        formula_safe.REPLACEMENT, _BREAKS.sub(" ", unicodedata.normalize("NFC", words))
    )


def all_shown() -> list[str]:
    """Return every letter that a pdf can show."""
    return [letter for letter in map(chr, range(0x10000)) if not _NOT_SHOWN.match(letter)]

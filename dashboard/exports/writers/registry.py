"""Registry of the formats that papers are written in: one record a format.

Files, bundles, commands, the download panel, the routes and the verification of snapshots read
it: a new format needs its writer, a record here, and a test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Final

from dashboard.exports import paper, urls
from dashboard.exports.writers import csv, pdf, xlsx
from data import problems
from data.problems import N_


@dataclass(frozen=True)
class Format:
    """One format of files.

    Attributes:
        ending: how names of its files end, without the dot.
        media: its media type.
        label: what is on its button.
        icon: the Material symbol on its button.
        write: writes a paper to a file; it raises `problems.Problem` for a paper beyond its limits.
        help: what is said of it at its button, if anything.
        separators: what can separate its values, by name; empty where nothing is to be chosen.
        link_params: what its button adds to the parameters of the address.
        may_have_names: whether the panel offers it with names in full.
        is_zip: whether its files are zip archives, whose members are compressed.
    """

    ending: str
    media: str
    label: str
    icon: str
    write: Callable[..., None]
    help: str = ""
    separators: Mapping[str, str] = field(default_factory=dict)
    link_params: Mapping[str, str] = field(default_factory=dict)
    may_have_names: bool = True
    is_zip: bool = False

    def write_to(self, file: IO[bytes], document: paper.Paper, separator: str) -> None:
        """Write a paper to a file; the separator is left out where the format has none.

        Raises:
            problems.Problem: the paper is too long for the format, or there is no such separator.
        """
        self.write(document, file, **({"separator": separator} if self.separators else {}))


# In the order of the buttons.
FORMATS: Final = {
    each.ending: each
    for each in (
        Format(
            ending="xlsx",
            media="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            label="Excel",
            icon="table_view",
            help=N_("A workbook; amounts and days are values."),
            write=xlsx.write,
            is_zip=True,
        ),
        Format(
            ending="pdf",
            media="application/pdf",
            label="PDF",
            icon="picture_as_pdf",
            help=N_("To be printed and signed, on A4."),
            write=pdf.write,
        ),
        Format(
            ending="csv",
            media="text/csv; charset=utf-8",
            label="CSV (;)",
            icon="csv",
            help=N_(
                "Semicolons between the values, as Excel takes them where a comma marks decimals."
            ),
            write=csv.write,
            separators=csv.SEPARATORS,
            link_params={urls.SEPARATOR: "semicolon"},
            may_have_names=False,
        ),
    )
}


# As help texts list them.
ENDINGS: Final = tuple(f".{ending}" for ending in FORMATS)


def named(ending: str) -> Format:
    """Return a format by the ending of its files, in small or capital letters.

    Raises:
        problems.Problem: there is no such format.
    """
    known = FORMATS.get(ending.lower())
    if known is None:
        raise problems.Problem(
            N_("There is no such kind of file"), N_("Reports are written as xlsx, pdf or csv.")
        )
    return known

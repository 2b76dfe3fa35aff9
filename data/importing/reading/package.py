"""The parts of an `.xlsx` or `.xlsm` workbook beside its sheets: names, formats, shared texts.

Read by the local names of elements, so that Strict Open XML reads as the usual kind does. Of the
styles nothing is read but the formats of numbers: what is odd in fonts and colours is no matter.
"""

import functools
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from typing import IO, Final, NamedTuple
from xml.etree import ElementTree as ET
from xml.etree.ElementTree import Element
from xml.sax import saxutils

from openpyxl.styles import numbers

from data.importing.reading import cells

TRUE: Final = {"1", "true", "on"}
_PARTS: Final = "[Content_Types].xml"
# Other entities and texts of several pieces are left to the parser.
_SIMPLE: Final = re.compile(rb'<si><t(?: xml:space="preserve")?>([^<\x00-\x08\x0b-\x1f]*)</t></si>')
_ENTITIES: Final = {"&quot;": '"', "&apos;": "'"}
_ENTITY: Final = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")
_SHARED: Final = (b"<si>", b"<si ", b"<si/")
_USUAL_BOOK: Final = "xl/workbook.xml"


class Place(NamedTuple):
    """A sheet: its title, the name of its part, and whether its users do not see it."""

    title: str
    part: str
    hidden: bool


class Package:
    """An open workbook without its rows. Raises what archives and XML parsers raise."""

    def __init__(self, file: IO[bytes]) -> None:
        self.archive = zipfile.ZipFile(file)
        self._names = {_plain(name): name for name in self.archive.namelist()}
        self.archive.getinfo(self._names[_plain(_PARTS)])
        self._book = self._target("", "officeDocument") or _USUAL_BOOK
        self._related = self._relations(self._book)
        self.epoch = cells.WINDOWS_EPOCH
        self.sheets = tuple(self._sheets())
        self.shared = self._simple_shared() or tuple(self._shared())
        self.is_dated = tuple(self._formats())

    def open(self, part: str) -> IO[bytes]:
        """Open a part by its name, in any case."""
        return self.archive.open(self._names[_plain(part)])

    def _sheets(self) -> Iterator[Place]:
        """Yield the worksheets in their order, and note from which day the workbook counts."""
        for element in self._elements(self._book):
            match local(element.tag):
                case "workbookPr" if element.get("date1904") in TRUE:
                    self.epoch = cells.MAC_EPOCH
                case "sheet":
                    attributes = {local(name): text for name, text in element.attrib.items()}
                    kind, part = self._related[attributes["id"]]
                    if kind == "worksheet":
                        hidden = attributes.get("state", "visible") != "visible"
                        yield Place(attributes.get("name", ""), part, hidden)

    def _shared(self) -> Iterator[str]:
        part = self._target(self._book, "sharedStrings")
        for element in self._elements(part) if part else ():
            if local(element.tag) == "si":
                yield "".join(texts(element))
                element.clear()

    def _simple_shared(self) -> Sequence[str]:
        """Return the shared texts without parsing, if all of them are written as most are."""
        part = self._target(self._book, "sharedStrings")
        if not part:
            return ()
        with self.open(part) as file:
            xml = file.read()
        found = _SIMPLE.findall(xml)
        is_usual = len(found) == sum(map(xml.count, _SHARED)) and not _ENTITY.search(xml)
        if not found or not is_usual or b"<!" in xml or b"\r" in xml:
            return ()
        simple = b"\0".join(found).decode().split("\0")
        return [saxutils.unescape(each, _ENTITIES) if "&" in each else each for each in simple]

    def _formats(self) -> Iterator[bool]:
        """Yield for each style of cells whether it shows a date."""
        part = self._target(self._book, "styles")
        known: dict[int, str] = dict(numbers.BUILTIN_FORMATS)
        for element in self._elements(part) if part else ():
            match local(element.tag):
                case "numFmt":
                    known[int(element.get("numFmtId", 0))] = element.get("formatCode", "")
                case "cellXfs":
                    for style in element:
                        identity = int(style.get("numFmtId", 0))
                        yield cells.is_date_format(known.get(identity))

    def _target(self, part: str, kind: str) -> str | None:
        """Return the part that `part` names as its `kind`, or the one that is usually called so."""
        related = self._related if part else self._relations(part)
        named = [target for each, target in related.values() if each == kind]
        usual = posixpath.join(posixpath.dirname(part), f"{kind}.xml")
        return next((each for each in (*named, usual) if _plain(each) in self._names), None)

    def _relations(self, part: str) -> Mapping[str, tuple[str, str]]:
        """Return kind and name of the parts that `part` refers to, by their ids."""
        folder, name = posixpath.split(part)
        listed = posixpath.join(folder, "_rels", f"{name}.rels")
        if _plain(listed) not in self._names:
            return {}
        return {
            element.get("Id", ""): (
                element.get("Type", "").rpartition("/")[2],
                posixpath.normpath(posixpath.join("/", folder, element.get("Target", "")))[1:],
            )
            for element in self._elements(listed)
            if local(element.tag) == "Relationship"
        }

    def _elements(self, part: str) -> Iterator[Element]:
        with self.open(part) as file:
            for _, element in ET.iterparse(file):  # noqa: S314 - its size is bounded
                yield element


def texts(element: Element) -> Iterator[str]:
    """Yield the pieces of a shared text or of one in its cell, without how it is pronounced."""
    for piece in element:
        match local(piece.tag):
            case "t":
                yield piece.text or ""
            case "r":
                yield from (part.text or "" for part in piece if local(part.tag) == "t")


@functools.lru_cache(maxsize=1024)
def local(name: str) -> str:
    """Return the name of an element or an attribute without its namespace."""
    return name.rpartition("}")[2]


def _plain(name: str) -> str:
    """Return the name of a part as it is compared."""
    return name.replace("\\", "/").lstrip("/").lower()

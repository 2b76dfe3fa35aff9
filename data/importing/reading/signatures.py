"""What a file is, by what stands in it: many are called otherwise, and other programs open them.

A file is read by what it is, whatever the ending of its name. What is of no format that is read is
refused by its name, with what to do.
"""

import codecs
import enum
import mmap
import re
import zipfile
from typing import Final

from data import problems
from data.importing.reading import tables
from data.problems import N_


class Format(enum.Enum):
    """What can be read."""

    TEXT = "text"
    XLSX = "xlsx"  # and xlsm
    XLSB = "xlsb"
    XLS = "xls"
    ODS = "ods"


# So much of the beginning is looked at.
_HEAD: Final = 4096
_COMPOUND: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_GZIP: Final = b"\x1f\x8b"
_ZIP: Final = (b"PK\x03\x04", b"PK\x05\x06")
# Workbooks from before Excel 5 stand alone: version, then the length of the record.
_OLD_EXCEL: Final = re.compile(rb"\x09[\x00\x02\x04\x08](\x04|\x06|\x08|\x10)\x00[\x00-\x06]")

_PROTECTED: Final = N_("{file} is protected by a password: save it without one.")
_WEB_PAGE: Final = N_(
    "{file} is a web page (HTML), whatever it is called: open it in a spreadsheet and save it as "
    ".xlsx or CSV UTF-8."
)
_WEB_ARCHIVE: Final = N_(
    "{file} is a web archive (MHTML): open it in a spreadsheet and save it as .xlsx or CSV UTF-8."
)
_XML_2003: Final = N_(
    "{file} is an XML Spreadsheet 2003: open it in a spreadsheet and save it as .xlsx."
)
_FLAT: Final = N_("{file} is a flat XML document of LibreOffice: save it as .ods or .xlsx.")
_XML: Final = N_("{file} is an XML file: export the list as .xlsx or CSV UTF-8.")
_JSON: Final = N_("{file} is a JSON file: export the list as .xlsx or CSV UTF-8.")
_PDF: Final = N_("{file} is a PDF: export the list as .xlsx or CSV UTF-8.")
_IMAGE: Final = N_("{file} is a picture: export the list as .xlsx or CSV UTF-8.")
_WORD: Final = N_("{file} is a text document: put its table into a spreadsheet and save it.")
_SLIDES: Final = N_("{file} is a presentation: put its table into a spreadsheet and save it.")
_IWORK: Final = N_("{file} is a document of Numbers, Pages or Keynote: export it as .xlsx.")
_DATABASE: Final = N_("{file} is a database: export its table as .xlsx or CSV UTF-8.")
_PACKED: Final = N_("{file} is a compressed archive: unpack it and give the files in it.")
_MAIL: Final = N_("{file} is a saved e-mail: save what is attached to it.")
_OLD_SHEET: Final = N_("{file} is a worksheet of Lotus or Quattro: save it as .xlsx or CSV UTF-8.")
_COMPOUND_FILE: Final = N_(
    "{file} is an old office document without a workbook in it: export the list as .xlsx."
)
_NO_WORKBOOK: Final = N_(
    "{file} is an OpenDocument file, but no spreadsheet: put its table into one and save it."
)

# What a file begins with, at which byte.
_SIGNATURES: Final[tuple[tuple[int, bytes, str], ...]] = (
    (0, b"%PDF", _PDF),
    (0, b"\x89PNG\r\n", _IMAGE),
    (0, b"\xff\xd8\xff", _IMAGE),
    (0, b"GIF8", _IMAGE),
    (0, b"II*\x00", _IMAGE),
    (0, b"MM\x00*", _IMAGE),
    (8, b"WEBP", _IMAGE),
    (4, b"ftyphei", _IMAGE),
    (4, b"Standard Jet DB", _DATABASE),
    (4, b"Standard ACE DB", _DATABASE),
    (0, b"SQLite format 3\x00", _DATABASE),
    (0, b"PAR1", _DATABASE),
    (0, _GZIP, _PACKED),
    (0, b"7z\xbc\xaf\x27\x1c", _PACKED),
    (0, b"Rar!\x1a\x07", _PACKED),
    (4, b"1AY&SY", _PACKED),
    (0, b"\xfd7zXZ\x00", _PACKED),
    (0, b"\x28\xb5\x2f\xfd", _PACKED),
    (0, b"{\\rtf", _WORD),
    (0, b"\x00\x00\x02\x00\x04\x04", _OLD_SHEET),
    (0, b"\x00\x00\x02\x00\x06\x04", _OLD_SHEET),
    (0, b"\x00\x00\x1a\x00", _OLD_SHEET),
    (0, b"\x00\x00\x02\x00\x01\x10", _OLD_SHEET),
)
# What the directory of a compound file names, in its order of weight.
_STREAMS: Final[tuple[tuple[str, Format | str], ...]] = (
    ("EncryptedPackage", _PROTECTED),
    ("Workbook", Format.XLS),
    ("Book", Format.XLS),
    ("WordDocument", _WORD),
    ("PowerPoint Document", _SLIDES),
    ("__properties_version1.0", _MAIL),
)
# What the list of parts of an Office document says of the one that it is.
_CONTENT_TYPES: Final[tuple[tuple[bytes, Format | str], ...]] = (
    (b"sheet.binary.macroenabled.main", Format.XLSB),
    (b"spreadsheetml", Format.XLSX),
    (b"vnd.ms-excel", Format.XLSX),
    (b"wordprocessingml", _WORD),
    (b"vnd.ms-word", _WORD),
    (b"presentationml", _SLIDES),
    (b"vnd.ms-powerpoint", _SLIDES),
)
_ENTRY: Final = 128
_LARGEST_LIST: Final = 1 << 20
# Markup, after a mark, white space, comments and declarations; in the order in which it is asked.
_MARKUP: Final[tuple[tuple[re.Pattern[str], str], ...]] = (
    (re.compile(r"mime-version:|content-type: *multipart/|from: <saved by", re.IGNORECASE),
     _WEB_ARCHIVE),
    (re.compile(r"<[^>]*urn:schemas-microsoft-com:office:spreadsheet(?![^>]*xhtml)[^>]*>"
                r"(?!.*<html)", re.IGNORECASE | re.DOTALL), _XML_2003),
    (re.compile(r"<office:document\b"), _FLAT),
    (re.compile(r"<(!doctype\s+html|html|head|body|meta|table|tbody|tr|div|style|script|font|"
                r"title|link|center|p|br|form|span)\b", re.IGNORECASE), _WEB_PAGE),
    (re.compile(r"<[a-z_!?]", re.IGNORECASE), _XML),
    (re.compile(r'[{\[]\s*["{\[]'), _JSON),
)  # fmt: skip
_PROLOGUE: Final = re.compile(r"\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*)*", re.DOTALL)
_NO_TEXT: Final = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def of(source: tables.Source) -> Format:
    """Return the format that a file is of.

    A file that shows nothing is of the format that its name says; an empty one is a text.

    Raises:
        problems.Problem: it is something else, or cannot be opened.
    """
    try:
        with source.path.open("rb") as file:
            head = file.read(_HEAD)
            found = _found(source, head)
    except OSError as error:
        raise problems.Problem(
            N_("The file cannot be read"),
            N_("{file} is damaged or may not be opened: copy it here once more."),
            file=source.name,
        ) from error
    if isinstance(found, Format):
        return found
    raise problems.Problem(N_("This is no list to import"), found, file=source.name)


def _found(source: tables.Source, head: bytes) -> Format | str:
    """Return the format of a file, or the sentence that says what it is."""
    # As a text it shows that it is empty.
    named = _named(source) if head else Format.TEXT
    if head.startswith(_COMPOUND):
        return _compound(source)
    if head.startswith(_ZIP):
        return _archive(source) or (Format.XLSX if named is Format.TEXT else named)
    if _OLD_EXCEL.match(head):
        return Format.XLS
    if head.startswith(_GZIP) and source.format.lower().startswith(".csv"):
        return Format.TEXT
    begun = [sentence for place, begin, sentence in _SIGNATURES if head.startswith(begin, place)]
    text = _text(head)
    if begun or text is None:
        return begun[0] if begun else named
    return _markup(text) or Format.TEXT


def _named(source: tables.Source) -> Format:
    """Return the format that the name of a file says."""
    match source.format.lower():
        case ".xlsx" | ".xlsm":
            return Format.XLSX
        case ".xlsb":
            return Format.XLSB
        case ".xls":
            return Format.XLS
        case ".ods":
            return Format.ODS
    return Format.TEXT


def _compound(source: tables.Source) -> Format | str:
    """Return what a compound file is by the streams that its directory names."""
    with (
        source.path.open("rb") as file,
        mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content,
    ):
        for name, meaning in _STREAMS:
            # An entry of the directory has 128 bytes, and begins with the name.
            entry = name.encode("utf-16-le") + b"\0\0"
            place = content.find(entry, _ENTRY)
            while place >= 0 and place % _ENTRY:
                place = content.find(entry, place + 1)
            if place >= 0:
                return meaning
    return _COMPOUND_FILE


def _archive(source: tables.Source) -> Format | str | None:
    """Return what an archive is by its parts; None where they cannot be listed."""
    try:
        with zipfile.ZipFile(source.path) as archive:
            names = {name.replace("\\", "/").lower(): name for name in archive.namelist()}
            if "[content_types].xml" in names:
                return _office(archive, names["[content_types].xml"], names)
            if "mimetype" in names or "content.xml" in names:
                return _open_document(archive, names)
    except (OSError, RuntimeError, ValueError, NotImplementedError, zipfile.BadZipFile):
        return None
    if any(name.startswith("xl/") for name in names):
        return None
    if any(name.endswith(".iwa") or name.startswith("index.") for name in names):
        return _IWORK
    return _PACKED if names else None


def _office(archive: zipfile.ZipFile, listed: str, names: dict[str, str]) -> Format | str | None:
    if archive.getinfo(listed).file_size <= _LARGEST_LIST:
        types = archive.read(listed).lower()
        for word, meaning in _CONTENT_TYPES:
            if word in types:
                return meaning
    return None if any(name.startswith("xl/") for name in names) else _PACKED


def _open_document(archive: zipfile.ZipFile, names: dict[str, str]) -> Format | str:
    if "mimetype" not in names or archive.getinfo(names["mimetype"]).file_size > _HEAD:
        return Format.ODS
    kind = archive.read(names["mimetype"])
    if b"opendocument" not in kind:
        return _PACKED
    return Format.ODS if b"spreadsheet" in kind else _NO_WORKBOOK


def _text(head: bytes) -> str | None:
    """Return the beginning of a file as text; None where it is none."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encoding = "utf-16"
    else:
        encoding = "utf-8-sig"
    try:
        text = codecs.getincrementaldecoder(encoding)().decode(head)
    except UnicodeDecodeError:
        # Eight bits a letter: markup shows all the same.
        text = head.decode("latin-1")
    return None if not text or _NO_TEXT.search(text) else text


def _markup(text: str) -> str | None:
    """Return the sentence for a text that is markup."""
    prologue = _PROLOGUE.match(text)
    rest = text[prologue.end() :] if prologue else text
    for pattern, sentence in _MARKUP:
        if pattern.match(rest):
            return sentence
    return None

"""Upkeep of the catalog: `python -m dashboard.text.messages` brings `vi.po` up to date.

It collects every text marked with `_`, `N_` or `ngettext` from the four packages and writes them
into the catalog, keeping the translations that are there. What is new is left empty, what is no
longer in use is dropped; the tests refuse a catalog with a gap.
"""

import ast
import importlib.resources
import inspect
import io
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from babel.messages import catalog, extract, pofile

ROOT: Final = Path(__file__).resolve().parents[2]
PACKAGES: Final = ("dashboard", "pages", "queries", "data")
VIETNAMESE: Final = Path(__file__).with_name("vi.po")

# Without dates and names, so that the file changes only with the texts.
_HEADER: Final = """\
# Vietnamese for bhxh-monitor. `python -m dashboard.text.messages` keeps it up to date.
msgid ""
msgstr ""
"Language: vi\\n"
"Plural-Forms: nplurals=1; plural=0;\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""

# `N_` marks a text where no language is known yet; `_` and `ngettext` translate at once.
KEYWORDS: Final = {"_": None, "N_": None, "ngettext": (1, 2)}


# The modules of click that have words for whoever gives commands (`dashboard.commands.language`).
CLICK: Final = ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types")


def extracted() -> catalog.Catalog:
    """Return every text in the code, with the files that it stands in."""
    template = catalog.Catalog(project="bhxh-monitor", charset="utf-8")
    for package in PACKAGES:
        for file, _line, message, comments, context in extract.extract_from_dir(
            ROOT / package, method_map=[("**.py", "python")], keywords=KEYWORDS
        ):
            # No line numbers: they would change with every edit.
            where = [(f"{package}/{Path(file).as_posix()}", 0)]
            template.add(message, None, where, auto_comments=comments, context=context)
    for message in (*_of_click(), *_helps()):
        template.add(message, None, [("dashboard/commands", 0)])
    return template


def _of_click() -> Iterator[str | tuple[str, ...]]:
    """Yield what the library of the command line says to whoever gives commands."""
    for module in CLICK:
        file = importlib.resources.files("click").joinpath(f"{module}.py")
        with file.open("rb") as source:
            for _line, message, _comments, _context in extract.extract("python", source, KEYWORDS):
                yield message


def _helps() -> Iterator[str]:
    """Yield the help of our commands and of their options, which stand there without a marker."""
    for file in (ROOT / "dashboard/cli.py", *sorted((ROOT / "dashboard/commands").glob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(map(_makes_command, node.decorator_list)):
                yield inspect.cleandoc(ast.get_docstring(node) or "")
            elif isinstance(node, ast.Call):
                yield from map(inspect.cleandoc, _texts_of_options(node))


def _texts_of_options(call: ast.Call) -> Iterator[str]:
    """Yield the help that a call gives an option, or the two of a period."""
    given = [each.value for each in call.keywords if each.arg == "help"]
    if isinstance(call.func, ast.Attribute) and call.func.attr == "period":
        given += call.args
    for each in given:
        if isinstance(each, ast.Constant) and isinstance(each.value, str):
            yield each.value


def _makes_command(decorator: ast.expr) -> bool:
    called = decorator.func if isinstance(decorator, ast.Call) else decorator
    return isinstance(called, ast.Attribute) and called.attr in {"command", "group"}


def stored() -> catalog.Catalog:
    """Return the Vietnamese catalog as committed."""
    if not VIETNAMESE.exists():
        return catalog.Catalog(locale="vi", charset="utf-8")
    with VIETNAMESE.open("rb") as file:
        return pofile.read_po(file, locale="vi")


def update() -> list[str]:
    """Bring the catalog up to date and return the texts that wait for a translation."""
    translations = stored()
    # Guessing at changed texts would only leave wrong words behind.
    translations.update(extracted(), no_fuzzy_matching=True)
    write(translations)
    return [str(message.id) for message in translations if message.id and not _is_done(message)]


def write(translations: catalog.Catalog) -> None:
    """Write the Vietnamese catalog, without what would change although no text has changed."""
    file = io.BytesIO()
    translations.fuzzy = False
    pofile.write_po(
        file,
        translations,
        width=100,
        omit_header=True,
        sort_output=True,
        ignore_obsolete=True,
        include_lineno=False,
    )
    VIETNAMESE.write_bytes(_HEADER.encode() + file.getvalue())


def _is_done(message: catalog.Message) -> bool:
    words = message.string
    return all(words) if isinstance(words, (tuple, list)) else bool(words)


if __name__ == "__main__":
    waiting = update()
    sys.stdout.write("".join(f"{message}\n" for message in waiting))
    sys.exit(1 if waiting else 0)

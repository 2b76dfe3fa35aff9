"""Components of HTML and SVG that are ours: each has a script and a style sheet, and shares one."""

import collections
import pathlib
import weakref
import zlib
from typing import Any, Final

import orjson
import streamlit as st

from dashboard import access
from dashboard.text import _

_HERE = pathlib.Path(__file__).parent
# What stands before the scripts of components.
SHARED: Final = (_HERE / "elements.js").read_text(encoding="utf-8")


def component(name: str, folder: pathlib.Path = _HERE) -> Any:
    """Return the component whose script and style sheet have this name, for one call of a page.

    `elements.js` stands before its script. It has no shadow root: pages are searched, copied and
    printed as a whole.
    """
    script, style = folder / f"{name}.js", folder / f"{name}.css"
    return st.components.v2.component(
        f"bhxh_{name}",
        js=f"{SHARED}\n{script.read_text(encoding='utf-8')}",
        css=style.read_text(encoding="utf-8"),
        isolate_styles=False,
    )


_copyable: Final = component("copyable")
# By run: how often each line has been shown.
_shown: Final[weakref.WeakKeyDictionary[object, collections.Counter[int]]] = (
    weakref.WeakKeyDictionary()
)


def copyable(words: str) -> None:
    """Show a line that one click copies, as Streamlit shows code (`copyable.js`)."""
    number = zlib.crc32(words.encode())
    counted = _shown.setdefault(access.run(), collections.Counter())
    counted[number] += 1
    told = {"words": words, "label": _("Copy to clipboard"), "done": _("Copied")}
    _copyable(key=f"copyable_{number}_{counted[number]}", data=orjson.dumps(told))

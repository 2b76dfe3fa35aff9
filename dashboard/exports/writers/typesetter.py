"""Program that typesets papers, one after the other: `python typesetter.py TEMPLATE`.

It reads a line of JSON a paper, and answers each with a line of JSON: {"bytes": n} before the n
bytes of its pdf, or {"problem": reason}. It runs as a process of its own, because the typesetter
keeps what it has laid out: after ten papers of a thousand lines it holds more than a gigabyte, and
gives nothing back. `typesetting` ends it before that.
"""

import datetime as dt
import json
import re
import sys
from pathlib import Path

import typst


def main() -> None:
    """Typeset the papers of standard input, until it is closed."""
    template = Path(sys.argv[1]).read_bytes()
    fonts = letters()
    for line in sys.stdin.buffer:
        try:
            made = typeset(template, line.decode(), fonts)
        except typst.TypstError as error:
            _answer({"problem": reason(error)})
        else:
            _answer({"bytes": len(made)}, made)


def letters() -> typst.Fonts:
    """Return the typesetter's own fonts: the same letters and the same bytes on every machine."""
    return typst.Fonts(include_system_fonts=False)


def typeset(template: bytes, paper: str, fonts: typst.Fonts) -> bytes:
    """Return the pdf of a paper; its texts are data to the template, never source.

    The archive standard asks for tags, a language and letters that can be read back, and forbids
    letters without a shape: they have been replaced before.
    """
    return typst.compile(
        template,
        format="pdf",
        font_paths=fonts,
        sys_inputs={"paper": paper},
        timestamp=dt.datetime.fromisoformat(json.loads(paper)["made_at"]),
        pdf_standards=["a-2a"],
    )


def reason(error: typst.TypstError) -> str:
    """Return what is wrong with the template, and in which lines; without what it quotes.

    A quotation may be a text of the paper, and so a name.
    """
    what = re.split('["`]', error.message)[0].strip()
    where = re.findall(r"\.typ:(\d+):\d+", error.diagnostic)
    return f"{what} (lines {', '.join(where)} of the template)"


def _answer(head: dict[str, object], made: bytes = b"") -> None:
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n" + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()

"""Program that typesets one paper: `python typesetter.py TEMPLATE < paper > pdf`.

It runs as a process of its own, because the typesetter keeps what it has laid out: after ten
papers of a thousand lines it holds more than a gigabyte, and gives nothing back.
"""

import datetime as dt
import json
import re
import sys
from pathlib import Path

import typst


def main() -> None:
    """Read the paper from standard input and write the pdf to standard output."""
    paper = sys.stdin.buffer.read().decode()
    try:
        made = typeset(Path(sys.argv[1]).read_bytes(), paper)
    except typst.TypstError as error:
        sys.exit(reason(error))
    sys.stdout.buffer.write(made)


def typeset(template: bytes, paper: str) -> bytes:
    """Return the pdf of a paper; its texts are data to the template, never source.

    The archive standard asks for tags, a language and letters that can be read back, and forbids
    letters without a shape: they have been replaced before.
    """
    return typst.compile(
        template,
        format="pdf",
        sys_inputs={"paper": paper},
        # The same letters and the same bytes on every machine.
        ignore_system_fonts=True,
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


if __name__ == "__main__":
    main()

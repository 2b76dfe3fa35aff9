"""Messages as they travel: a digest as text and as HTML that any mail program shows.

Nothing is loaded from anywhere, and nothing tells who has read it.
"""

import email
import email.message
import email.policy
import email.utils
import functools
import html
import importlib.resources
import re
import uuid
from email import headerregistry
from typing import Final

import jinja2
import markdown_it
import markupsafe

from dashboard import text
from dashboard.figures import checks
from dashboard.mail import digest as digests
from dashboard.mail.digest import Digest
from dashboard.text import _
from data import settings
from data.mailing import mail_server

CHOICES: Final = "notifications"
# What keeps Markdown of screens from making something of names (dashboard/text/formats.py).
_WORD_JOINER: Final = "\u2060"
_EMPHASIS: Final = re.compile("</?(?:strong|em)>")
# On white, by WCAG AA.
_INKS: Final = {
    checks.State.GOOD: "#1a6b38",
    checks.State.BAD: "#a8201a",
    checks.State.PENDING: "#0b5cad",
    checks.State.NOTHING_DUE: "#56616b",
    checks.State.UNKNOWN: "#8a5300",
}


def of(digest: Digest, login: str | None, *, why: str) -> tuple[str, bytes]:
    """Return the id of a new message, and the whole of it.

    Args:
        digest: what it says, in the language at hand.
        login: the address of the user whom it is to; None for a channel.
        why: the sentence that says why somebody gets it.

    Raises:
        ValueError: no mail can be sent to such an address.
    """
    made = email.message.EmailMessage(policy=_policy(login))
    identity = email.utils.make_msgid(uuid.uuid4().hex, _domain())
    made["Subject"] = " ".join(digest.subject.split())
    made["From"] = _sender()
    if login is not None:
        made["To"] = _recipient(login)
    made["Date"] = email.utils.localtime()
    made["Message-ID"] = identity
    # Neither an absent reader's program nor a list answers it.
    made["Auto-Submitted"] = "auto-generated"
    made["X-Auto-Response-Suppress"] = "All"
    made["Precedence"] = "bulk"
    made["Content-Language"] = text.language()
    if login is not None:
        made["List-Unsubscribe"] = f"<{digests.address(CHOICES)}>"
    parts = _parts(digest, why, has_choice=login is not None)
    made.set_content(plain(digest, parts), charset="utf-8", cte="quoted-printable")
    made.add_alternative(
        _html(digest, parts), subtype="html", charset="utf-8", cte="quoted-printable"
    )
    return identity, made.as_bytes()


def read(message: bytes) -> tuple[str, str]:
    """Return the subject and the text of a message: what a channel of a group is given."""
    made = email.message_from_bytes(message, policy=email.policy.default)
    body = made.get_body(("plain",))
    return str(made["Subject"]), body.get_content() if body else ""


def plain(digest: Digest, parts: dict[str, str]) -> str:
    """Return a digest as text: each sentence with the word of its state, then its links."""
    rows = [digest.title, *(["", unmarked(digest.headline)] if digest.headline else [])]
    for section in digest.sections:
        if section.heading and (section.lines or section.remark):
            rows += ["", section.heading.upper()]
        for line in section.lines:
            rows += ["", f"- {checks.word(line.check.state)}: {line.check.plain}"]
            rows += [
                f"  {unmarked(lead.label)}: {digests.address(lead.to, lead.params)}"
                for lead in line.leads
            ]
        rows += ["", section.remark] if section.remark else []
    if (table := digest.table) is not None:
        rows += ["", table.caption]
        for row in table.rows:
            told = zip(table.headings[1:], row[1:], strict=True)
            rows.append(f"- {row[0]}: {'; '.join(f'{name} {cell}' for name, cell in told)}")
        rows += ["", table.remark] if table.remark else []
    rows += ["", f"{parts['open_words']}: {parts['home']}"]
    if parts["witness"]:
        rows += ["", parts["witness"], f"    {parts['command']}"]
    rows += ["", "-- ", parts["why"]]
    rows += [f"{parts['choose_words']}: {parts['choices']}"] if parts["choices"] else []
    return "\n".join(rows) + "\n"


def unmarked(sentence: str) -> str:
    """Return Markdown of one line as the text that is read."""
    return html.unescape(_EMPHASIS.sub("", written(sentence)))


def written(sentence: str) -> markupsafe.Markup:
    """Return Markdown of one line as HTML: emphasis, and everything else letter by letter."""
    made = _markdown().renderInline(sentence.replace(_WORD_JOINER, ""))
    return markupsafe.Markup(made)  # noqa: S704 - made without HTML of the text's own


def _parts(digest: Digest, why: str, *, has_choice: bool) -> dict[str, str]:
    """Return the sentences around a digest, and where they lead."""
    link = digest.witness
    witness = command = ""
    if link is not None:
        witness = _(
            "End of the chain of snapshots: number {number}, hash {hash}. This mail is a witness "
            "of it: the following command says whether it is still there."
        ).format(number=link.snapshot_id, hash=link.sha256.hex())
        command = f"bhxh-monitor snapshot verify --hash {link.sha256.hex()}"
    return {
        "house": _("Hanoi Social Insurance · Monitoring of collection services"),
        "home": digests.address("overview"),
        "open_words": _("Open the dashboard"),
        "witness": witness,
        "command": command,
        "why": why,
        "choices": digests.address(CHOICES) if has_choice else "",
        "choose_words": _("Choose what you get"),
    }


def _html(digest: Digest, parts: dict[str, str]) -> str:
    made = _templates().get_template("mail.html")
    return made.render(digest=digest, language=text.language(), **parts)


@functools.cache
def _templates() -> jinja2.Environment:
    source = importlib.resources.files(__package__).joinpath("templates", "mail.html")
    made = jinja2.Environment(
        loader=jinja2.DictLoader({"mail.html": source.read_text(encoding="utf-8")}),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "written": written,
        "word": checks.word,
        "ink": _INKS.__getitem__,
        "target": lambda lead: digests.address(lead.to, lead.params),
    }
    return made


@functools.cache
def _markdown() -> markdown_it.MarkdownIt:
    # Of Markdown the sentences use emphasis alone; names have their signs escaped.
    return markdown_it.MarkdownIt("zero", {"html": False}).enable(["emphasis", "escape"])


def _policy(login: str | None) -> "email.policy.EmailPolicy[email.message.EmailMessage]":
    is_ascii = login is None or login.isascii()
    return email.policy.SMTP if is_ascii else email.policy.SMTPUTF8


def _sender() -> headerregistry.Address | str:
    given = settings.read().mail_from
    return mail_server.sender(given) if given else f"bhxh-monitor@{_domain()}"


def _recipient(login: str) -> headerregistry.Address:
    """Return the address of a user.

    Raises:
        ValueError: it is one that the sign-in may know, and mail does not.
    """
    name, _at, domain = login.rpartition("@")
    try:
        return headerregistry.Address(username=name, domain=domain)
    except (IndexError, email.errors.MessageError) as error:
        raise ValueError from error


def _domain() -> str:
    given = settings.read()
    if given.mail_from:
        return mail_server.sender(given.mail_from).domain
    return (given.public_url and given.public_url.host) or "localhost"

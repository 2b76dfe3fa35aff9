"""Owns form 01-XN as an office signs it: its content from the store, and its paper.

One line a payment under its code, organisation by organisation; what was voided stands apart.
"""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dashboard import clock
from dashboard.exports import content, paper, template
from dashboard.exports.documents import amount_in_words, form_01xn_body, issuer
from dashboard.text import formats
from queries.forms import lines

if TYPE_CHECKING:
    from collections.abc import Mapping

    import sqlalchemy as sa

    from dashboard.exports.documents import stamp


def found(
    connection: sa.Connection, asked: Mapping[str, str], *, in_full: bool = False
) -> content.Content:
    """Return the form that was asked for: a date, and perhaps an office and an organisation.

    The rows are fetched as they are read, within the transaction.

    Raises:
        problems.Problem: an unknown code.
    """
    office, org = asked.get("office"), asked.get("org")
    date = dt.date.fromisoformat(asked["date"])
    facts = issuer.facts(connection, office=office)
    rows = lines.listed(connection, date=date, office=office, org=org, in_full=in_full)
    return content.Content(content.FORM_01XN, asked, facts, lines.COLUMNS, rows)


def paper_of(form: content.Content, taken: stamp.Stamp) -> paper.Paper:
    """Return the form as it is signed."""
    words = template.named("form_01xn")
    body = form_01xn_body.Body(form, words)
    asked = form.asked
    parts = ("mau-01-xn", asked["date"], asked.get("office"), asked.get("org"))
    return paper.Paper(
        name="-".join(part for part in parts if part),
        head=_head(form, words),
        tables=body.tables(),
        foot=lambda: _foot(body, form, words, taken),
        made_at=taken.made_at,
        made_by=taken.made_by,
    )


def _head(form: content.Content, words: template.Template) -> paper.Head:
    return paper.Head(
        upper=str(form.facts["upper"] or words["upper"]).upper(),
        office=str(form.facts["office"] or "").upper(),
        number=words["number"],
        basis=words["basis"],
        title=words["title"],
        about=_about(form, words),
        unit=words["unit"],
    )


def _about(form: content.Content, words: template.Template) -> tuple[str, str]:
    """Return the day and the organisation, as they stand under the title."""
    day = words["day"].format(day=formats.day(dt.date.fromisoformat(form.asked["date"])))
    code = form.asked.get("org")
    if code is None:
        return day, words["every_organization"]
    name = form.facts["organizations"].get(code, code)
    return day, words["organization"].format(organization=name, code=code)


def _foot(
    body: form_01xn_body.Body, form: content.Content, words: template.Template, taken: stamp.Stamp
) -> paper.Foot:
    whole = body.tally.whole
    office = f"{form.facts['office']} ({form.facts['office_code']})"
    totals = [
        ("Số mã xác nhận", formats.count(whole.codes)),
        ("Số tiền thu", formats.money(whole.amount)),
        ("Số tiền điều chỉnh giảm", formats.money(whole.adjustment_amount)),
        ("Số tiền sau điều chỉnh", formats.money(whole.net_amount)),
    ]
    day = taken.made_at.astimezone(clock.HANOI)
    return paper.Foot(
        words=(words["in_words"].format(words=amount_in_words.money(whole.net_amount)),),
        place=words["place"].format(day=f"{day:%d}", month=template.month(day), year=day.year),
        signatures=template.signatures(words),
        notes=taken.notes(body.digest, "; ".join((office, *_about(form, words))), totals),
        mark=taken.mark(body.digest),
    )

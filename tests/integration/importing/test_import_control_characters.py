"""Control characters are refused; line breaks and tabs in a name become a space.

Each row of a file has another character; rows do not depend on one another.
"""

import itertools

from support import desks

IN_NAMES = ("\x01", "\x07", "\x1b", "\x1f", "\x7f", "\x85", "\x9b")
ELSEWHERE = tuple(
    itertools.product(("payment_id", "product", "amount", "voided_at"), ("\x1b", "\x0b", "\x9b"))
)
SPACES = ("\n", "\t", "\u00a0", "\u2028", "  ")
BREAKS = ("\n", "\r\n", "\t", "\r", " \n ")


def named(*names: str) -> list[dict[str, str]]:
    """Return organisations of these names, BI0900 and so on."""
    return [{"org_code": f"BI09{n:02}", "org_name": name} for n, name in enumerate(names)]


def names_of(desk: desks.Desk) -> list[str]:
    """Return the names of those organisations that are in."""
    return desk.column(
        "SELECT org_name FROM organizations WHERE org_code ~ 'BI09' ORDER BY org_code"
    )


def test_a_control_character_in_a_name_refuses_the_row(desk: desks.Desk) -> None:
    desk.hand_in(organizations=named(*(f"Tổ{each}chức" for each in IN_NAMES), "Tổ chức tốt"))
    assert desk.faults_of(IN_NAMES) == dict.fromkeys(IN_NAMES, ("org_name", "control"))
    assert names_of(desk) == ["Tổ chức tốt"]


def test_any_other_cell_with_one_refuses_the_row(desk: desks.Desk) -> None:
    good = [desks.DEFAULTS["payments"] | {"payment_id": f"P{n}"} for n in range(len(ELSEWHERE))]
    desk.hand_in(
        payments=[
            row | {column: f"{row.get(column, '')}{character}1"}
            for row, (column, character) in zip(good, ELSEWHERE, strict=True)
        ]
    )
    assert desk.faults_of(ELSEWHERE) == {each: (each[0], "control") for each in ELSEWHERE}
    assert desk.column("SELECT payment_id FROM payments") == []


def test_white_space_in_a_code_is_one_space(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": f" P{each}{n}{each}"} for n, each in enumerate(SPACES)])
    kept = desk.column("SELECT payment_id FROM payments ORDER BY payment_id")
    assert dict(zip(SPACES, kept, strict=True)) == {each: f"P {n}" for n, each in enumerate(SPACES)}


def test_line_breaks_and_tabs_in_a_name_become_a_space(desk: desks.Desk) -> None:
    desk.hand_in(organizations=named(*(f"\tTổ{each}chức\n" for each in BREAKS)))
    assert desk.faults() == []
    names = dict(zip(BREAKS, names_of(desk), strict=True))
    split = {each: name.split() for each, name in names.items()}
    assert split == {each: ["Tổ", "chức"] for each in BREAKS}
    assert not {"\n", "\r", "\t"} & set("".join(names.values()))


def test_an_unknown_code_with_one_is_said_once(desk: desks.Desk) -> None:
    desk.hand_in(payments=[{"payment_id": "P1", "org_code": "BI\x1b0001"}])
    assert [(row, column) for row, column, _ in desk.faults()] == [(2, "org_code")]


def test_a_cell_with_a_no_break_space_has_none(desk: desks.Desk) -> None:
    desk.hand_in(organizations=[{"org_code": "BI0901", "org_name": "Tổ\u00a0chức"}])
    assert desk.faults() == []

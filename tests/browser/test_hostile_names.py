"""Names come from files: whatever they are, tables show them letter by letter."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

import pytest
from playwright.sync_api import expect
from support import desks
from support.browser import pages

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import sqlalchemy as sa
    from playwright.sync_api import Page
    from support import databases

NAMES: Final = {
    "00901": "<img src=x onerror=\"document.title='hacked'\"> & Công ty",
    "00902": '"><script>document.title="hacked"</script>',
    "00903": "[Xem](javascript:alert(1)) :material/home: **đậm** </th></table>",
}


@pytest.fixture(scope="module")
def address(
    made: databases.Databases,
    start: Callable[[sa.URL], str],
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """Give the address of a dashboard whose offices have such names."""
    folder = tmp_path_factory.mktemp("hostile")
    with made.fresh() as name, desks.opened(made, name, folder) as desk:
        desk.masters()
        given = [
            {"office_code": code, "office_name": office, "parent_code": "00100",
             "valid_from": "2020-01-01"}
            for code, office in NAMES.items()
        ]  # fmt: skip
        assert desk.hand_in(offices=given).rejected == 0
        desk.hand_in(
            payments=[{"payment_id": f"P{code}", "office_code": code} for code in NAMES],
        )
        yield start(made.url(name))


@pytest.mark.parametrize("page", pages.DESK, indirect=True)
def test_hostile_names_are_text_and_nothing_of_them_is_run(page: Page) -> None:
    page.goto("/office")
    table = pages.tables(page).first
    for code, name in NAMES.items():
        row = table.get_by_role("row").filter(has_text=code)
        expect(row.get_by_role("link")).to_have_text(name)
    assert table.locator("img, script, strong").count() == 0
    assert "hacked" not in page.title()
    pages.pick(page, table, "00902")
    expect(page).to_have_url(re.compile("office=00902$"))

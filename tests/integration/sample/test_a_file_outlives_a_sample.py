"""A file for another machine, of a sample: real data may come in while it is being made."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pytest
from starlette import applications, middleware, testclient

from dashboard import current_store
from dashboard.auth import exposure
from dashboard.exports import files
from dashboard.web import downloads, local_only

if TYPE_CHECKING:
    from support import desks


FORM: Final = "/export/form-01-xn.csv?date=2026-08-21"


@pytest.fixture
def client(full_desk: desks.Desk, monkeypatch: pytest.MonkeyPatch) -> testclient.TestClient:
    """Give another machine, where nobody signs in."""
    monkeypatch.setattr(current_store, "current", lambda: full_desk.store)
    application = applications.Starlette(
        routes=list(downloads.ROUTES), middleware=[middleware.Middleware(local_only.LocalOnly)]
    )
    return testclient.TestClient(application, client=("10.0.0.7", 50000))


@pytest.mark.parametrize(("remains", "status"), [(True, 200), (False, 403)])
def test_it_is_given_only_if_the_sample_is_still_there(
    client: testclient.TestClient, monkeypatch: pytest.MonkeyPatch, remains: bool, status: int
) -> None:
    answers = iter([True, remains])
    before = set(current_store.current().places.taken)
    made: list[files.Made] = []
    make = files.make

    def kept(*args: object, **named: object) -> files.Made:
        made.append(make(*args, **named))  # type: ignore[arg-type]
        return made[0]

    monkeypatch.setattr(files, "make", kept)
    monkeypatch.setattr(exposure, "is_invented", lambda _store: next(answers))
    answer = client.get(FORM)
    assert answer.status_code == status
    assert ("Mã xác nhận" in answer.text) is remains
    assert made[0].file.closed
    assert set(current_store.current().places.taken) == before

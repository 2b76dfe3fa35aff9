"""The routes of exports in tests: behind the sign-in gate, with users signed in."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from starlette import applications, middleware, testclient
from support.browser import signing_in
from support.screens import signed_in

from dashboard.web import downloads, security_headers, sign_in_gate
from data import users

if TYPE_CHECKING:
    from data import store as stores


ADDRESS: Final = "http://testserver"
CITY: Final = "city@example.org"
BA_DINH: Final = "ba-dinh@example.org"
SOC_SON: Final = "soc-son@example.org"
AUDITOR: Final = "auditor@example.org"


@dataclass
class Served:
    """The routes, and whoever asks for something."""

    client: testclient.TestClient

    def get(self, path: str, login: str | None, *, headers: dict[str, str] | None = None) -> Any:
        """Return what is answered to a user; nobody is signed in where None is given."""
        cookie = {} if login is None else {"cookie": cookies(login)}
        return self.client.get(path, headers={**cookie, **(headers or {})}, follow_redirects=False)


def cookies(login: str) -> str:
    """Return the header of a browser in which somebody has just signed in."""
    return signing_in.cookie(signed_in.begin(login))


def application() -> applications.Starlette:
    """Return the routes as the dashboard serves them, and nothing else."""
    around = [
        middleware.Middleware(security_headers.SecurityHeaders),
        middleware.Middleware(sign_in_gate.SignInGate),
    ]
    return applications.Starlette(routes=list(downloads.ROUTES), middleware=around)


def staff(store: stores.Store) -> None:
    """Add somebody of each role."""
    people: tuple[tuple[str, users.Role, tuple[str, ...]], ...] = (
        (CITY, users.Role.CITY, ()),
        (BA_DINH, users.Role.DISTRICT, ("00101",)),
        (SOC_SON, users.Role.DISTRICT, ("00110",)),
        (AUDITOR, users.Role.AUDITOR, ()),
    )
    with store.registering() as connection:
        for login, role, offices in people:
            users.add(
                connection, login=login, full_name="x", role=role, offices=offices, by="admin"
            )


def rows(answer: Any) -> list[list[str]]:
    """Return the rows of a csv that was answered."""
    assert answer.status_code == 200, answer.text
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))

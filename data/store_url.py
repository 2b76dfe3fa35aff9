"""Owns the address of a store on a server: how BHXH_STORE_URL is read, and how it is shown."""

from __future__ import annotations

import sqlalchemy as sa

from data import problems
from data.problems import N_


def read(text: str) -> sa.URL:
    """Read BHXH_STORE_URL, with or without the driver's name.

    Raises:
        problems.Problem: it is no address, or one of another kind of database.
    """
    try:
        url = sa.make_url(text)
    except sa.exc.ArgumentError as error:
        raise problems.Problem(
            N_("A setting cannot be read"),
            N_("BHXH_STORE_URL is not a database URL: postgresql://USER:PASSWORD@HOST/DATABASE."),
        ) from error
    if url.get_backend_name() not in {"postgresql", "postgres"}:
        raise problems.Problem(
            N_("The store must be PostgreSQL"),
            N_("BHXH_STORE_URL names another kind of database; give a postgresql:// address."),
        )
    return url.set(drivername="postgresql+psycopg2")


def shown(text: str) -> str:
    """Return BHXH_STORE_URL as it may be shown: without its password."""
    return read(text).render_as_string(hide_password=True)

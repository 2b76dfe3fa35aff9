"""The logins of a home that was made when there was one: the others are added."""

import contextlib

from data import engine
from data.embedded import cluster, server


def complete(running: server.Server) -> None:
    """Make the logins that a server lacks, with the passwords of its home."""
    passwords = server.read_passwords(running.home)
    with contextlib.closing(engine.connect(running.superuser_url)) as connection, connection:
        cursor = connection.cursor()
        # Two processes must not make the same one.
        cursor.execute("SELECT pg_advisory_xact_lock(3964)")
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolcanlogin")
        there = {name for (name,) in cursor.fetchall()}
        for login in server.LOGINS:
            if login not in there:
                cursor.execute(cluster.login_statement(login, passwords[login]))

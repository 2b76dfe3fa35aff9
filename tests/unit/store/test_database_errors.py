"""What libpq and servers say where an error has no code: what cannot be caused on every machine."""

from __future__ import annotations

import psycopg2
import pytest

from data.connections import database_errors

HERE = 'connection to server at "10.0.0.5", port 5432 failed: '
DOWN = "The store does not answer"
NO_TLS = "The encrypted connection to the database fails"
NOT_LET_IN = "The database does not let this program in"


@pytest.mark.parametrize(
    ("words", "title"),
    [
        # An encrypted connection that is lost.
        ("SSL SYSCALL error: EOF detected", DOWN),
        ("SSL connection has been closed unexpectedly", DOWN),
        (f"{HERE}SSL SYSCALL error: Connection reset by peer", DOWN),
        # One that was never made.
        (f"{HERE}SSL error: certificate verify failed", NO_TLS),
        (f'{HERE}server certificate for "db" does not match host name "db2"', NO_TLS),
        (f"{HERE}server does not support SSL, but SSL was required", NO_TLS),
        (f'{HERE}FATAL:  no pg_hba.conf entry for host "::1", user "u", no encryption', NO_TLS),
        (
            f'{HERE}FATAL:  no pg_hba.conf entry for host "::1", user "u", SSL encryption',
            NOT_LET_IN,
        ),
        (f"{HERE}No route to host", DOWN),
        (f"{HERE}timeout expired", DOWN),
        (f"{HERE}FATAL:  the database system is in recovery mode", DOWN),
        (f"{HERE}FATAL:  sorry, too many clients already", "The store is busy"),
        (
            'could not translate host name "db" to address: Temporary failure in name resolution',
            DOWN,
        ),
        # A server that speaks another language is not down.
        (f"{HERE}FATAL:  Passwort-Authentifizierung für Benutzer »u« fehlgeschlagen", NOT_LET_IN),
        (f"{HERE}ВАЖНО:  пользователь «u» не прошёл проверку подлинности", NOT_LET_IN),
    ],
)
def test_the_words_of_a_failed_connection_are_understood(words: str, title: str) -> None:
    found = database_errors.problem(psycopg2.OperationalError(words))
    assert found is not None
    assert (found.title, found.status) == (title, 3)


def test_an_answer_that_got_lost_is_no_fault_of_the_program() -> None:
    words = "error with status PGRES_TUPLES_OK and no message from the libpq"
    found = database_errors.problem(psycopg2.DatabaseError(words))
    assert isinstance(found, database_errors.Down)
    assert database_errors.words(psycopg2.DatabaseError(words)) == words
    # What the driver refuses to send has no code either.
    assert database_errors.problem(psycopg2.ProgrammingError("can't adapt type 'x'")) is None


def test_what_a_statement_was_about_is_not_repeated() -> None:
    assert database_errors.words(psycopg2.IntegrityError("Key (id)=(012345678901) exists")) == (
        "IntegrityError"
    )
    assert database_errors.words(ValueError("012345678901")) == ""

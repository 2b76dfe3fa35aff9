"""Reader of another program's database: the answer to one query a set, as a sheet of text.

A source file names the variable that holds the address and gives a query for each set, whose
columns bear the names or the headings of the set. Queries run in a transaction that is rolled
back, and answers are streamed. `:since` in a query stands for the moment from which rows are
wanted. docs/import.md shows such a file.
"""

import contextlib
import dataclasses
import datetime as dt
import decimal
import hashlib
import itertools
import logging
import os
import re
import tempfile
import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Self

import dotenv
import orjson
import pydantic
import sqlalchemy as sa

from data import local_time, problems
from data.importing import sets
from data.importing.reading import cells, tables
from data.problems import N_

_log = logging.getLogger(__name__)

FORMAT: Final = ".toml"
# What a query is asked for where no run of it was good yet: nothing in the store is older.
FIRST_MOMENT: Final = dt.datetime(1995, 1, 1, tzinfo=dt.UTC)

_ROWS_AT_ONCE: Final = 5000
_LARGEST_FILE: Final = 1 << 20
_POSTGRESQL: Final = "postgresql"
_PREFIX: Final = "BHXH_"
# The driver of an address that names none: the ones that are installed or asked to be.
_DRIVERS: Final = {
    "postgres": "postgresql+psycopg2", "postgresql": "postgresql+psycopg2",
    "oracle": "oracle+oracledb", "mssql": "mssql+pyodbc",
    "mysql": "mysql+pymysql", "mariadb": "mariadb+pymysql",
}  # fmt: skip
# What is asked to be installed for an address of this kind: the extras of pyproject.toml.
_EXTRAS: Final = {"oracle": "oracle", "mssql": "mssql", "mysql": "mysql", "mariadb": "mysql"}
# Stands for what is no text: a cell with it is one that cannot be read.
_CONTROL: Final = "\x01"
_UNITS: Final = {"minute": "minutes", "min": "minutes", "hour": "hours", "h": "hours",
                 "day": "days", "d": "days"}  # fmt: skip
_LENGTH: Final = re.compile(rf"(\d+)\s*({'|'.join(_UNITS)})s?", re.IGNORECASE)


def _length(given: object) -> object:
    """Read `2 days` and `90 minutes`; what is written otherwise is left to pydantic (ISO 8601)."""
    if isinstance(given, str) and (match := _LENGTH.fullmatch(given.strip())):
        return dt.timedelta(**{_UNITS[match[2].lower()]: int(match[1])})
    return given


def _without_prefix(name: str) -> str:
    """Refuse the names of our own settings: those are read by another part, which checks them."""
    if name.upper().startswith(_PREFIX):
        raise ValueError
    return name


class _Strict(pydantic.BaseModel):
    model_config = pydantic.ConfigDict(extra="forbid", frozen=True)


class _Source(_Strict):
    """The section `[source]`: the variable with the address, and how far a run looks back."""

    url_env: Annotated[str, pydantic.Field(min_length=1), pydantic.AfterValidator(_without_prefix)]
    overlap: Annotated[
        dt.timedelta, pydantic.BeforeValidator(_length), pydantic.Field(ge=dt.timedelta())
    ] = dt.timedelta(days=1)


class _Set(_Strict):
    """A section `[set.NAME]`: the query for the rows of one set."""

    query: Annotated[str, pydantic.Field(min_length=1)]


class _File(_Strict):
    """A source file: one database, and a query for each set that it has."""

    source: _Source
    set: Annotated[dict[str, _Set], pydantic.Field(min_length=1)]


@dataclasses.dataclass(frozen=True)
class Query:
    """The query for one set. `since` is what `:since` in it stands for."""

    set: sets.Set
    text: str
    since: dt.datetime = FIRST_MOMENT

    @property
    def digest(self) -> str:
        """What tells this query from another one, so that a changed one begins anew."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class _Answer:
    """The lines of one answer in a file without a name, so that they can be read once more.

    Asked again, a database may give other rows, or the same in another order.
    """

    def __init__(self) -> None:
        self.is_whole = False
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - it goes with the answer

    def kept(self, lines: Iterable[tables.Line]) -> Iterator[tables.Line]:
        """Yield lines that arrive, and keep them."""
        for line in lines:
            self._file.write(orjson.dumps(line.cells) + b"\n")
            yield line
        self.is_whole = True

    def lines(self) -> Iterator[tables.Line]:
        """Yield the lines that were kept."""
        self._file.seek(0)
        for number, line in enumerate(self._file, 1):
            yield tables.Line(number, orjson.loads(line))


@dataclasses.dataclass(frozen=True, eq=False)
class Database(tables.Source):
    """A database as the source of an import; `path` is the file that describes it.

    Its answers are kept while it lives.
    """

    url: sa.URL
    overlap: dt.timedelta
    queries: tuple[Query, ...]
    answers: dict[str, _Answer] = dataclasses.field(default_factory=dict, repr=False)

    def since(self, moments: Mapping[str, dt.datetime]) -> Self:
        """Return the source with the moment from which each set is asked for, by its name."""
        queries = tuple(
            dataclasses.replace(each, since=moments.get(each.set.name, each.since))
            for each in self.queries
        )
        return dataclasses.replace(self, queries=queries)


def described(path: Path) -> Database:
    """Return the database that a source file describes; nothing is connected to.

    Raises:
        problems.Problem: the file cannot be read, or what it says cannot be done.
    """
    file = _file(path)
    address = os.environ.get(file.source.url_env) or dotenv.dotenv_values().get(file.source.url_env)
    if not address:
        raise problems.Problem(
            N_("The source has no address"),
            N_("Put the address of the database into the variable {name}, which {file} names."),
            name=file.source.url_env,
            file=path.name,
        )
    try:
        url = sa.make_url(address)
    except sa.exc.ArgumentError as error:
        raise problems.Problem(
            N_("The source has no address"),
            N_("{name} is no address of a database, such as {example}."),
            name=file.source.url_env,
            example="postgresql://user:password@host/database",
        ) from error
    url = url.set(drivername=_DRIVERS.get(url.drivername, url.drivername))
    queries = tuple(
        Query(each, file.set[each.name].query) for each in sets.ALL if each.name in file.set
    )
    return Database(path, FORMAT, url, file.source.overlap, queries)


def _file(path: Path) -> _File:
    try:
        with path.open("rb") as file:
            text = file.read(_LARGEST_FILE).decode("utf-8-sig")
        read = _File.model_validate(tomllib.loads(text))
    except OSError as error:
        raise problems.Problem(
            N_("File not found"),
            N_("{path} does not exist or cannot be opened: check its name and its permissions."),
            path=str(path),
        ) from error
    except pydantic.ValidationError as error:
        places = sorted({".".join(map(str, fault["loc"])) for fault in error.errors()})
        raise problems.Problem(
            N_("The source file cannot be used"),
            N_("Correct {places} in {file}."),
            places=", ".join(places),
            file=path.name,
        ) from error
    except ValueError as error:
        raise problems.Problem(
            N_("The source file cannot be used"),
            N_("{file} is no TOML file in UTF-8."),
            file=path.name,
        ) from error
    if unknown := sorted(read.set.keys() - sets.BY_NAME.keys()):
        raise problems.Problem(
            N_("The source file cannot be used"),
            N_("{file} has sections of sets that do not exist: {unknown}. There are {names}."),
            file=path.name,
            unknown=", ".join(unknown),
            names=", ".join(sets.BY_NAME),
        )
    return read


@contextlib.contextmanager
def opened(source: tables.Source) -> Iterator[Sequence[tables.Sheet]]:
    """Open a database as one sheet a query; each runs when its sheet is looked at.

    Raises:
        problems.Problem: no driver, no connection, or a query that fails; the lines of a sheet
            raise it where that shows later.
    """
    if not isinstance(source, Database):
        raise TypeError(source)
    with contextlib.ExitStack() as stack:
        engine = _engine(source)
        stack.callback(engine.dispose)
        yield [_Sheet(engine, source, query, stack) for query in source.queries]


def _engine(source: Database) -> sa.Engine:
    try:
        return sa.create_engine(source.url, poolclass=sa.NullPool)
    except (sa.exc.NoSuchModuleError, ModuleNotFoundError) as error:
        raise _no_driver(source) from error


def _no_driver(source: Database) -> problems.Problem:
    kind = source.url.get_backend_name()
    extra = _EXTRAS.get(kind)
    if extra is None:
        return problems.Problem(
            N_("The database has no driver"),
            N_("{file}: no installed package reads addresses that begin with {kind}."),
            file=source.name,
            kind=source.url.drivername,
        )
    return problems.Problem(
        N_("The database has no driver"),
        N_("{file}: install it with: pip install {package}"),
        file=source.name,
        package=f"'bhxh-monitor[{extra}]'",
    )


@contextlib.contextmanager
def _reached(source: Database) -> Iterator[None]:
    """Turn what a driver raises into a problem of the source."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        _log.warning("%s: the database cannot be read: %s", source.path, error)
        raise problems.Problem(
            N_("The source cannot be read"),
            N_(
                "{file}: its database cannot be reached, or refuses the login: check the address "
                "in the environment, and that it can be reached from this machine."
            ),
            file=source.name,
        ) from error


@contextlib.contextmanager
def _answered(source: Database, query: Query) -> Iterator[None]:
    """Turn a failing query into a problem that says what the database says of it."""
    try:
        yield
    except sa.exc.SQLAlchemyError as error:
        said = _said(error)
        _log.warning("%s: the query for %s fails: %s", source.path, query.set.name, error)
        raise problems.Problem(
            N_("The query of the source fails"),
            N_("{file}, set {set}: the database says: {reason}"),
            file=source.name,
            set=query.set.name,
            reason=said,
        ) from error


def _said(error: sa.exc.SQLAlchemyError) -> str:
    """Return the first line of what the database said, without the statement and its values."""
    said = getattr(error, "orig", None) or str(error).partition("\n")[0]
    return str(said).strip().partition("\n")[0][:300]


class _Sheet:
    """The answer to one query as a sheet: the names of its columns, then its rows."""

    hidden = False
    is_cut_off = False
    is_text = False

    def __init__(
        self, engine: sa.Engine, source: Database, query: Query, stack: contextlib.ExitStack
    ) -> None:
        self.title = query.set.name
        self._engine = engine
        self._source = source
        self._query = query
        self._stack = stack
        self._head: list[tables.Line] | None = None
        self._rest: Iterator[tables.Line] = iter(())

    def head(self, rows: int) -> list[tables.Line]:
        """Return the names of the columns and the first rows; the query begins to run."""
        self._rest = self._answer()
        self._head = list(itertools.islice(self._rest, rows))
        return self._head

    def lines(self, _kinds: Mapping[int, sets.Kind]) -> Iterator[tables.Line]:
        """Yield the names of the columns, then all rows, once."""
        yield from self._head or self.head(0)
        yield from self._rest

    def _answer(self) -> Iterator[tables.Line]:
        """Return the names and the rows of the answer, in bounded memory."""
        answer = self._source.answers.get(self.title)
        if answer and answer.is_whole:
            return answer.lines()
        self._source.answers[self.title] = answer = _Answer()
        return answer.kept(self._asked())

    def _asked(self) -> Iterator[tables.Line]:
        """Yield what the database answers."""
        with _reached(self._source):
            connection = self._stack.enter_context(self._engine.connect())
            _look_only(connection)
        with _answered(self._source, self._query):
            result = connection.execution_options(
                stream_results=True, max_row_buffer=_ROWS_AT_ONCE
            ).execute(_statement(self._query, connection.dialect.name))
            yield tables.Line(1, list(result.keys()))
            for number, row in enumerate(result, 2):
                yield tables.Line(number, [_text(value) for value in row])


def _look_only(connection: sa.Connection) -> None:
    """Have a transaction that writes nothing, where the database can promise it.

    Moments without an offset are local ones, also where the database compares them.
    """
    if connection.dialect.name == _POSTGRESQL:
        connection.exec_driver_sql("SET TRANSACTION READ ONLY")
        connection.exec_driver_sql(f"SET LOCAL TIME ZONE '{local_time.NAME}'")


def _statement(query: Query, dialect: str) -> sa.TextClause:
    """Return the query with its moment: only PostgreSQL compares one with an offset rightly."""
    statement = sa.text(query.text)
    if "since" not in statement.compile().params:
        return statement
    zoned = dialect == _POSTGRESQL
    since = query.since if zoned else local_time.without_zone(query.since)
    return statement.bindparams(sa.bindparam("since", since, sa.DateTime(timezone=zoned)))


def _text(value: Any) -> str:  # noqa: PLR0911 - one return a kind
    """Return a value of an answer as a cell of text: exact, ISO 8601, `yes` and `no`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return cells.number(value)
    if isinstance(value, decimal.Decimal):
        # A whole number of a column with a scale is a whole number.
        return format(value.normalize() if value.is_finite() else value, "f")
    if isinstance(value, dt.date | dt.time):
        return value.isoformat()
    if isinstance(value, bytes | bytearray | memoryview):
        return _decoded(bytes(value))
    return str(value).replace("\0", _CONTROL)


def _decoded(value: bytes) -> str:
    """Return the text of bytes, as some columns of texts are given; what is none cannot be read."""
    try:
        return value.decode().replace("\0", _CONTROL)
    except UnicodeDecodeError:
        return _CONTROL

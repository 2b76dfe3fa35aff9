"""The log: one line an event, as text or JSON, with the page, the user's id and the duration.

The server and its children write to standard error. A command does where BHXH_LOG is set;
otherwise its log is a file in BHXH_HOME, for what it says on the terminal is for its user.

Nothing personal is in it: errors are told by `data.logged`, tracebacks have no words of errors, and
a user is known by an id that a key makes of the login.
"""

import contextlib
import contextvars
import datetime as dt
import hashlib
import hmac
import json
import logging
import logging.handlers
import os
import pathlib
import re
import secrets
import sys
import threading
import traceback
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any, Final

from data import embedded, logged, problems, settings
from data.embedded import folders
from data.local_time import HANOI

FILE: Final = "commands.log"
_FILE_BYTES: Final = 5 << 20
_FILES: Final = 4

# Our own packages tell what they do; others, what goes wrong.
_OURS: Final = ("dashboard", "data", "queries", "pages")
_WITH_HANDLERS: Final = frozenset({"streamlit", "uvicorn", "websockets"})
_EQUAL_LINES: Final = 10
_EQUAL_SECONDS: Final = 60.0
_MOST_KINDS: Final = 1000
_ID_DIGITS: Final = 12
# A value that needs no quotes.
_BARE: Final = re.compile(r"[^\s\"'=]+")

_about: contextvars.ContextVar[Mapping[str, object] | None] = contextvars.ContextVar(
    "about", default=None
)


def about(**fields: object) -> None:
    """Say what the lines of this run or request are about, from here on: `page`, `user`, `run`."""
    _about.set({**known(), **fields})


def known() -> Mapping[str, object]:
    """Return what the lines of this run or request are about."""
    return _about.get() or {}


@contextlib.contextmanager
def within(**fields: object) -> Iterator[None]:
    """Say what the lines of a piece of work are about."""
    token = _about.set({**known(), **fields})
    try:
        yield
    finally:
        _about.reset(token)


def user_id(login: str) -> str | None:
    """Return what the log calls a user; None where nobody signs in.

    It is the same in every log of a dashboard, and cannot be turned back without BHXH_SECRET;
    `bhxh-monitor user list --ids` has the ids of all users.
    """
    secret = settings.read().secret
    if secret is None:
        return None
    key = f"log {secret.get_secret_value()}".encode()
    return hmac.new(key, login.encode("utf-8", "backslashreplace"), hashlib.sha256).hexdigest()[
        :_ID_DIGITS
    ]


def fault(error: BaseException, where: str) -> str:
    """Log the way to a fault of the program, and return the number that it has in the log."""
    number = secrets.token_hex(4)
    logging.getLogger(__name__).error("fault %s in %s", number, where, exc_info=error)
    return number


def for_server() -> None:
    """Write the log of this process, the dashboard or a child of it, to standard error."""
    _install(logging.StreamHandler(sys.stderr))
    logging.captureWarnings(capture=True)
    sys.excepthook = _uncaught
    threading.excepthook = _ended
    sys.unraisablehook = _unraisable


def for_command() -> None:
    """Write the log of a command to a file, or to standard error where BHXH_LOG is set."""
    told = _chosen().log is not None
    _install(logging.StreamHandler(sys.stderr) if told else File())


def take_over() -> None:
    """Have the lines of Streamlit and uvicorn go the same way: both bring handlers of their own.

    Streamlit gives each of its modules one when it is first used, and uvicorn configures its own
    when it starts; from here on neither does.
    """
    from streamlit import logger as streamlits
    from uvicorn import config as uvicorns

    vars(streamlits)["setup_formatter"] = _without_handlers
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in _WITH_HANDLERS:
            _without_handlers(logging.getLogger(name))
    chosen = uvicorns.LOGGING_CONFIG
    chosen.clear()
    # What it does not know, it does not change; uvicorn writes into the forms.
    chosen.update(version=1, incremental=True, formatters={"default": {}, "access": {}})


def _without_handlers(log: logging.Logger) -> None:
    for handler in list(log.handlers):
        log.removeHandler(handler)
    log.propagate = True


def _install(handler: logging.Handler) -> None:
    """Make a handler the only one of ours, and let what it may say through."""
    for each in list(logging.root.handlers):
        if isinstance(each.formatter, _Lines):
            logging.root.removeHandler(each)
            each.close()
    handler.setFormatter(Json() if _chosen().log == "json" else Text())
    handler.addFilter(Sparing())
    # A disk that is full, a terminal that is gone: there is nowhere to say so.
    logging.raiseExceptions = False
    logging.root.addHandler(handler)
    logging.root.setLevel(logging.WARNING)
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)


def _chosen() -> settings.Settings:
    """Return the settings; those that cannot be read are complained of elsewhere."""
    try:
        return settings.read()
    except problems.Problem:
        return settings.Settings.model_construct()


class File(logging.handlers.RotatingFileHandler):
    """A file of a home that its owner alone can read, made with the first line."""

    def __init__(self) -> None:
        super().__init__(
            os.devnull, maxBytes=_FILE_BYTES, backupCount=_FILES, encoding="utf-8", delay=True
        )
        self._is_placed = False

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; where the home cannot be written there is no log."""
        try:
            self._place()
        except (OSError, problems.Problem):
            return
        super().emit(record)

    def _place(self) -> None:
        if not self._is_placed:
            path = place()
            folders.make_home(path.parents[1])
            path.parent.mkdir(mode=0o700, exist_ok=True)
            self.baseFilename = str(path)
            self._is_placed = True

    def _open(self) -> Any:
        return open(self.baseFilename, "a", encoding="utf-8", opener=_private)


def place() -> pathlib.Path:
    """Return where commands write their log."""
    home = _chosen().home or embedded.default_home()
    return folders.logs(home.absolute()) / FILE


def _private(name: str, flags: int) -> int:
    # As root the folder belongs to the account of the database: a link of it leads nowhere.
    return os.open(name, flags | getattr(os, "O_NOFOLLOW", 0), 0o600)


class Sparing(logging.Filter):
    """Lets ten lines alike through in a minute; the next one says how many were left out.

    Lines of ours about what was done (`INFO`) are records, and all go through; of others none do.
    """

    def __init__(self, most: int = _EQUAL_LINES, seconds: float = _EQUAL_SECONDS) -> None:
        super().__init__()
        self._most, self._seconds = most, seconds
        self._counts: dict[tuple[str, str], list[float]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether a line goes through."""
        if record.levelno < logging.WARNING:
            return record.name.partition(".")[0] in _OURS
        key = record.name, str(record.msg)
        with self._lock:
            begun, number = self._counts.get(key, (record.created, 0))
            left_out = max(0, int(number) - self._most)
            if record.created - begun >= self._seconds:
                begun, number = record.created, 0
                if left_out:
                    record.left_out = left_out
            if len(self._counts) > _MOST_KINDS:
                self._counts.clear()
            self._counts[key] = [begun, number + 1]
        return number < self._most


class _Lines(logging.Formatter):
    """What both forms have in common: the parts of a line, without values of rows."""

    def parts(self, record: logging.LogRecord) -> dict[str, object]:
        """Return the parts of a line, in their order."""
        fields: Mapping[str, object] = getattr(record, "fields", {})
        left_out = getattr(record, "left_out", None)
        moment = dt.datetime.fromtimestamp(record.created, HANOI)
        return {
            "time": moment.isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "event": getattr(record, "event", record.name),
            "message": "" if hasattr(record, "event") else message(record),
            **(_about.get() or {}),
            **fields,
            **({"alike_left_out": left_out} if left_out else {}),
        }


class Text(_Lines):
    """Lines for people: time, level, event, what happened, and fields as `name=value`.

    Further lines of what happened, and of a traceback, have a mark.
    """

    def format(self, record: logging.LogRecord) -> str:
        """Return a line, and below it each line of a traceback with a mark."""
        parts = self.parts(record)
        head = [_clean(parts.pop(name)) for name in ("time", "level", "event")]
        first, *rest = str(parts.pop("message")).split("\n")
        said = [_clean(first)]
        told = [f"{name}={_word(value)}" for name, value in parts.items() if value is not None]
        line = " ".join(filter(None, [*head, *said, *told]))
        return "\n".join([line, *(f"  | {_clean(each)}" for each in (*rest, *_trace(record)))])


class Json(_Lines):
    """Lines for programs: one object of JSON each."""

    def format(self, record: logging.LogRecord) -> str:
        """Return a line."""
        parts = {name: _plain(value) for name, value in self.parts(record).items()}
        if trace := list(_trace(record)):
            parts["trace"] = "\n".join(map(_clean, trace))
        told = {name: value for name, value in parts.items() if value not in (None, "")}
        return json.dumps(told, ensure_ascii=False)


class _Said:
    """An error among the arguments of a line, as it may be told."""

    def __init__(self, error: BaseException) -> None:
        self._words = logged.words(error)

    def __str__(self) -> str:
        return self._words

    __repr__ = __str__


def message(record: logging.LogRecord) -> str:
    """Return what a line says; of errors in it, what may be told of them."""
    said = logged.words(record.msg) if isinstance(record.msg, BaseException) else str(record.msg)
    args = record.args
    if not args:
        return said
    try:
        if isinstance(args, Mapping):
            return said % {name: _told(value) for name, value in args.items()}
        return said % tuple(map(_told, args))
    except (TypeError, ValueError, KeyError):
        return said


def _told(value: object) -> object:
    return _Said(value) if isinstance(value, BaseException) else value


def _trace(record: logging.LogRecord) -> Iterator[str]:
    """Yield the lines of a traceback: where the program was, and the kinds of errors."""
    error = record.exc_info[1] if record.exc_info else None
    for each in _causes(error):
        for part in traceback.format_tb(each.__traceback__):
            yield from part.rstrip().splitlines()
        yield logged.words(each)


def _causes(error: BaseException | None) -> list[BaseException]:
    """Return an error and what led to it, the first one first."""
    chain: list[BaseException] = []
    while error is not None and error not in chain:
        chain.insert(0, error)
        context = None if error.__suppress_context__ else error.__context__
        error = error.__cause__ or context
    return chain


def _clean(value: object) -> str:
    """Return a text in which nothing begins a line or steers a terminal."""
    text = str(value)
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _is_harmless(each) else _escaped(each) for each in text)


def _is_harmless(character: str) -> bool:
    return unicodedata.category(character)[0] not in "CZ" or character == " "


def _escaped(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")


def _word(value: object) -> str:
    """Return a value of a field: between quotes where it is not one word."""
    text = _clean(value)
    return text if _BARE.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _plain(value: object) -> object:
    is_plain = value is None or isinstance(value, bool | int | float)
    return value if is_plain else _clean(value)


def _uncaught(kind: type[BaseException], error: BaseException, _trace: object = None) -> None:
    """Log what ends this process."""
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger(__name__).critical("the process ends", exc_info=error)


def _ended(told: threading.ExceptHookArgs) -> None:
    """Log what ends a thread."""
    name = told.thread.name if told.thread else "?"
    if told.exc_value is not None and not isinstance(told.exc_value, SystemExit):
        logging.getLogger(__name__).error("the thread %s ended", name, exc_info=told.exc_value)


def _unraisable(told: Any) -> None:
    """Log what nobody could be told of."""
    logging.getLogger(__name__).warning("an error went nowhere", exc_info=told.exc_value)

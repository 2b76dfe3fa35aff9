"""What programs ask that watch the dashboard: `/healthz`, `/readyz` and `/metrics`.

Anybody may ask the first two, under any name: a probe knows the address of a machine, and not what
people call it. They say which part is well, and nothing else. Whoever has BHXH_METRICS_TOKEN is
told more; where a request comes from does not count: behind a proxy every stranger is this machine.
"""

import datetime as dt
import secrets
from collections.abc import Callable, Mapping
from typing import Any, Final

import prometheus_client as prometheus
from prometheus_client import exposition
from starlette import concurrency, requests, responses, routing

from dashboard import clock, metrics, text
from dashboard.text import _
from dashboard.web import operation, probing, readiness, store_metrics
from data import settings

HEALTH: Final = "/healthz"
READY: Final = "/readyz"
METRICS: Final = "/metrics"
PATHS: Final = frozenset({HEALTH, READY, METRICS})
# What a probe asks for whose address is wrong must not look like a page.
_BELOW: Final = tuple(f"{path}/" for path in sorted(PATHS))

_OK: Final = "ok"
_NOT_OK: Final = "not ok"
_WORDS: Final[dict[bool | None, str]] = {True: _OK, False: _NOT_OK, None: "unknown"}
_NOT_KEPT: Final = {"Cache-Control": "no-store"}
_SCHEME: Final = "bearer "
_LANGUAGES: Final[tuple[text.Language, ...]] = ("vi", "en")

_ready: Final = probing.Probe(readiness.look, "readiness")
_operation: Final = probing.Probe(operation.look, "operation")


def is_open(path: str) -> bool:
    """Return whether an address is one of these, or below one, which nothing is."""
    return path in PATHS or path.startswith(_BELOW)


async def health(_request: requests.Request) -> responses.Response:
    """Say that the process serves; nothing is asked for that."""
    return responses.JSONResponse({"status": _OK}, headers=_NOT_KEPT)


async def ready(request: requests.Request) -> responses.Response:
    """Say whether the dashboard can answer questions; with the token, how it does."""
    found = await _ready.ask() or readiness.NOTHING
    told: dict[str, object] = {
        "status": _OK if found.fault is None else _NOT_OK,
        "parts": {part: _WORDS[found.of(part)] for part in readiness.PARTS},
    }
    if found.fault is not None:
        told["why"] = _sentences(readiness.SENTENCES[found.fault])
    if "authorization" in request.headers and _token() is not None:
        if not _is_known(request):
            return _unknown()
        told["details"] = await _details()
    status = 200 if found.fault is None else 503
    return responses.JSONResponse(told, status, headers=_NOT_KEPT)


async def scrape(request: requests.Request) -> responses.Response:
    """Return what is measured, in a form that Prometheus reads; where no token is set, nothing."""
    if _token() is None:
        return responses.PlainTextResponse("", 404)
    if not _is_known(request):
        return _unknown()
    found = await _operation.ask()
    body, media = await concurrency.run_in_threadpool(
        _written, found, request.headers.get("accept", "")
    )
    return responses.Response(body, media_type=media, headers=_NOT_KEPT)


async def nothing(_request: requests.Request) -> responses.Response:
    """Answer what asks for an address below one of these."""
    return responses.PlainTextResponse("", 404)


ROUTES: Final = (
    routing.Route(HEALTH, health, methods=["GET"]),
    routing.Route(READY, ready, methods=["GET"]),
    routing.Route(METRICS, scrape, methods=["GET"]),
    *(routing.Route(f"{path}{{rest:path}}", nothing) for path in _BELOW),
)


def _token() -> str | None:
    token = settings.read().metrics_token
    return token.get_secret_value() if token else None


def _is_known(request: requests.Request) -> bool:
    """Return whether a request brings the token; how long that takes says nothing of it."""
    token = _token()
    given = request.headers.get("authorization", "")
    if token is None or not given.lower().startswith(_SCHEME):
        return False
    return secrets.compare_digest(given[len(_SCHEME) :].strip().encode(), token.encode())


def _unknown() -> responses.Response:
    return responses.PlainTextResponse("", 401, headers={"WWW-Authenticate": "Bearer"})


def _sentences(sentence: str) -> dict[str, str]:
    told: dict[str, str] = {}
    for language in _LANGUAGES:
        with text.speaking(language):
            told[language] = _(sentence)
    return told


def _written(found: operation.Found | None, accepted: str) -> tuple[bytes, str]:
    """Return the measurements of this process, and those of all, in the form that is accepted."""
    write: Callable[[Any], bytes]
    write, media = exposition.choose_encoder(accepted)
    of_all = prometheus.CollectorRegistry(auto_describe=False)
    of_all.register(store_metrics.Collector(found))
    return write(_Both(metrics.REGISTRY, of_all)), media


class _Both:
    """Two registries as one, to be written."""

    def __init__(self, *registries: prometheus.CollectorRegistry) -> None:
        self._registries = registries

    def collect(self) -> Any:
        """Yield the metrics of both."""
        for each in self._registries:
            yield from each.collect()


async def _details() -> Mapping[str, object]:
    """Return how the dashboard does, for those who run it."""
    found = await _operation.ask()
    disks = await concurrency.run_in_threadpool(operation.disks)
    told: dict[str, object] = {
        "disks": {name: disk._asdict() for name, disk in disks.items()},
        "pool": (pool := operation.pool()) and pool._asdict(),
    }
    return told | (_of_store(found) if found else {})


def _of_store(found: operation.Found) -> dict[str, object]:
    now = clock.machine()
    state = found.state
    last = state.standing.imported_at
    return {
        "feed": {
            "last_at": _moment(last),
            "age_seconds": last and round(operation.age(last, now)),
            "silent_after_hours": state.standing.silent_after_hours,
            "is_silent": state.standing.is_silent(now),
            "is_sample": state.standing.is_sample,
        },
        "data_version": state.data_version,
        "last_import": (run := state.last_run)
        and {
            "run": run.run_id,
            "ended_at": _moment(run.finished_at),
            "status": run.status,
            "rows": dict(run.rows),
        },
        "last_closing": (closing := state.last_closing)
        and {
            "day": closing.day.isoformat(),
            "ended_at": _moment(closing.taken_at),
            "forms": closing.forms,
        },
        "due": {
            kind: {"last_done_day": day and day.isoformat(), "missed": found.missed[kind]}
            for kind, day in found.due.items()
        },
        "has_primary": found.has_primary,
        "mails": (queue := found.mails)
        and {
            "waiting": queue.waiting,
            "waiting_since": _moment(queue.since),
            "last_sent_at": _moment(queue.sent_at),
            "last_reason": queue.reason or None,
            "attempts": dict(found.sent),
        },
        "sessions": found.sessions,
    }


def _moment(moment: dt.datetime | None) -> str | None:
    return None if moment is None else moment.astimezone(clock.HANOI).isoformat()

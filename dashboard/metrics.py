"""What this process measures of itself, for Prometheus.

Names of labels are those of our own pages, questions and kinds of files: nothing that somebody
asked for becomes one. What the store knows is read from it at each scrape (`web.metrics_of_store`).
"""

import contextlib
import time
from collections.abc import Iterator
from typing import Final

import prometheus_client as prometheus

from data import problems
from data.connections import timing

prometheus.disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY: Final = prometheus.CollectorRegistry()
OTHER: Final = "other"

_SHORT: Final = (0.005, 0.02, 0.1, 0.5, 1, 2, 5, 15)
_LONG: Final = (0.5, 2, 5, 15, 60, 120)

_REQUESTS: Final = prometheus.Counter(
    "bhxh_http_requests_total",
    "Requests by the kind of their address and by the status of the answer.",
    ("kind", "status"),
    registry=REGISTRY,
)
_REQUEST_SECONDS: Final = prometheus.Histogram(
    "bhxh_http_request_seconds",
    "How long requests took, without open pages.",
    ("kind",),
    buckets=_SHORT,
    registry=REGISTRY,
)
_PAGES_OPEN: Final = prometheus.Gauge(
    "bhxh_pages_open", "Pages that are open in browsers, by their web sockets.", registry=REGISTRY
)
_PAGE_RUNS: Final = prometheus.Counter(
    "bhxh_page_runs_total",
    "Runs of pages: done, refused (who may not), problem (a sentence is shown), failed.",
    ("page", "outcome"),
    registry=REGISTRY,
)
_PAGE_SECONDS: Final = prometheus.Histogram(
    "bhxh_page_run_seconds",
    "How long runs of pages took.",
    ("page",),
    buckets=_SHORT,
    registry=REGISTRY,
)
_QUESTION_SECONDS: Final = prometheus.Histogram(
    "bhxh_question_seconds",
    "How long statements took in the database, by the question that they are of.",
    ("question",),
    buckets=_SHORT,
    registry=REGISTRY,
)
_POOL_WAIT: Final = prometheus.Histogram(
    "bhxh_pool_wait_seconds",
    "How long a connection to the database was waited for.",
    buckets=_SHORT,
    registry=REGISTRY,
)
_POOL_REFUSED: Final = prometheus.Counter(
    "bhxh_pool_refused_total",
    "How often no connection came in time, or the database gave none.",
    registry=REGISTRY,
)
_EXPORTS: Final = prometheus.Counter(
    "bhxh_exports_total",
    "Files asked for: done, problem (refused, or it cannot be made), abandoned, failed.",
    ("kind", "ending", "outcome"),
    registry=REGISTRY,
)
_EXPORT_SECONDS: Final = prometheus.Histogram(
    "bhxh_export_seconds",
    "How long files took to make.",
    ("kind",),
    buckets=_LONG,
    registry=REGISTRY,
)
_EXPORT_BYTES: Final = prometheus.Counter(
    "bhxh_export_bytes_total",
    "Bytes of the files that were made.",
    ("kind", "ending"),
    registry=REGISTRY,
)
_SIGN_INS: Final = prometheus.Counter(
    "bhxh_sign_ins_total",
    "Ways through the provider that came back: done, refused, failed.",
    ("outcome",),
    registry=REGISTRY,
)
prometheus.ProcessCollector(registry=REGISTRY)


def begin() -> None:
    """Measure questions and waits from here on; calling it again changes nothing."""
    if note_question not in timing.OBSERVERS.questions:
        timing.OBSERVERS.questions.append(note_question)
        timing.OBSERVERS.waits.append(note_wait)


def note_request(kind: str, status: int, seconds: float | None) -> None:
    """Count a request; without seconds it is one that stayed open."""
    _REQUESTS.labels(kind, str(status)).inc()
    if seconds is not None:
        _REQUEST_SECONDS.labels(kind).observe(seconds)


@contextlib.contextmanager
def open_page() -> Iterator[None]:
    """Count a page as open."""
    with _PAGES_OPEN.track_inprogress():
        yield


class PageRun:
    """A run of a page that goes on; `outcome` may be set."""

    outcome: str | None = None


@contextlib.contextmanager
def page_run(page: str) -> Iterator[PageRun]:
    """Measure a run of a page; one that is ended to begin anew counts as done."""
    run = PageRun()
    begun = time.monotonic()
    outcome = "done"
    try:
        yield run
    except problems.Problem:
        outcome = "problem"
        raise
    except Exception:
        outcome = "failed"
        raise
    finally:
        _PAGE_RUNS.labels(page, run.outcome or outcome).inc()
        _PAGE_SECONDS.labels(page).observe(time.monotonic() - begun)


def note_question(name: str, seconds: float) -> None:
    """Note how long a statement took."""
    _QUESTION_SECONDS.labels(name).observe(seconds)


def note_wait(seconds: float, came: bool) -> None:
    """Note how long a connection was waited for, and whether one came."""
    _POOL_WAIT.observe(seconds)
    if not came:
        _POOL_REFUSED.inc()


def note_export(kind: str, ending: str, outcome: str, seconds: float, size: int | None) -> None:
    """Note a file that was asked for, and its bytes where it was made."""
    _EXPORTS.labels(kind, ending, outcome).inc()
    _EXPORT_SECONDS.labels(kind).observe(seconds)
    if size is not None:
        _EXPORT_BYTES.labels(kind, ending).inc(size)


def note_sign_in(outcome: str) -> None:
    """Note a way through the provider that came back."""
    _SIGN_INS.labels(outcome).inc()

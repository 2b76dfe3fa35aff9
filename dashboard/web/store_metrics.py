"""Metrics of what all processes do, read from the store at each scrape, and of the machine."""

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Final

from prometheus_client import core, registry

from dashboard import clock
from dashboard.web import operation
from data import local_time
from queries.store import operation as operation_queries

# The names and what they mean; docs/metrics.md has the same.
_HELP: Final = {
    "bhxh_store_up": "Whether the store answers within two seconds: 1 or 0.",
    "bhxh_primary_up": "Whether that is the primary, and no standby in its place: 1 or 0.",
    "bhxh_data_version": "The number of the last import or refresh that changed anything.",
    "bhxh_feed_age_seconds": "How long ago the last import ended that brought data.",
    "bhxh_feed_silent": "Whether that is too long by the policy feed.silent_after_hours: 1 or 0.",
    "bhxh_import_last_run": "The number of the last import.",
    "bhxh_import_last_end_timestamp_seconds": "When the last import ended.",
    "bhxh_import_last_duration_seconds": "How long the last import took.",
    "bhxh_import_last_status": "The exit status of the last import: 0, 1 or 2.",
    "bhxh_import_last_rows": "The rows of the last import, by what became of them.",
    "bhxh_closing_last_day_timestamp_seconds": "Midnight of the last day whose forms were closed.",
    "bhxh_closing_last_end_timestamp_seconds": "When the last of these forms was closed.",
    "bhxh_closing_last_forms": "How many forms of that day were closed.",
    "bhxh_due_last_done_day_timestamp_seconds": "Midnight of the last day whose due thing is done.",
    "bhxh_due_missed": "Things that were due by the clock and are missed, by kind.",
    "bhxh_mails_waiting": "Mails that wait to be sent.",
    "bhxh_mails_waiting_age_seconds": "How long the oldest of these has been waiting.",
    "bhxh_mail_last_sent_timestamp_seconds": "When a mail was sent last.",
    "bhxh_mail_attempts_total": "Attempts to send a mail, by what came of them.",
    "bhxh_sessions": "Sign-ins that go on.",
    "bhxh_pool_connections": "Connections to the database of this process, busy and idle.",
    "bhxh_pool_size": "How many connections to the database this process may have.",
    "bhxh_disk_free_bytes": "Room on the disk of BHXH_HOME and of temporary files.",
    "bhxh_disk_size_bytes": "Size of these disks.",
}


class Collector(registry.Collector):
    """One scrape: what was found in the store, None where it did not answer."""

    def __init__(self, found: operation.Found | None) -> None:
        self._found = found

    def collect(self) -> Iterator[core.Metric]:
        """Yield the metrics; without the store those of the store are left out but one."""
        yield _gauge("bhxh_store_up", self._found is not None)
        yield from _machine()
        if self._found is not None:
            yield _gauge("bhxh_primary_up", self._found.has_primary)
            yield _gauge("bhxh_sessions", self._found.sessions)
            yield from _feed(self._found.state)
            yield from _last_run(self._found.state.last_run)
            yield from _closing(self._found.state.last_closing)
            yield from _due(self._found)
            yield from _mails(self._found)


def _gauge(name: str, value: float) -> core.GaugeMetricFamily:
    return core.GaugeMetricFamily(name, _HELP[name], value=float(value))


def _labelled(name: str, label: str, values: Mapping[str, float]) -> core.GaugeMetricFamily:
    family = core.GaugeMetricFamily(name, _HELP[name], labels=[label])
    for key, value in values.items():
        family.add_metric([key], float(value))
    return family


def _feed(state: operation_queries.State) -> Iterator[core.Metric]:
    now = clock.machine()
    yield _gauge("bhxh_data_version", state.data_version or 0)
    if state.standing.imported_at is not None:
        yield _gauge("bhxh_feed_age_seconds", operation.age(state.standing.imported_at, now))
    yield _gauge("bhxh_feed_silent", state.standing.is_silent(now))


def _last_run(run: operation_queries.Run | None) -> Iterator[core.Metric]:
    if run is not None:
        took = (run.finished_at - run.started_at).total_seconds()
        yield _gauge("bhxh_import_last_run", run.run_id)
        yield _gauge("bhxh_import_last_end_timestamp_seconds", run.finished_at.timestamp())
        yield _gauge("bhxh_import_last_duration_seconds", max(0.0, took))
        yield _gauge("bhxh_import_last_status", run.status)
        yield _labelled("bhxh_import_last_rows", "outcome", dict(run.rows))


def _closing(closing: operation_queries.Closing | None) -> Iterator[core.Metric]:
    if closing is not None:
        yield _gauge("bhxh_closing_last_day_timestamp_seconds", _midnight(closing.day))
        yield _gauge("bhxh_closing_last_end_timestamp_seconds", closing.taken_at.timestamp())
        yield _gauge("bhxh_closing_last_forms", closing.forms)


def _midnight(day: dt.date) -> float:
    return local_time.begin(day).timestamp()


def _due(found: operation.Found) -> Iterator[core.Metric]:
    days = {kind: _midnight(day) for kind, day in found.due.items() if day is not None}
    yield _labelled("bhxh_due_last_done_day_timestamp_seconds", "kind", days)
    yield _labelled("bhxh_due_missed", "kind", dict(found.missed))


def _mails(found: operation.Found) -> Iterator[core.Metric]:
    queue = found.mails
    if queue is None:
        return
    yield _gauge("bhxh_mails_waiting", queue.waiting)
    if queue.since is not None:
        waiting = operation.age(queue.since, clock.machine())
        yield _gauge("bhxh_mails_waiting_age_seconds", waiting)
    if queue.sent_at is not None:
        yield _gauge("bhxh_mail_last_sent_timestamp_seconds", queue.sent_at.timestamp())
    name = "bhxh_mail_attempts_total"
    attempts = core.CounterMetricFamily(name, _HELP[name], labels=["outcome"])
    for outcome, number in found.sent.items():
        attempts.add_metric([outcome], float(number))
    yield attempts


def _machine() -> Iterator[core.Metric]:
    if (pool := operation.pool()) is not None:
        yield _labelled("bhxh_pool_connections", "state", {"busy": pool.busy, "idle": pool.idle})
        yield _gauge("bhxh_pool_size", pool.size)
    disks = operation.disks()
    free = {name: float(disk.free) for name, disk in disks.items()}
    yield _labelled("bhxh_disk_free_bytes", "folder", free)
    total = {name: float(disk.total) for name, disk in disks.items()}
    yield _labelled("bhxh_disk_size_bytes", "folder", total)

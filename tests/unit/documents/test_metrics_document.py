"""The page on metrics lists those that there are, with their labels and what they mean."""

from __future__ import annotations

from typing import Any, Final

import pytest
from prometheus_client import Metric
from support import documents, operations

from dashboard import current_store, metrics
from dashboard.web import store_metrics

PAGE: Final = documents.ROOT / "docs" / "metrics.md"


def rows() -> dict[str, list[str]]:
    """Return the rows of the page by name; the name is in the first column."""
    return {row[0].strip("`"): row[1:] for row in documents.table(PAGE, "name")}


def name(metric: Metric) -> str:
    return f"{metric.name}_total" if metric.type == "counter" else metric.name


def labels_of(words: str) -> set[str]:
    return {each.strip("` ") for each in words.split(",")} - {"-"}


def test_what_a_process_measures_of_itself_is_listed() -> None:
    listed = rows()
    own: list[Any] = [
        each for each in metrics.REGISTRY._collector_to_names if hasattr(each, "_documentation")
    ]
    assert len(own) > 10
    for each in own:
        full = f"{each._name}_total" if each._type == "counter" else each._name
        kind, labels, meaning = listed.pop(full)
        assert (kind, meaning) == (each._type, each._documentation), full
        assert labels_of(labels) == set(each._labelnames), full
    assert set(listed) == set(store_metrics._HELP)


def test_what_is_read_from_the_store_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    # Those of the pool need a store that is open.
    monkeypatch.setattr(current_store, "_holder", current_store._Holder())
    listed = rows()
    found = {name(metric): metric for metric in store_metrics.Collector(operations.FOUND).collect()}
    pool = {"bhxh_pool_connections", "bhxh_pool_size"}
    assert set(found) | pool == set(store_metrics._HELP)
    for full, metric in found.items():
        labels, meaning = listed[full]
        assert meaning == metric.documentation
        given = {label for sample in metric.samples for label in sample.labels}
        assert labels_of(labels) == given, full


def test_names_are_as_prometheus_has_them() -> None:
    for full in rows():
        assert full.startswith("bhxh_")
        assert not full.endswith(("_ms", "_milliseconds", "_kb", "_minutes", "_hours")), full

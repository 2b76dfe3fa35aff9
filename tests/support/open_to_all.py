"""What is open whatever the scope, and why: tables, and questions that ask them alone.

Tests of the scope look here; what does not stand here has to show nothing of other offices.
"""

from __future__ import annotations

from typing import Final

_NAMES: Final = "names of offices and organisations are public"
_RULES: Final = "rules of counting hold for everybody"
_CHAIN: Final = "everybody can follow the chain of hashes, which says nothing of the content"
_ADDS: Final = "adds where the policy of its table lets it, and answers nothing"
_OWN: Final = "counts what the user has done, and answers yes or no"
_CLOCK: Final = "what the clock does is of no office and of nobody"
_FEED: Final = "how fresh the data are is said to everybody; an import belongs to no office"

# Rows of these are seen in every scope by the roles that may read the table at all.
TABLES: Final = {
    "offices": _NAMES,
    "organizations": _NAMES,
    "calendar": _RULES,
    "calendar_overrides": _RULES,
    "policies": _RULES,
    "import_runs": _FEED,
    "about": "whether the store is a sample is said to everybody",
    "snapshot_links": _CHAIN,
    "schema_version": "the version of the schema, before there is a scope",
    "due_things": _CLOCK,
    "users": "read by the gatekeeper alone, before anybody's scope is known",
    "sessions": "read by the gatekeeper and the registrar, with nobody's rows",
    "saved_views": "read by the gatekeeper for their owner alone, an address and no data",
    "mail_choices": "read by the gatekeeper for their owner alone, and by the registrar",
    "mails": "read by the registrar, which sends them; by the gatekeeper for their owner alone",
    "mail_sendings": "read by the registrar, and by the gatekeeper for their owner alone",
    "jobs": "read by the gatekeeper for their owner alone, by the registrar how old and how large",
    "job_parts": "read by the gatekeeper for the owner of their job alone",
    "user_offices": "read by the gatekeeper alone, before anybody's scope is known",
}

# Nobody may read these but the functions of their owner, and they are empty between imports.
CLOSED: Final = {"indexes_aside": "indexes that the running import has set aside"}

# Whose row it is, where no column office_code says so; true for rows outside :offices.
FOREIGN: Final = {
    "collectors": "NOT (office_code = ANY (:offices) OR seen_in && CAST(:offices AS text[]))",
    "search_log": "NOT (office_codes <> '{}' AND office_codes <@ CAST(:offices AS text[]))",
    "export_log": "NOT (office_codes <> '{}' AND office_codes <@ CAST(:offices AS text[]))",
    "snapshots": "NOT (office_codes <> '{}' AND office_codes <@ CAST(:offices AS text[]))",
    "user_changes": "NOT (office_codes <> '{}' AND office_codes <@ CAST(:offices AS text[]))",
}

# Questions of open tables alone, which answer the same in every scope, or answer nothing.
QUESTIONS: Final = {
    "store.about.last_import": _FEED,
    "store.about.standing": _FEED,
    "store.about.is_sample": TABLES["about"],
    "agents.require_known": _NAMES,
    "lookup.journeys.calendar_days": _RULES,
    "working_days.deadlines_in_force": _RULES,
    "directory.offices": _NAMES,
    "directory.organizations": _NAMES,
    "directory.successors": _NAMES,
    "audit.downloads.add": _ADDS,
    "audit.searches.add": _ADDS,
    "audit.searches.is_admitted": _OWN,
    "exceptions.cases.params": "checks codes and a day, and returns what it is given",
    "forms.lines.log": _ADDS,
    "frames.ask": "asks what others have written",
    "frames.rows": "asks what others have written",
    "store.freshness.last_import": _FEED,
    "store.freshness.version": _FEED,
    "store.import_runs.changing": _FEED,
    "store.operation.state": "tells of the last closing by its day, and of the feed",
    "store.import_runs.listed": _FEED,
    "store.import_runs.total": _FEED,
    "directory.policies": _RULES,
    "chain.add": _CHAIN,
    "chain.head": _CHAIN,
    "chain.links": _CHAIN,
    "working_days.require": _RULES,
    "working_days.between": _RULES,
    "store.due_things.last": _CLOCK,
    "store.due_things.listed": _CLOCK,
    "store.due_things.missed": _CLOCK,
    "store.due_things.total": _CLOCK,
}

# Columns of other questions that do as well.
COLUMNS: Final = {"data_version": _FEED, "imported_at": _FEED}

"""From when a database is asked for rows: the last good run of the same query, less an overlap.

A run notes the file that describes the database, and which query it asked. A query that was changed
begins anew, and so does every query of a store that has none of it: nothing is passed over. A run
of which something was rejected is not good: what was rejected is asked for again until it is in.
"""

import datetime as dt
import json
from typing import Any

from psycopg2.extensions import cursor as Cursor  # noqa: N812 - a class

from data.importing import outcomes
from data.importing.checking import staging
from data.importing.reading import database, files

# A run names its source under this key, beside what it notes of each answer.
_SOURCE = "source"


def noted(file: staging.StagedFile) -> dict[str, Any]:
    """Return what a run keeps of an answer so that the next run knows from when to ask."""
    source = file.source
    if not isinstance(source, database.Database) or file.set is None:
        return {}
    digest = next(each.digest for each in source.queries if each.set is file.set)
    return {_SOURCE: {"file": source.name, "query": digest}}


def since(cursor: Cursor, given: files.Files) -> files.Files:
    """Return the sources with the moment from which each database is to be asked."""
    return files.Files(
        tuple(
            _asked_since(cursor, each) if isinstance(each, database.Database) else each
            for each in given.sources
        ),
        given.ignored,
    )


def _asked_since(cursor: Cursor, source: database.Database) -> database.Database:
    began = {each.set.name: _last_good(cursor, source.name, each.digest) for each in source.queries}
    return source.since(
        {
            name: max(moment - source.overlap, database.FIRST_MOMENT)
            for name, moment in began.items()
            if moment
        }
    )


def _last_good(cursor: Cursor, file: str, digest: str) -> dt.datetime | None:
    """Return when the last run began that asked this query and took in all of the answer."""
    wanted = json.dumps([{_SOURCE: {"file": file, "query": digest}}])
    cursor.execute(
        "SELECT started_at, files, counts FROM import_runs"
        " WHERE files @> CAST(%s AS jsonb) ORDER BY run_id DESC",
        (wanted,),
    )
    for started, noted_files, counts in cursor:
        if outcomes.status(noted_files, counts) == 0:
            return started  # type: ignore[no-any-return] # what the driver gives
    return None

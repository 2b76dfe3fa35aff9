"""Checks of the command `doctor`: the server, gaps in the scope, derived values out of step."""

import dataclasses
from typing import Final

import sqlalchemy as sa

from data.derived import deadline, duplicate_sql, rollups

OLDEST_SERVER = 17

_SERVER = sa.text("""
    SELECT
        current_setting('server_version') AS version,
        CAST(current_setting('server_version_num') AS integer) AS number,
        session_user AS login,
        (SELECT rolsuper OR rolbypassrls FROM pg_roles WHERE rolname = session_user)
            AS is_superuser,
        ARRAY(
            SELECT CAST(rolname AS text) FROM pg_roles
            WHERE rolname IN ('bhxh_loader', 'bhxh_owner')
                AND pg_has_role(session_user, oid, 'SET')
            ORDER BY rolname
        ) AS may_become
""")

# The functions with the rights of their owner, by name and what they are given: each checks what it
# does (data/migrations/sql/0004_logins.sql), and the loader alone may call it.
DEFINERS: Final = (
    "build_indexes_aside(of_table text)", "remove_sample()", "set_indexes_aside(of_table text)",
)  # fmt: skip
_DEFINER: Final = "proname || '(' || pg_get_function_identity_arguments(p.oid) || ')'"
_NAMED: Final = ", ".join(f"'{name}'" for name in DEFINERS)

# Objects that would show rows outside the scope; none is well. They are read from the catalogs, so
# that a table added later is not forgotten.
HOLES = f"""
SELECT 'table without forced row security: ' || relname AS hole
FROM pg_class
WHERE relnamespace = CAST('bhxh' AS regnamespace) AND relkind IN ('r', 'p')
    AND NOT (relrowsecurity AND relforcerowsecurity)
UNION ALL
SELECT 'materialized view, which cannot have policies: ' || relname
FROM pg_class
WHERE relnamespace = CAST('bhxh' AS regnamespace) AND relkind = 'm'
UNION ALL
SELECT 'view with the rights of its owner: ' || relname
FROM pg_class
WHERE relnamespace = CAST('bhxh' AS regnamespace) AND relkind = 'v'
    AND NOT COALESCE(reloptions @> ARRAY['security_invoker=true'], false)
    -- Its owner is limited to the scope as well, and it leaves out ids of payments outside.
    AND NOT (
        relname = 'visible_repeats'
        AND COALESCE(reloptions @> ARRAY['security_barrier=true'], false)
        AND pg_get_userbyid(relowner) = 'bhxh_owner'
        AND pg_get_viewdef(oid) LIKE '%my_offices()%other_payment_id%'
        AND EXISTS (
            SELECT FROM pg_policies
            WHERE schemaname = 'bhxh' AND tablename = 'repeats'
                AND roles = ARRAY[CAST('bhxh_owner' AS name)]
            HAVING bool_and(qual LIKE '%office_code = ANY%my_offices()%')
        )
    )
UNION ALL
SELECT 'function with the rights of its owner: ' || proname
FROM pg_proc AS p
WHERE pronamespace = CAST('bhxh' AS regnamespace) AND prosecdef AND {_DEFINER} NOT IN ({_NAMED})
UNION ALL
SELECT 'function that is not as it was made: ' || proname
FROM pg_proc AS p
WHERE pronamespace = CAST('bhxh' AS regnamespace) AND {_DEFINER} IN ({_NAMED})
    AND NOT (
        prosecdef AND proowner = CAST('bhxh_owner' AS regrole)
        AND proconfig IS NOT DISTINCT FROM ARRAY['search_path=bhxh, pg_temp']
    )
UNION ALL
SELECT DISTINCT 'function that others than the loader may call: ' || proname
FROM pg_proc AS p
CROSS JOIN LATERAL aclexplode(COALESCE(proacl, acldefault('f', proowner))) AS granted
WHERE pronamespace = CAST('bhxh' AS regnamespace) AND {_DEFINER} IN ({_NAMED})
    AND granted.grantee NOT IN (proowner, CAST('bhxh_loader' AS regrole))
UNION ALL
SELECT 'granted to everybody: ' || relname
FROM pg_class
CROSS JOIN LATERAL aclexplode(relacl) AS granted
WHERE relnamespace = CAST('bhxh' AS regnamespace) AND granted.grantee = 0
UNION ALL
SELECT 'granted to everybody: ' || proname || '()'
FROM pg_proc
CROSS JOIN LATERAL aclexplode(COALESCE(proacl, acldefault('f', proowner))) AS granted
WHERE pronamespace = CAST('bhxh' AS regnamespace) AND granted.grantee = 0
UNION ALL
SELECT 'granted to everybody: schema ' || nspname
FROM pg_namespace
CROSS JOIN LATERAL aclexplode(COALESCE(nspacl, acldefault('n', nspowner))) AS granted
WHERE nspname IN ('bhxh', 'public') AND granted.grantee = 0
UNION ALL
SELECT 'granted to everybody: database ' || datname
FROM pg_database
CROSS JOIN LATERAL aclexplode(COALESCE(datacl, acldefault('d', datdba))) AS granted
WHERE datname = current_database() AND granted.grantee = 0
UNION ALL
SELECT 'role that sees past policies: ' || rolname
FROM pg_roles
WHERE rolname LIKE 'bhxh\\_%' AND (rolsuper OR rolbypassrls)
ORDER BY hole
"""

# Payments whose copied code or remittance differs from the tables of codes and remittances.
_OUT_OF_STEP = sa.text("""
    SELECT count(*)
    FROM payments AS p
    LEFT JOIN confirmations AS c USING (payment_id)
    LEFT JOIN remittance_lines AS l USING (payment_id)
    LEFT JOIN remittances AS m ON m.remittance_id = l.remittance_id
    WHERE ROW(p.confirmation_key, p.recorded_at, p.informed,
            p.remittance_id, p.remitting_org_code, p.remitted_at)
        IS DISTINCT FROM ROW(c.code_key, c.recorded_at, c.notified_by IS NOT NULL,
            m.remittance_id, m.org_code, m.remitted_at)
        OR c.office_code <> p.office_code OR c.org_code <> p.org_code
        OR l.office_code <> p.office_code
""")

# Sums of payments of a day that are judged by another deadline than the policies give.
_DEADLINES_OUT_OF_STEP = sa.text(f"""
    SELECT count(*) FROM lag_days AS g WHERE g.deadline_days <> {deadline.DEADLINE}
""")

# Remittances whose covered sums are not those of the payments that they cover.
_SUMS_OUT_OF_STEP = sa.text("""
    SELECT count(*)
    FROM remittances AS m
    LEFT JOIN (
        SELECT l.remittance_id, count(*) AS payments, sum(p.amount) AS amount
        FROM remittance_lines AS l
        JOIN payments AS p USING (payment_id)
        GROUP BY l.remittance_id
    ) AS c USING (remittance_id)
    WHERE ROW(m.covered_payments, m.covered_amount)
        <> ROW(coalesce(c.payments, 0), coalesce(c.amount, 0))
""")

# Pairs of duplicate payments that are missing, too many, or different from the plain tables.
_REPEATS_OUT_OF_STEP = sa.text(f"""
    WITH entries AS ({duplicate_sql.EVERY_ENTRY}),
    {duplicate_sql.NEIGHBOURS},
    {duplicate_sql.rows("neighbours")}
    SELECT count(*)
    FROM rows AS n
    FULL JOIN repeats AS r USING (kind, payment_id, other_payment_id)
    WHERE ROW({", ".join(f"n.{name}" for name in duplicate_sql.COPIED)})
        IS DISTINCT FROM ROW({", ".join(f"r.{name}" for name in duplicate_sql.COPIED)})
""")
# All numbers are sorted faster in memory.
_SORT_IN_MEMORY = sa.text("SET LOCAL work_mem = '128MB'")

# Payments that name an office, an organisation or a collector that the store does not have.
_ORPHANS = sa.text("""
    SELECT count(*)
    FROM payments AS p
    WHERE NOT EXISTS (SELECT FROM offices AS o WHERE o.office_code = p.office_code)
        OR NOT EXISTS (SELECT FROM organizations AS o WHERE o.org_code = p.org_code)
        OR NOT EXISTS (SELECT FROM collectors AS c WHERE c.collector_code = p.collector_code)
""")


@dataclasses.dataclass(frozen=True)
class Server:
    """The database server, and the login that the store is reached by."""

    version: str
    is_supported: bool
    login: str
    is_superuser: bool
    # The roles that it may take, of those that are not a dashboard's.
    may_become: tuple[str, ...]


def server(connection: sa.Connection) -> Server:
    """Return the server's version and the rights of this login."""
    row = connection.execute(_SERVER).one()
    is_supported = row.number >= OLDEST_SERVER * 10_000
    return Server(row.version, is_supported, row.login, row.is_superuser, tuple(row.may_become))


def holes(connection: sa.Connection) -> list[str]:
    """Return what would show rows outside the scope; empty where all is well."""
    return list(connection.scalars(sa.text(HOLES)))


def orphans(connection: sa.Connection) -> int:
    """Count payments with an unknown office, organisation or collector; needs the loader's role."""
    return int(connection.scalar(_ORPHANS) or 0)


def payments_out_of_step(connection: sa.Connection) -> int:
    """Count payments that differ from their codes or remittances; needs the loader's role."""
    return int(connection.scalar(_OUT_OF_STEP) or 0)


def remittances_out_of_step(connection: sa.Connection) -> int:
    """Count remittances whose covered sums are wrong; needs the loader's role."""
    return int(connection.scalar(_SUMS_OUT_OF_STEP) or 0)


def repeats_out_of_step(connection: sa.Connection) -> int:
    """Count pairs of repeated payments that are wrong or missing; needs the loader's role."""
    connection.execute(_SORT_IN_MEMORY)
    return int(connection.scalar(_REPEATS_OUT_OF_STEP) or 0)


def deadlines_out_of_step(connection: sa.Connection) -> int:
    """Count sums whose deadline is not that of the policies; needs the loader's role."""
    return int(connection.scalar(_DEADLINES_OUT_OF_STEP) or 0)


def rollups_out_of_step(connection: sa.Connection) -> dict[str, int]:
    """Count, by table, rows of rollups that are wrong or missing; needs the loader's role."""
    connection.execute(_SORT_IN_MEMORY)
    return {
        table: int(connection.exec_driver_sql(statement).scalar_one())
        for table, statement in rollups.DIFFERING.items()
    }

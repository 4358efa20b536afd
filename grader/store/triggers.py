"""What makes a table append-only: the database itself refuses to change or delete a row."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

REFUSAL = "the store is append-only"
_FUNCTION = f"""
CREATE OR REPLACE FUNCTION grader_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION USING MESSAGE = '{REFUSAL}: ' || TG_TABLE_NAME; END $$
"""


def statements(dialect: str, tables: Iterable[str]) -> Iterator[str]:
    """The statements that protect these tables, of a database that is `sqlite` or `postgresql`."""
    if dialect == "postgresql":
        yield _FUNCTION
    for table in tables:
        if dialect == "postgresql":
            event = f'BEFORE UPDATE OR DELETE OR TRUNCATE ON "{table}" FOR EACH STATEMENT'
            yield f'CREATE TRIGGER "{table}_append_only" {event} EXECUTE FUNCTION grader_refuse()'
            continue
        for change in ("UPDATE", "DELETE"):
            name = f'"{table}_no_{change.lower()}"'
            yield f"CREATE TRIGGER {name} BEFORE {change} ON \"{table}\" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"

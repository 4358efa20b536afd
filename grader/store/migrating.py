"""Bringing an older store up to date with alembic; imported only when that is due."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from sqlalchemy import Connection

from grader.errors import StoreError
from grader.store.place import Place

SCRIPTS = Path(__file__).with_name("migrations")


def migrate(connection: Connection, place: Place, scripts: Path = SCRIPTS) -> None:
    """Run the migrations that the store lacks, in the connection's transaction: all of them or none.

    Raises:
        StoreError: the store was made by a newer program.
    """
    config = Config()
    config.set_main_option("script_location", str(scripts).replace("%", "%%"))
    config.attributes["connection"] = connection
    try:
        ScriptDirectory.from_config(config)
        command.upgrade(config, "head")
    except CommandError as error:
        remedy = "update the program, or give another store with --store"
        raise StoreError(f"{place.shown}: was made by a newer version of this program ({remedy})") from error

"""names sort by their signs alone, and people may choose what they are called

Double surnames stand after the single one, apostrophes and dots count for nothing, and PostgreSQL
sorts as SQLite and Python do. The keys of all rows are made anew in the same way, also of what was
known before, so that no list has two orders.
"""

import re

from alembic import op
import sqlalchemy as sa

from course.text.names import sort_name
from course.text.surnames import is_prefix

revision = '0010'
down_revision = '0009'
branch_labels = None
depends_on = None

TABLES = ('person', 'person_details')


def upgrade() -> None:
    op.add_column('person', sa.Column('listed_name', sa.String(length=200), nullable=True))
    trigger = _take_trigger()
    _collate('C')
    for table in TABLES:
        _rewrite(table)
    op.execute(trigger)


def downgrade() -> None:
    trigger = _take_trigger()
    _collate('default')
    op.execute(trigger)
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_column('listed_name')


def _collate(name: str) -> None:
    if _on_sqlite():
        return
    for table in TABLES:
        op.execute(f'ALTER TABLE {table} ALTER COLUMN sort_name TYPE VARCHAR(200) COLLATE "{name}"')


def _rewrite(table: str) -> None:
    connection = op.get_bind()
    rows = connection.execute(sa.text(f'SELECT id, name, sort_name FROM {table}')).all()
    changes = [{'it': row.id, 'key': _key(row.name, row.sort_name)} for row in rows]
    changed = [one for one, row in zip(changes, rows, strict=True) if one['key'] != row.sort_name]
    if changed:
        connection.execute(sa.text(f'UPDATE {table} SET sort_name = :key WHERE id = :it'), changed)


def _key(name: str, before: str) -> str:
    """The new form of a key that was made of the parts of a name, where these are known."""
    surname, comma, rest = before.partition(', ')
    new = sort_name(name)
    if not comma or all(map(is_prefix, rest.split())):
        return new
    if new.partition(', ')[0].endswith('-'.join(_words(surname))):
        return new  # a double name was cut in two
    return f'{"-".join(_words(surname))}, {" ".join(_words(rest))}'[:200]


def _words(text: str) -> list[str]:
    return re.sub(r'[^\w]+', ' ', text.replace("'", '').replace('’', '')).split()


def _take_trigger() -> str:
    """The details of people are never changed, but for this once. Returns what makes it again."""
    found = ("SELECT sql FROM sqlite_master WHERE type = 'trigger' AND name = 'person_details_no_update'" if _on_sqlite()
             else "SELECT pg_get_triggerdef(oid) FROM pg_trigger WHERE tgname = 'person_details_no_update'")
    made = op.get_bind().execute(sa.text(found)).scalar_one()
    on = '' if _on_sqlite() else ' ON person_details'
    op.execute(f'DROP TRIGGER person_details_no_update{on}')
    return made


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'

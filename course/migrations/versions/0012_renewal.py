"""renewal: until when a completion is valid, and which cycle renews which

What is done already gets the period that its release promised, from the day on which it was done.
"""

import json
from calendar import monthrange
from datetime import date

from alembic import op
import sqlalchemy as sa

revision = '0012'
down_revision = '0011'
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column('enrolment', sa.Column('renews', sa.Date(), nullable=True))
    for name in ('progress', 'past_progress'):
        op.add_column(name, sa.Column('valid_until', sa.Date(), nullable=True))
    _fill('progress')
    _fill('past_progress')


def downgrade() -> None:
    _without_trigger('past_progress', lambda: op.execute('ALTER TABLE past_progress DROP COLUMN valid_until'))
    op.execute('ALTER TABLE progress DROP COLUMN valid_until')
    op.execute('ALTER TABLE enrolment DROP COLUMN renews')


def _fill(name: str) -> None:
    """The end of every completion there is: its rows differ in few days and few releases."""
    releases = sa.table('release', sa.column('hash', sa.String), sa.column('outline', sa.Text))
    enrolment = sa.table('enrolment', sa.column('id', sa.BigInteger), sa.column('release', sa.String))
    done = sa.table(name, sa.column('enrolment_id', sa.BigInteger), sa.column('completed_on', sa.Date),
                    sa.column('valid_until', sa.Date))
    connection = op.get_bind()
    of_release = sa.select(enrolment.c.id)
    days = sa.select(enrolment.c.release, done.c.completed_on).join(
        enrolment, enrolment.c.id == done.c.enrolment_id).where(done.c.completed_on.is_not(None)).distinct()
    found = connection.execute(days).all()
    outlines = {row.hash: row.outline for row in connection.execute(sa.select(releases))}

    def fill() -> None:
        for row in found:
            months = json.loads(outlines[row.release]).get('valid_months', 12)
            if months:
                here = of_release.where(enrolment.c.release == row.release)
                connection.execute(sa.update(done).where(
                    done.c.completed_on == row.completed_on, done.c.enrolment_id.in_(here)
                ).values(valid_until=_months_on(row.completed_on, months)))

    _without_trigger(name, fill) if name == 'past_progress' else fill()


def _months_on(day: date, months: int) -> date:
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _without_trigger(name: str, deed) -> None:
    """Rows that nothing may change get a column that they did not have."""
    connection = op.get_bind()
    if op.get_context().dialect.name != 'sqlite':
        op.execute(f'ALTER TABLE {name} DISABLE TRIGGER USER')
        deed()
        op.execute(f'ALTER TABLE {name} ENABLE TRIGGER USER')
        return
    query = sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
    kept = connection.execute(query, {'table': name}).all()
    for trigger in kept:
        op.execute(f'DROP TRIGGER {trigger.name}')
    deed()
    for trigger in kept:
        connection.exec_driver_sql(trigger.sql)

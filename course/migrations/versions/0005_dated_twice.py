"""dated twice: when it holds, and when we knew it

What is there counts as known since its first day. From here on a row is only closed, once; triggers
refuse anything else, also of facts that are only added.
"""

from alembic import op
import sqlalchemy as sa

revision = '0005'
down_revision = '0004'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
DAYS_IN_ORDER = 'ends_on IS NULL OR ends_on >= starts_on'
LONG_AGO, SINCE_EVER = '1900-01-01', '1900-01-01 00:00:00.000000'
DATED = {  # what may never change in a row, but for the instant at which it is closed
    'membership': ('id', 'person_id', 'school_id', 'team_id', 'staff_number', 'starts_on', 'ends_on', 'recorded_at'),
    'role_grant': ('id', 'person_id', 'role', 'school_id', 'board_id', 'starts_on', 'ends_on', 'recorded_at'),
    'duty_reason': ('id', 'duty_id', 'assignment_id', 'due_on', 'starts_on', 'ends_on', 'recorded_at'),
    'school_value': ('id', 'school_id', 'key', 'text', 'starts_on', 'ends_on', 'recorded_at'),
    'person_details': ('id', 'person_id', 'name', 'sort_name', 'audience', 'starts_on', 'ends_on', 'recorded_at'),
}
ADDED = ('attempt', 'answer', 'lesson_visit', 'duty', 'code_of_conduct', 'code_clause', 'lesson_completion',
         'past_progress', 'past_module_progress')


def upgrade() -> None:
    _details()
    _values()
    op.drop_index('uq_membership_current', table_name='membership')
    op.drop_index('ix_duty_reason_duty_id_assignment_id', table_name='duty_reason')
    for name in ('membership', 'role_grant', 'duty_reason'):
        _twice(name)
    _indexes()
    _past()
    for name, columns in DATED.items():
        _refuse(name, 'UPDATE', _anything_but_closing(columns))
        _refuse(name, 'DELETE')
    for name in ADDED:
        _refuse(name, 'UPDATE')
        _refuse(name, 'DELETE')


def downgrade() -> None:
    for name in (*DATED, *ADDED):
        for deed in ('update', 'delete'):
            _drop_trigger(name, deed)
    op.drop_table('past_module_progress')
    op.drop_table('past_progress')
    for name in ('module_progress', 'progress'):
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_column('recorded_at')
    with op.batch_alter_table('membership') as batch_op:
        batch_op.drop_index('uq_membership_now')
    with op.batch_alter_table('duty_reason') as batch_op:
        batch_op.drop_index('uq_duty_reason_now')
        batch_op.drop_index('ix_duty_reason_duty_id_assignment_id')
    for name in ('membership', 'role_grant', 'duty_reason'):
        op.execute(f'DELETE FROM {name} WHERE replaced_at IS NOT NULL')
        with op.batch_alter_table(name) as batch_op:
            batch_op.drop_constraint(batch_op.f(f'ck_{name}_instants_in_order'), type_='check')
            if name != 'membership':
                batch_op.drop_constraint(batch_op.f(f'ck_{name}_days_in_order'), type_='check')
            batch_op.drop_column('replaced_at')
            batch_op.drop_column('recorded_at')
    # the last of the periods of one reason: there was one row for each
    op.execute('DELETE FROM duty_reason WHERE EXISTS (SELECT 1 FROM duty_reason AS later WHERE later.duty_id = '
               'duty_reason.duty_id AND later.assignment_id = duty_reason.assignment_id AND later.id > duty_reason.id)')
    op.execute(f'UPDATE duty_reason SET ends_on = {_day_after("ends_on")} WHERE ends_on IS NOT NULL')
    with op.batch_alter_table('membership') as batch_op:
        batch_op.create_index('uq_membership_current', ['school_id', 'person_id'], unique=True,
                              sqlite_where=sa.text('ends_on IS NULL'), postgresql_where=sa.text('ends_on IS NULL'))
    with op.batch_alter_table('duty_reason') as batch_op:
        batch_op.create_index('ix_duty_reason_duty_id_assignment_id', ['duty_id', 'assignment_id'], unique=True)
    _set_aside('school_value')
    op.create_table('school_value',
    sa.Column('school_id', ID, nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_value_school_id')),
    sa.PrimaryKeyConstraint('school_id', 'key', name=op.f('pk_school_value'))
    )
    op.execute(f'INSERT INTO school_value (school_id, key, text) SELECT school_id, key, text FROM school_value_before WHERE {NOW}')
    op.drop_table('school_value_before')
    op.drop_table('person_details')
    if not _on_sqlite():
        op.execute('DROP FUNCTION refuse_change()')


def _times() -> list[sa.Column]:
    return [
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('recorded_at', AT, nullable=False),
        sa.Column('replaced_at', AT, nullable=True),
    ]


def _in_order(name: str) -> list[sa.CheckConstraint]:
    return [
        sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f(f'ck_{name}_days_in_order')),
        sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f(f'ck_{name}_instants_in_order')),
    ]


def _details() -> None:
    op.create_table('person_details',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('sort_name', sa.String(length=200), nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    *_times(),
    *_in_order('person_details'),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_person_details_person_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_person_details'))
    )
    op.execute('INSERT INTO person_details (person_id, name, sort_name, audience, starts_on, recorded_at) '
               f"SELECT id, name, sort_name, audience, '{LONG_AGO}', '{SINCE_EVER}{_zone()}' FROM person ORDER BY id")
    with op.batch_alter_table('person_details') as batch_op:
        batch_op.create_index(batch_op.f('ix_person_details_person_id'), ['person_id'], unique=False)


def _values() -> None:
    """The words of a school get a number of their own, for one word may stand there more than once."""
    _set_aside('school_value')
    op.create_table('school_value',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    *_times(),
    *_in_order('school_value'),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_value_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_value'))
    )
    op.execute('INSERT INTO school_value (school_id, key, text, starts_on, recorded_at) '
               f"SELECT school_id, key, text, '{LONG_AGO}', '{SINCE_EVER}{_zone()}' FROM school_value_before "
               'ORDER BY school_id, key')
    op.drop_table('school_value_before')


def _set_aside(name: str) -> None:
    """A table under another name; on PostgreSQL the name of its key has to go along."""
    op.rename_table(name, f'{name}_before')
    if not _on_sqlite():
        op.execute(f'ALTER TABLE {name}_before RENAME CONSTRAINT pk_{name} TO pk_{name}_before')


def _twice(name: str) -> None:
    """Known since its first day. What never held on any day was never known."""
    with op.batch_alter_table(name) as batch_op:
        batch_op.add_column(sa.Column('recorded_at', AT, nullable=True))
        batch_op.add_column(sa.Column('replaced_at', AT, nullable=True))
    if name == 'duty_reason':  # the last day counts now, as everywhere
        op.execute(f'UPDATE {name} SET ends_on = {_day_before("ends_on")} WHERE ends_on IS NOT NULL')
    op.execute(f'UPDATE {name} SET recorded_at = {_morning_of("starts_on")}')
    op.execute(f'UPDATE {name} SET ends_on = starts_on, replaced_at = recorded_at WHERE ends_on < starts_on')
    with op.batch_alter_table(name) as batch_op:
        batch_op.alter_column('recorded_at', existing_type=AT, nullable=False)
        if name != 'membership':
            batch_op.create_check_constraint(batch_op.f(f'ck_{name}_days_in_order'), DAYS_IN_ORDER)
        batch_op.create_check_constraint(
            batch_op.f(f'ck_{name}_instants_in_order'), 'replaced_at IS NULL OR replaced_at >= recorded_at')


def _indexes() -> None:
    def one(name: str, *columns: str) -> None:
        op.create_index(f'uq_{name}_now', name, list(columns), unique=True,
                        sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))

    op.create_index('ix_duty_reason_duty_id_assignment_id', 'duty_reason', ['duty_id', 'assignment_id'], unique=False)
    one('membership', 'school_id', 'person_id')
    one('duty_reason', 'duty_id', 'assignment_id')
    one('school_value', 'school_id', 'key')
    one('person_details', 'person_id')


def _past() -> None:
    """How far people were at the end of each day on which that changed, counted from their completions."""
    for name in ('progress', 'module_progress'):
        with op.batch_alter_table(name) as batch_op:
            batch_op.add_column(sa.Column('recorded_at', AT, nullable=True))
    op.create_table('past_progress',
    sa.Column('id', ID, nullable=False),
    sa.Column('enrolment_id', ID, nullable=False),
    sa.Column('done', ID, nullable=False),
    sa.Column('total', ID, nullable=False),
    sa.Column('started_on', sa.Date(), nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_past_progress_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_progress'))
    )
    op.create_table('past_module_progress',
    sa.Column('id', ID, nullable=False),
    sa.Column('enrolment_id', ID, nullable=False),
    sa.Column('module', sa.String(length=80), nullable=False),
    sa.Column('done', ID, nullable=False),
    sa.Column('total', ID, nullable=False),
    sa.Column('completed_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_past_module_progress_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_past_module_progress'))
    )
    # Instants of days on which a required lesson was done: the first and the last of each day.
    days = ('SELECT enrolment_id{module}, completed_on AS day, count(*) AS more, min(completed_at) AS first, '
            'max(completed_at) AS last FROM lesson_completion WHERE required GROUP BY enrolment_id{module}, completed_on')
    steps = ('SELECT days.*, sum(more) OVER (PARTITION BY {key} ORDER BY day) AS done, '
             'lead(first) OVER (PARTITION BY {key} ORDER BY day) AS next FROM ({days}) AS days')
    whole = steps.format(key='enrolment_id', days=days.format(module=''))
    by_module = steps.format(key='enrolment_id, module', days=days.format(module=', module'))
    begun = _morning_of('progress.started_on')
    # before the first lesson was done, from the day on which somebody began
    op.execute('INSERT INTO past_progress (enrolment_id, done, total, started_on, recorded_at, replaced_at) '
               f'SELECT progress.enrolment_id, 0, total, started_on, {begun}, min(lesson_completion.completed_at) FROM progress '
               'JOIN lesson_completion ON lesson_completion.enrolment_id = progress.enrolment_id AND required '
               f'GROUP BY progress.enrolment_id, total, started_on HAVING min(lesson_completion.completed_at) > {begun}')
    op.execute('INSERT INTO past_progress (enrolment_id, done, total, started_on, completed_on, recorded_at, replaced_at) '
               'SELECT step.enrolment_id, step.done, total, started_on, '
               'CASE WHEN completed_on <= step.day THEN completed_on END, step.last, step.next '
               f'FROM ({whole}) AS step JOIN progress ON progress.enrolment_id = step.enrolment_id WHERE step.next IS NOT NULL')
    op.execute('INSERT INTO past_module_progress (enrolment_id, module, done, total, completed_on, recorded_at, replaced_at) '
               'SELECT step.enrolment_id, step.module, step.done, total, '
               'CASE WHEN completed_on <= step.day THEN completed_on END, step.last, step.next '
               f'FROM ({by_module}) AS step JOIN module_progress ON module_progress.enrolment_id = step.enrolment_id '
               'AND module_progress.module = step.module WHERE step.next IS NOT NULL')
    last = 'SELECT max(completed_at) FROM lesson_completion WHERE required AND lesson_completion.enrolment_id = '
    op.execute(f'UPDATE progress SET recorded_at = coalesce(({last} progress.enrolment_id), {_morning_of("started_on")})')
    op.execute(f'UPDATE module_progress SET recorded_at = coalesce(({last} module_progress.enrolment_id '
               f"AND lesson_completion.module = module_progress.module), '{SINCE_EVER}{_zone()}')")
    for name in ('progress', 'module_progress'):
        with op.batch_alter_table(name) as batch_op:
            batch_op.alter_column('recorded_at', existing_type=AT, nullable=False)
    with op.batch_alter_table('past_progress') as batch_op:
        batch_op.create_index(batch_op.f('ix_past_progress_enrolment_id_replaced_at'), ['enrolment_id', 'replaced_at'], unique=True)
    with op.batch_alter_table('past_module_progress') as batch_op:
        batch_op.create_index(
            batch_op.f('ix_past_module_progress_enrolment_id_module_replaced_at'), ['enrolment_id', 'module', 'replaced_at'], unique=True)


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _zone() -> str:
    """What follows an instant as it is written: SQLite keeps none."""
    return '' if _on_sqlite() else '+00:00'


def _morning_of(day: str) -> str:
    return f"({day} || ' 00:00:00.000000')" if _on_sqlite() else f"({day}::timestamp AT TIME ZONE 'UTC')"


def _day_before(day: str) -> str:
    return f"date({day}, '-1 day')" if _on_sqlite() else f'{day} - 1'


def _day_after(day: str) -> str:
    return f"date({day}, '+1 day')" if _on_sqlite() else f'{day} + 1'


def _anything_but_closing(columns: tuple[str, ...]) -> str:
    """Closing a row, once, is the only change there is."""
    unlike = 'IS NOT' if _on_sqlite() else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in columns)
    return f'OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed}'


def _refuse(name: str, deed: str, when: str = '') -> None:
    trigger, words = f'{name}_no_{deed.lower()}', f'{name}: rows are added and closed, never changed or taken away'
    condition = f' WHEN ({when})' if when else ''
    if _on_sqlite():
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW{condition} "
                   f"BEGIN SELECT RAISE(ABORT, '{words}'); END")
        return
    op.execute("CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
               "$$ BEGIN RAISE EXCEPTION '%: rows are added and closed, never changed or taken away', TG_TABLE_NAME "
               "USING ERRCODE = 'restrict_violation'; END $$")
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW{condition} EXECUTE FUNCTION refuse_change()')


def _drop_trigger(name: str, deed: str) -> None:
    on = '' if _on_sqlite() else f' ON {name}'
    op.execute(f'DROP TRIGGER IF EXISTS {name}_no_{deed}{on}')

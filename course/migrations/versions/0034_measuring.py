"""what people gain in a module: which schools measure it, and what was asked before and after

No row of a school means that it does not measure.
"""

from alembic import op
import sqlalchemy as sa

revision = '0034'
down_revision = '0033'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = ('id', 'school_id', 'is_on', 'made_by', 'starts_on', 'ends_on', 'recorded_at')
WORDS = 'rows are added and closed, never changed or taken away'
FACTS = ('measurement', 'measurement_answer', 'measurement_skip')


def upgrade() -> None:
    op.create_table('school_measuring',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('is_on', sa.Boolean(), nullable=False),
    sa.Column('made_by', ID, nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_school_measuring_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_school_measuring_instants_in_order')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_school_measuring_made_by')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_measuring_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_measuring'))
    )
    op.create_index('uq_school_measuring_now', 'school_measuring', ['school_id'], unique=True,
                    sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))
    op.create_table('measurement',
    sa.Column('id', ID, nullable=False),
    sa.Column('enrolment_id', ID, nullable=False),
    sa.Column('course', sa.String(length=80), nullable=False),
    sa.Column('module', sa.String(length=80), nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    sa.Column('release', sa.String(length=64), nullable=False),
    sa.Column('forms', sa.String(length=64), nullable=False),
    sa.Column('first', sa.String(length=1), nullable=False),
    sa.Column('before', sa.JSON(), nullable=False),
    sa.Column('after', sa.JSON(), nullable=False),
    sa.Column('size', ID, nullable=False),
    sa.Column('drawn_at', AT, nullable=False),
    sa.CheckConstraint("first IN ('a', 'b')", name=op.f('ck_measurement_form_a_or_b')),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_measurement_enrolment_id')),
    sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_measurement_release')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_measurement_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measurement'))
    )
    op.create_index(op.f('ix_measurement_enrolment_id_module'), 'measurement', ['enrolment_id', 'module'], unique=True)
    op.create_index(op.f('ix_measurement_school_id_course_module'), 'measurement', ['school_id', 'course', 'module'])
    op.create_table('measurement_answer',
    sa.Column('id', ID, nullable=False),
    sa.Column('measurement_id', ID, nullable=False),
    sa.Column('part', sa.String(length=8), nullable=False),
    sa.Column('item', sa.String(length=80), nullable=False),
    sa.Column('goal', sa.String(length=80), nullable=False),
    sa.Column('earned', ID, nullable=False),
    sa.Column('possible', ID, nullable=False),
    sa.Column('given_at', AT, nullable=False),
    sa.CheckConstraint('earned BETWEEN 0 AND possible', name=op.f('ck_measurement_answer_points_in_range')),
    sa.ForeignKeyConstraint(['measurement_id'], ['measurement.id'], name=op.f('fk_measurement_answer_measurement_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measurement_answer'))
    )
    op.create_index(op.f('ix_measurement_answer_measurement_id_part_item'), 'measurement_answer',
                    ['measurement_id', 'part', 'item'], unique=True)
    op.create_table('measurement_skip',
    sa.Column('id', ID, nullable=False),
    sa.Column('enrolment_id', ID, nullable=False),
    sa.Column('module', sa.String(length=80), nullable=False),
    sa.Column('skipped_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['enrolment_id'], ['enrolment.id'], name=op.f('fk_measurement_skip_enrolment_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_measurement_skip'))
    )
    op.create_index(op.f('ix_measurement_skip_enrolment_id_module'), 'measurement_skip',
                    ['enrolment_id', 'module'], unique=True)
    unlike = 'IS NOT' if _on_sqlite() else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in FIXED)
    _refuse('school_measuring', 'UPDATE', f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})')
    _refuse('school_measuring', 'DELETE')
    for name in FACTS:
        for deed in ('UPDATE', 'DELETE'):
            _refuse(name, deed)


def downgrade() -> None:
    for name in (*reversed(FACTS), 'school_measuring'):
        on = '' if _on_sqlite() else f' ON {name}'
        for deed in ('update', 'delete'):
            op.execute(f'DROP TRIGGER IF EXISTS {name}_no_{deed}{on}')
        op.drop_table(name)


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _refuse(name: str, deed: str, when: str = '') -> None:
    trigger = f'{name}_no_{deed.lower()}'
    if _on_sqlite():
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW{when} BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END")
        return
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW{when} EXECUTE FUNCTION refuse_change()')

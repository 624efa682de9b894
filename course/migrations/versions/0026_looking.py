"""who looked at somebody's record, and on which day

Rows are only added, and forgotten after three years; triggers refuse a change.
"""

from alembic import op
import sqlalchemy as sa

revision = '0026'
down_revision = '0025'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
WORDS = 'rows are added and forgotten, never changed'


def upgrade() -> None:
    op.create_table('record_look',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('viewer_id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=True),
    sa.Column('day', sa.Date(), nullable=False),
    sa.CheckConstraint('person_id <> viewer_id', name=op.f('ck_record_look_of_another')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_record_look_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_record_look_school_id')),
    sa.ForeignKeyConstraint(['viewer_id'], ['person.id'], name=op.f('fk_record_look_viewer_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_record_look')),
    sa.UniqueConstraint('person_id', 'viewer_id', 'day', name=op.f('uq_record_look_person_id_viewer_id_day'))
    )
    op.create_index(op.f('ix_record_look_day'), 'record_look', ['day'], unique=False)
    trigger = 'CREATE TRIGGER record_look_no_update BEFORE UPDATE ON record_look FOR EACH ROW'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, 'record_look: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')


def downgrade() -> None:
    op.drop_table('record_look')  # its trigger goes along

"""the audit trail: who did what about whom

Rows are only added; triggers refuse anything else.
"""

from alembic import op
import sqlalchemy as sa

revision = '0006'
down_revision = '0005'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
WORDS = 'rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('audit_entry',
    sa.Column('id', ID, nullable=False),
    sa.Column('at', AT, nullable=False),
    sa.Column('deed', sa.String(length=64), nullable=False),
    sa.Column('action', sa.String(length=80), nullable=False),
    sa.Column('actor_id', ID, nullable=True),
    sa.Column('person_id', ID, nullable=True),
    sa.Column('school_id', ID, nullable=True),
    sa.Column('board_id', ID, nullable=True),
    sa.Column('detail', sa.JSON(), nullable=False),
    sa.Column('undoes', sa.String(length=64), nullable=True),
    sa.ForeignKeyConstraint(['actor_id'], ['person.id'], name=op.f('fk_audit_entry_actor_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_audit_entry_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_audit_entry_school_id')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_audit_entry_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit_entry'))
    )
    for column in ('person_id', 'actor_id', 'school_id', 'deed', 'undoes'):
        op.create_index(op.f(f'ix_audit_entry_{column}'), 'audit_entry', [column], unique=False)
    for deed in ('UPDATE', 'DELETE'):
        _refuse(deed)


def downgrade() -> None:
    op.drop_table('audit_entry')  # its triggers go along


def _refuse(deed: str) -> None:
    """On PostgreSQL by the function that the step before made."""
    trigger = f'CREATE TRIGGER audit_entry_no_{deed.lower()} BEFORE {deed} ON audit_entry FOR EACH ROW'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, 'audit_entry: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')

"""regrading: a later mark for an answer, where the key was wrong

Rows are only added; triggers refuse anything else.
"""

from alembic import op
import sqlalchemy as sa

revision = '0013'
down_revision = '0012'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
WORDS = 'rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('regrade',
    sa.Column('id', ID, nullable=False),
    sa.Column('attempt_id', ID, nullable=False),
    sa.Column('release', sa.String(length=64), nullable=False),
    sa.Column('earned', ID, nullable=False),
    sa.Column('possible', ID, nullable=False),
    sa.Column('settled', sa.Boolean(), nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by', ID, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('earned BETWEEN 0 AND possible', name=op.f('ck_regrade_points_in_range')),
    sa.ForeignKeyConstraint(['attempt_id'], ['attempt.id'], name=op.f('fk_regrade_attempt_id')),
    sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_regrade_release')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_regrade_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_regrade'))
    )
    op.create_index(op.f('ix_regrade_attempt_id_id'), 'regrade', ['attempt_id', 'id'], unique=False)
    for deed in ('UPDATE', 'DELETE'):
        _refuse(deed)


def downgrade() -> None:
    op.drop_table('regrade')  # its triggers go along


def _refuse(deed: str) -> None:
    """On PostgreSQL by the function that an earlier step made."""
    trigger = f'CREATE TRIGGER regrade_no_{deed.lower()} BEFORE {deed} ON regrade FOR EACH ROW'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, 'regrade: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')

"""code of conduct; entry test"""

from alembic import op
import sqlalchemy as sa

revision = '0003'
down_revision = '0002'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('code_of_conduct',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=True),
    sa.Column('board_id', ID, nullable=True),
    sa.Column('label', sa.String(length=200), nullable=False),
    sa.Column('in_force_on', sa.Date(), nullable=False),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_reference', sa.String(length=200), nullable=False),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('submission', sa.String(length=64), nullable=False),
    sa.CheckConstraint('(school_id IS NULL) <> (board_id IS NULL)', name=op.f('ck_code_of_conduct_school_or_board')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_code_of_conduct_board_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_code_of_conduct_made_by')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_code_of_conduct_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_code_of_conduct')),
    sa.UniqueConstraint('submission', name=op.f('uq_code_of_conduct_submission'))
    )
    with op.batch_alter_table('code_of_conduct', schema=None) as batch_op:
        batch_op.create_index(batch_op.f('ix_code_of_conduct_school_id_in_force_on'), ['school_id', 'in_force_on'], unique=False)
        batch_op.create_index(batch_op.f('ix_code_of_conduct_board_id_in_force_on'), ['board_id', 'in_force_on'], unique=False)

    op.create_table('code_clause',
    sa.Column('code_id', ID, nullable=False),
    sa.Column('clause', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.ForeignKeyConstraint(['code_id'], ['code_of_conduct.id'], name=op.f('fk_code_clause_code_id')),
    sa.PrimaryKeyConstraint('code_id', 'clause', name=op.f('pk_code_clause'))
    )
    # A default is needed to add them to rows that are there; new rows bring their own.
    op.add_column('school', sa.Column('entry_test', sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column('progress', sa.Column('short', sa.JSON(), nullable=False, server_default='[]'))


def downgrade() -> None:
    with op.batch_alter_table('progress', schema=None) as batch_op:
        batch_op.drop_column('short')
    with op.batch_alter_table('school', schema=None) as batch_op:
        batch_op.drop_column('entry_test')
    op.drop_table('code_clause')
    with op.batch_alter_table('code_of_conduct', schema=None) as batch_op:
        batch_op.drop_index(batch_op.f('ix_code_of_conduct_board_id_in_force_on'))
        batch_op.drop_index(batch_op.f('ix_code_of_conduct_school_id_in_force_on'))
    op.drop_table('code_of_conduct')

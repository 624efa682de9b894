"""what schools call things in their lists of people, and lists that wait for a yes"""

from alembic import op
import sqlalchemy as sa

revision = '0016'
down_revision = '0015'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    op.create_table('list_word',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('word', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('meaning', sa.String(length=40), nullable=False),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_list_word_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_list_word'))
    )
    op.create_index(op.f('ix_list_word_school_id_kind_word'), 'list_word', ['school_id', 'kind', 'word'], unique=True)
    op.create_table('waiting_list',
    sa.Column('id', ID, nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), nullable=False),
    sa.Column('content', sa.LargeBinary(), nullable=False),
    sa.Column('answers', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_waiting_list_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_waiting_list_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_waiting_list')),
    sa.UniqueConstraint('ref', name=op.f('uq_waiting_list_ref'))
    )
    op.create_index(op.f('ix_waiting_list_created_at'), 'waiting_list', ['created_at'], unique=False)
    op.create_index(op.f('ix_waiting_list_person_id'), 'waiting_list', ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('waiting_list')
    op.drop_table('list_word')

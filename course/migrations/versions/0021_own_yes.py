"""what waits for somebody's own yes: a place on a school's list, and a new mail address"""

from alembic import op
import sqlalchemy as sa

revision = '0021'
down_revision = '0020'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table('awaited_person',
    sa.Column('person_id', ID, nullable=False),
    sa.Column('email_key', sa.String(length=200), nullable=False),
    sa.Column('asked_at', AT, nullable=False),
    sa.Column('answered_at', AT, nullable=True),
    sa.Column('became_id', ID, nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_awaited_person_person_id')),
    sa.ForeignKeyConstraint(['became_id'], ['person.id'], name=op.f('fk_awaited_person_became_id')),
    sa.PrimaryKeyConstraint('person_id', name=op.f('pk_awaited_person'))
    )
    op.create_index(op.f('ix_awaited_person_email_key'), 'awaited_person', ['email_key'], unique=False)
    op.create_table('address_change',
    sa.Column('id', ID, nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('email', sa.String(length=200), nullable=False),
    sa.Column('email_key', sa.String(length=200), nullable=False),
    sa.Column('old_email', sa.String(length=200), nullable=False),
    sa.Column('confirm_hash', sa.String(length=64), nullable=False),
    sa.Column('stop_hash', sa.String(length=64), nullable=False),
    sa.Column('needs_old', sa.Boolean(), nullable=False),
    sa.Column('asked_by', ID, nullable=True),
    sa.Column('asked_at', AT, nullable=False),
    sa.Column('expires_at', AT, nullable=False),
    sa.Column('agreed_at', AT, nullable=True),
    sa.Column('confirmed_at', AT, nullable=True),
    sa.Column('settled_at', AT, nullable=True),
    sa.Column('outcome', sa.String(length=80), nullable=True),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_address_change_person_id')),
    sa.ForeignKeyConstraint(['asked_by'], ['person.id'], name=op.f('fk_address_change_asked_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_address_change')),
    sa.UniqueConstraint('confirm_hash', name=op.f('uq_address_change_confirm_hash')),
    sa.UniqueConstraint('stop_hash', name=op.f('uq_address_change_stop_hash'))
    )
    op.create_index(op.f('ix_address_change_person_id'), 'address_change', ['person_id'], unique=False)


def downgrade() -> None:
    op.drop_table('address_change')
    op.drop_table('awaited_person')

"""the ledger of reminders"""

from alembic import op
import sqlalchemy as sa

revision = '0022'
down_revision = '0021'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        'reminder',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', INSTANT, nullable=False),
        sa.Column('outcome', sa.String(length=12), nullable=False),
        sa.Column('steps', sa.JSON(), nullable=False),
        sa.Column('mail_key', sa.String(length=200), nullable=True),
        sa.Column('sent_by', NUMBER, nullable=True),
        sa.CheckConstraint(
            "(outcome = 'sent') = (mail_key IS NOT NULL)", name=op.f('ck_reminder_sent_with_a_mail')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_reminder_person_id')),
        sa.ForeignKeyConstraint(['sent_by'], ['person.id'], name=op.f('fk_reminder_sent_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_reminder')),
        sa.UniqueConstraint('key', name=op.f('uq_reminder_key')),
    )
    op.create_index(op.f('ix_reminder_person_id_day'), 'reminder', ['person_id', 'day'])
    op.create_index(op.f('ix_reminder_day'), 'reminder', ['day'])
    op.create_table(
        'mail_stop',
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('since', INSTANT, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_mail_stop_person_id')),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_mail_stop')),
    )
    op.create_table(
        'unreached',
        sa.Column('email_key', sa.String(length=200), nullable=False),
        sa.Column('since', INSTANT, nullable=False),
        sa.Column('code', sa.String(length=16), nullable=False),
        sa.PrimaryKeyConstraint('email_key', name=op.f('pk_unreached')),
    )
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.add_column(sa.Column('html', sa.Text(), nullable=True))
        batch_op.add_column(sa.Column('stop_url', sa.Text(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table('mail', schema=None) as batch_op:
        batch_op.drop_column('stop_url')
        batch_op.drop_column('html')
    op.drop_table('unreached')
    op.drop_table('mail_stop')
    op.drop_table('reminder')

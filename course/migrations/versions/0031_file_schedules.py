"""lists that somebody wants every week or month, and the ledger of their mails"""

from alembic import op
import sqlalchemy as sa

revision = '0031'
down_revision = '0030'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = sa.DateTime(timezone=True)
WORDS = 'rows are added and closed, never changed or taken away'
FACT = 'scheduled_mail'


def upgrade() -> None:
    op.create_table(
        'file_schedule',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('every', sa.String(length=8), nullable=False),
        sa.Column('asked', sa.JSON(), nullable=False),
        sa.Column('submission', sa.String(length=64), nullable=False),
        sa.Column('made_at', INSTANT, nullable=False),
        sa.Column('ended_at', INSTANT, nullable=True),
        sa.Column('ended_by', sa.String(length=8), nullable=True),
        sa.CheckConstraint(
            '(ended_at IS NULL) = (ended_by IS NULL)', name=op.f('ck_file_schedule_ended_by_something')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_file_schedule_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_file_schedule')),
        sa.UniqueConstraint('ref', name=op.f('uq_file_schedule_ref')),
        sa.UniqueConstraint('submission', name=op.f('uq_file_schedule_submission')),
    )
    op.create_index(op.f('ix_file_schedule_person_id'), 'file_schedule', ['person_id'])
    op.create_index(op.f('ix_file_schedule_ended_at_id'), 'file_schedule', ['ended_at', 'id'])
    op.create_table(
        FACT,
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('schedule_id', NUMBER, nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', INSTANT, nullable=False),
        sa.Column('outcome', sa.String(length=12), nullable=False),
        sa.Column('mail_key', sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'sent') = (mail_key IS NOT NULL)", name=op.f('ck_scheduled_mail_sent_with_a_mail')
        ),
        sa.ForeignKeyConstraint(['schedule_id'], ['file_schedule.id'], name=op.f('fk_scheduled_mail_schedule_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_scheduled_mail')),
    )
    op.create_index(op.f('ix_scheduled_mail_schedule_id_day'), FACT, ['schedule_id', 'day'], unique=True)
    for deed in ('UPDATE', 'DELETE'):
        _refuse(FACT, deed)


def downgrade() -> None:
    on = '' if _on_sqlite() else f' ON {FACT}'
    for deed in ('update', 'delete'):
        op.execute(f'DROP TRIGGER IF EXISTS {FACT}_no_{deed}{on}')
    op.drop_table(FACT)
    op.drop_table('file_schedule')


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _refuse(name: str, deed: str) -> None:
    trigger = f'{name}_no_{deed.lower()}'
    if _on_sqlite():
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END")
        return
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()')

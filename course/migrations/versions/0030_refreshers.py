"""refreshers after completion, and what was answered in them"""

from alembic import op
import sqlalchemy as sa

revision = '0030'
down_revision = '0029'
branch_labels = None
depends_on = None

NUMBER = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
INSTANT = sa.DateTime(timezone=True)
WORDS = 'rows are added and closed, never changed or taken away'
FACTS = ('refresher', 'refresher_answer')


def upgrade() -> None:
    op.create_table(
        'refresher_plan',
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('course', sa.String(length=80), nullable=False),
        sa.Column('learned_on', sa.Date(), nullable=False),
        sa.Column('origins', sa.JSON(), nullable=False),
        sa.Column('look_on', sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_refresher_plan_person_id')),
        sa.PrimaryKeyConstraint('person_id', 'course', name=op.f('pk_refresher_plan')),
    )
    op.create_index(op.f('ix_refresher_plan_look_on'), 'refresher_plan', ['look_on'])
    op.create_table(
        'refresher',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('ref', sa.String(length=64), nullable=False),
        sa.Column('key', sa.String(length=200), nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('course', sa.String(length=80), nullable=False),
        sa.Column('release', sa.String(length=64), nullable=False),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', INSTANT, nullable=False),
        sa.Column('outcome', sa.String(length=12), nullable=False),
        sa.Column('moments', sa.JSON(), nullable=False),
        sa.Column('open_until', sa.Date(), nullable=False),
        sa.Column('mail_key', sa.String(length=200), nullable=True),
        sa.CheckConstraint(
            "(outcome = 'sent') = (mail_key IS NOT NULL)", name=op.f('ck_refresher_sent_with_a_mail')
        ),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_refresher_person_id')),
        sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_refresher_release')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_refresher')),
        sa.UniqueConstraint('key', name=op.f('uq_refresher_key')),
        sa.UniqueConstraint('ref', name=op.f('uq_refresher_ref')),
    )
    op.create_index(op.f('ix_refresher_person_id_day'), 'refresher', ['person_id', 'day'])
    op.create_table(
        'refresher_answer',
        sa.Column('id', NUMBER, nullable=False),
        sa.Column('refresher_id', NUMBER, nullable=False),
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('course', sa.String(length=80), nullable=False),
        sa.Column('module', sa.String(length=80), nullable=False),
        sa.Column('goal', sa.String(length=80), nullable=False),
        sa.Column('lesson', sa.String(length=80), nullable=False),
        sa.Column('item', sa.String(length=80), nullable=False),
        sa.Column('response', sa.JSON(), nullable=False),
        sa.Column('earned', NUMBER, nullable=False),
        sa.Column('possible', NUMBER, nullable=False),
        sa.Column('confidence', sa.String(length=8), nullable=True),
        sa.Column('day', sa.Date(), nullable=False),
        sa.Column('at', INSTANT, nullable=False),
        sa.Column('step_before', NUMBER, nullable=True),
        sa.Column('step_after', NUMBER, nullable=True),
        sa.Column('scheduler', sa.String(length=20), nullable=False),
        sa.CheckConstraint('earned BETWEEN 0 AND possible', name=op.f('ck_refresher_answer_points_in_range')),
        sa.ForeignKeyConstraint(['refresher_id'], ['refresher.id'], name=op.f('fk_refresher_answer_refresher_id')),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_refresher_answer_person_id')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_refresher_answer')),
    )
    op.create_index(op.f('ix_refresher_answer_refresher_id_item'), 'refresher_answer', ['refresher_id', 'item'], unique=True)
    op.create_index(op.f('ix_refresher_answer_person_id_course'), 'refresher_answer', ['person_id', 'course'])
    op.create_table(
        'refresher_stop',
        sa.Column('person_id', NUMBER, nullable=False),
        sa.Column('since', INSTANT, nullable=False),
        sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_refresher_stop_person_id')),
        sa.PrimaryKeyConstraint('person_id', name=op.f('pk_refresher_stop')),
    )
    for name in FACTS:
        for deed in ('UPDATE', 'DELETE'):
            _refuse(name, deed)


def downgrade() -> None:
    op.drop_table('refresher_stop')
    for name in reversed(FACTS):
        on = '' if _on_sqlite() else f' ON {name}'
        for deed in ('update', 'delete'):
            op.execute(f'DROP TRIGGER IF EXISTS {name}_no_{deed}{on}')
        op.drop_table(name)
    op.drop_table('refresher_plan')


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _refuse(name: str, deed: str) -> None:
    trigger = f'{name}_no_{deed.lower()}'
    if _on_sqlite():
        op.execute(f"CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END")
        return
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW EXECUTE FUNCTION refuse_change()')

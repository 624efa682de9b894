"""relief of a duty: paused until a day, or exempt; dated twice
"""

from alembic import op
import sqlalchemy as sa

revision = '0007'
down_revision = '0006'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = ('id', 'duty_id', 'kind', 'category', 'until', 'made_by', 'starts_on', 'ends_on', 'recorded_at')
WORDS = 'duty_relief: rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('duty_relief',
    sa.Column('id', ID, nullable=False),
    sa.Column('duty_id', ID, nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('category', sa.String(length=16), nullable=True),
    sa.Column('until', sa.Date(), nullable=True),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_duty_relief_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_duty_relief_instants_in_order')),
    sa.CheckConstraint("(kind = 'exempt') = (category IS NOT NULL)", name=op.f('ck_duty_relief_category_of_exempt')),
    sa.CheckConstraint("kind = 'exempt' OR until IS NOT NULL", name=op.f('ck_duty_relief_pause_has_an_end')),
    sa.ForeignKeyConstraint(['duty_id'], ['duty.id'], name=op.f('fk_duty_relief_duty_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_duty_relief_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_duty_relief'))
    )
    op.create_index('ix_duty_relief_duty_id', 'duty_relief', ['duty_id'], unique=False)
    op.create_index('uq_duty_relief_now', 'duty_relief', ['duty_id'], unique=True,
                    sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))
    sqlite = op.get_context().dialect.name == 'sqlite'
    unlike = 'IS NOT' if sqlite else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in FIXED)
    for deed, when in (('UPDATE', f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})'), ('DELETE', '')):
        then = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" if sqlite else 'EXECUTE FUNCTION refuse_change()'
        op.execute(f'CREATE TRIGGER duty_relief_no_{deed.lower()} BEFORE {deed} ON duty_relief FOR EACH ROW{when} {then}')


def downgrade() -> None:
    op.drop_table('duty_relief')

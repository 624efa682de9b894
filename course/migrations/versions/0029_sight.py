"""how much of what people did the managers of a school see

No row means the least, so that what a school never agreed on is not shown.
"""

from alembic import op
import sqlalchemy as sa

revision = '0029'
down_revision = '0028'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = ('id', 'school_id', 'level', 'consent_on', 'consent_by', 'made_by', 'starts_on', 'ends_on', 'recorded_at')
WORDS = 'school_sight: rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('school_sight',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('level', sa.String(length=8), nullable=False),
    sa.Column('consent_on', sa.Date(), nullable=True),
    sa.Column('consent_by', sa.String(length=200), nullable=False),
    sa.Column('made_by', ID, nullable=True),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_school_sight_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_school_sight_instants_in_order')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_school_sight_made_by')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_sight_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_sight'))
    )
    op.create_index('uq_school_sight_now', 'school_sight', ['school_id'], unique=True,
                    sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))
    sqlite = op.get_context().dialect.name == 'sqlite'
    unlike = 'IS NOT' if sqlite else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in FIXED)
    for deed, when in (('UPDATE', f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})'), ('DELETE', '')):
        then = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" if sqlite else 'EXECUTE FUNCTION refuse_change()'
        op.execute(f'CREATE TRIGGER school_sight_no_{deed.lower()} BEFORE {deed} ON school_sight FOR EACH ROW{when} {then}')


def downgrade() -> None:
    op.drop_table('school_sight')  # its triggers go along

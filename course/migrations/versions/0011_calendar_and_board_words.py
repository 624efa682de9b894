"""the calendar of a school (its own days, years of holidays from a newer file), and words of a board for its schools"""

from alembic import op
import sqlalchemy as sa

revision = '0011'
down_revision = '0010'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = ('id', 'board_id', 'key', 'text', 'starts_on', 'ends_on', 'recorded_at')
WORDS = 'board_value: rows are added and closed, never changed or taken away'


def upgrade() -> None:
    _board_words()
    op.create_table('own_days',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('kind', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('last_on', sa.Date(), nullable=False),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('made_at', AT, nullable=False),
    sa.Column('submission', sa.String(length=64), nullable=False),
    sa.Column('withdrawn_by', ID, nullable=True),
    sa.Column('withdrawn_at', AT, nullable=True),
    sa.CheckConstraint('last_on >= first_on', name=op.f('ck_own_days_days_in_order')),
    sa.CheckConstraint('(withdrawn_at IS NULL) = (withdrawn_by IS NULL)', name=op.f('ck_own_days_withdrawn_by_who')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_own_days_school_id')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_own_days_made_by')),
    sa.ForeignKeyConstraint(['withdrawn_by'], ['person.id'], name=op.f('fk_own_days_withdrawn_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_own_days')),
    sa.UniqueConstraint('submission', name=op.f('uq_own_days_submission'))
    )
    op.create_index('ix_own_days_school_id_last_on', 'own_days', ['school_id', 'last_on'], unique=False)
    op.create_table('published_year',
    sa.Column('id', ID, nullable=False),
    sa.Column('name', sa.String(length=9), nullable=False),
    sa.Column('first_on', sa.Date(), nullable=False),
    sa.Column('holidays', sa.JSON(), nullable=False),
    sa.Column('source', sa.String(length=200), nullable=False),
    sa.Column('seen_on', sa.Date(), nullable=False),
    sa.Column('made_by', ID, nullable=False),
    sa.Column('made_at', AT, nullable=False),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_published_year_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_published_year'))
    )
    op.create_index('ix_published_year_name_id', 'published_year', ['name', 'id'], unique=False)


def downgrade() -> None:
    op.drop_table('published_year')
    op.drop_table('own_days')
    op.drop_table('board_value')  # its triggers go along


def _board_words() -> None:
    op.create_table('board_value',
    sa.Column('id', ID, nullable=False),
    sa.Column('board_id', ID, nullable=False),
    sa.Column('key', sa.String(length=80), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_board_value_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_board_value_instants_in_order')),
    sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f('fk_board_value_board_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_board_value'))
    )
    op.create_index('uq_board_value_now', 'board_value', ['board_id', 'key'], unique=True,
                    sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))
    _closed_only('board_value', FIXED, WORDS)


def _closed_only(table: str, fixed: tuple[str, ...], words: str) -> None:
    sqlite = op.get_context().dialect.name == 'sqlite'
    unlike = 'IS NOT' if sqlite else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in fixed)
    for deed, when in (('UPDATE', f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})'), ('DELETE', '')):
        then = f"BEGIN SELECT RAISE(ABORT, '{words}'); END" if sqlite else 'EXECUTE FUNCTION refuse_change()'
        op.execute(f'CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW{when} {then}')

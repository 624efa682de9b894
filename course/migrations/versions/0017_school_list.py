"""the open list of Dutch schools, and the codes by which others know our schools"""

from alembic import op
import sqlalchemy as sa

revision = '0017'
down_revision = '0016'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = ('id', 'school_id', 'system', 'code', 'starts_on', 'ends_on', 'recorded_at')
WORDS = 'school_code: rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('listed_school',
    sa.Column('id', ID, nullable=False),
    sa.Column('location', sa.String(length=8), nullable=False),
    sa.Column('brin', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('place', sa.String(length=200), nullable=False),
    sa.Column('province', sa.String(length=200), nullable=False),
    sa.Column('sector', sa.String(length=8), nullable=False),
    sa.Column('board', sa.String(length=8), nullable=False),
    sa.Column('provider', sa.String(length=8), nullable=False),
    sa.Column('searched', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listed_school')),
    sa.UniqueConstraint('location', name=op.f('uq_listed_school_location'))
    )
    op.create_index('ix_listed_school_brin', 'listed_school', ['brin'], unique=False)
    op.create_index('ix_listed_school_sector', 'listed_school', ['sector'], unique=False)
    op.create_table('listed_board',
    sa.Column('id', ID, nullable=False),
    sa.Column('number', sa.String(length=8), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_listed_board')),
    sa.UniqueConstraint('number', name=op.f('uq_listed_board_number'))
    )
    op.create_table('school_code',
    sa.Column('id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('system', sa.String(length=16), nullable=False),
    sa.Column('code', sa.String(length=16), nullable=False),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_school_code_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_school_code_instants_in_order')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_school_code_school_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_school_code'))
    )
    op.create_index('ix_school_code_system_code', 'school_code', ['system', 'code'], unique=False)
    op.create_index('uq_school_code_now', 'school_code', ['school_id', 'system'], unique=True,
                    sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))
    sqlite = op.get_context().dialect.name == 'sqlite'
    unlike = 'IS NOT' if sqlite else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in FIXED)
    for deed, when in (('UPDATE', f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})'), ('DELETE', '')):
        then = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" if sqlite else 'EXECUTE FUNCTION refuse_change()'
        op.execute(f'CREATE TRIGGER school_code_no_{deed.lower()} BEFORE {deed} ON school_code FOR EACH ROW{when} {then}')


def downgrade() -> None:
    op.drop_table('school_code')  # its triggers go along
    op.drop_table('listed_board')
    op.drop_table('listed_school')

"""the table of the Normenkader, which is edited on screen

No row: the lines that come with the program.
"""

from alembic import op
import sqlalchemy as sa

revision = '0033'
down_revision = '0032'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
FIXED = (
    'id', 'key', 'norm', 'wording', 'level', 'figure', 'checked_on', 'made_by', 'starts_on', 'ends_on', 'recorded_at'
)
WORDS = 'norm_row: rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table(
        'norm_row',
        sa.Column('id', ID, nullable=False),
        sa.Column('key', sa.String(length=64), nullable=False),
        sa.Column('norm', sa.String(length=200), nullable=False),
        sa.Column('wording', sa.Text(), nullable=False),
        sa.Column('level', sa.String(length=200), nullable=False),
        sa.Column('figure', sa.String(length=80), nullable=False),
        sa.Column('checked_on', sa.Date(), nullable=True),
        sa.Column('made_by', ID, nullable=True),
        sa.Column('starts_on', sa.Date(), nullable=False),
        sa.Column('ends_on', sa.Date(), nullable=True),
        sa.Column('recorded_at', AT, nullable=False),
        sa.Column('replaced_at', AT, nullable=True),
        sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f('ck_norm_row_days_in_order')),
        sa.CheckConstraint(
            'replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f('ck_norm_row_instants_in_order')
        ),
        sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_norm_row_made_by')),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_norm_row')),
    )
    op.create_index(
        'uq_norm_row_now', 'norm_row', ['key'], unique=True, sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW)
    )
    sqlite = op.get_context().dialect.name == 'sqlite'
    unlike = 'IS NOT' if sqlite else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in FIXED)
    closed = f' WHEN (OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed})'
    then = f"BEGIN SELECT RAISE(ABORT, '{WORDS}'); END" if sqlite else 'EXECUTE FUNCTION refuse_change()'
    for deed, when in (('UPDATE', closed), ('DELETE', '')):
        op.execute(f'CREATE TRIGGER norm_row_no_{deed.lower()} BEFORE {deed} ON norm_row FOR EACH ROW{when} {then}')


def downgrade() -> None:
    op.drop_table('norm_row')  # its triggers go along

"""names of boards, schools and teams, dated twice: what they are and were called

Nothing is filled in: without a row something was always called as it is now.
"""

from alembic import op
import sqlalchemy as sa

revision = '0019'
down_revision = '0018'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
NOW = 'ends_on IS NULL AND replaced_at IS NULL'
WORDS = 'rows are added and closed, never changed or taken away'
NAME = ('name', sa.String(length=200))
MORE = (('board_id', ID), ('sector', sa.String(length=8)), ('region', sa.String(length=8)))
TABLES = {'board': (NAME,), 'school': (NAME, *MORE), 'team': (NAME,)}


def upgrade() -> None:
    for owner, told in TABLES.items():
        _table(owner, told)
        names = ('id', f'{owner}_id', *(name for name, _ in told), 'starts_on', 'ends_on', 'recorded_at')
        _refuse(f'{owner}_details', 'UPDATE', _anything_but_closing(names))
        _refuse(f'{owner}_details', 'DELETE')


def downgrade() -> None:
    for owner in reversed(TABLES):
        op.drop_table(f'{owner}_details')  # its triggers go along


def _table(owner: str, told: tuple[tuple[str, sa.types.TypeEngine], ...]) -> None:
    name, key = f'{owner}_details', f'{owner}_id'
    keys = [sa.ForeignKeyConstraint([key], [f'{owner}.id'], name=op.f(f'fk_{name}_{key}'))]
    if owner == 'school':
        keys.append(sa.ForeignKeyConstraint(['board_id'], ['board.id'], name=op.f(f'fk_{name}_board_id')))
    op.create_table(name,
    sa.Column('id', ID, nullable=False),
    sa.Column(key, ID, nullable=False),
    *(sa.Column(column, kind, nullable=False) for column, kind in told),
    sa.Column('starts_on', sa.Date(), nullable=False),
    sa.Column('ends_on', sa.Date(), nullable=True),
    sa.Column('recorded_at', AT, nullable=False),
    sa.Column('replaced_at', AT, nullable=True),
    sa.CheckConstraint('ends_on IS NULL OR ends_on >= starts_on', name=op.f(f'ck_{name}_days_in_order')),
    sa.CheckConstraint('replaced_at IS NULL OR replaced_at >= recorded_at', name=op.f(f'ck_{name}_instants_in_order')),
    *keys,
    sa.PrimaryKeyConstraint('id', name=op.f(f'pk_{name}'))
    )
    op.create_index(op.f(f'ix_{name}_{key}'), name, [key], unique=False)
    op.create_index(f'uq_{name}_now', name, [key], unique=True, sqlite_where=sa.text(NOW), postgresql_where=sa.text(NOW))


def _anything_but_closing(columns: tuple[str, ...]) -> str:
    """Closing a row, once, is the only change there is."""
    unlike = 'IS NOT' if op.get_context().dialect.name == 'sqlite' else 'IS DISTINCT FROM'
    changed = ' OR '.join(f'NEW.{one} {unlike} OLD.{one}' for one in columns)
    return f'OLD.replaced_at IS NOT NULL OR NEW.replaced_at IS NULL OR {changed}'


def _refuse(name: str, deed: str, when: str = '') -> None:
    """On PostgreSQL by the function that an earlier step made."""
    condition = f' WHEN ({when})' if when else ''
    trigger = f'CREATE TRIGGER {name}_no_{deed.lower()} BEFORE {deed} ON {name} FOR EACH ROW{condition}'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')

"""what became of each mail of a ledger, so that evidence of a day stays the same

The outbox forgets a mail after a year, and that one was sent can be seen nowhere else. What it still
knows is taken over.
"""

from alembic import op
import sqlalchemy as sa

revision = '0032'
down_revision = '0031'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
WORDS = 'rows are added and closed, never changed or taken away'
OF_A_LEDGER = "(key LIKE 'reminder:%' OR key LIKE 'refresher:%')"


def upgrade() -> None:
    op.create_table(
        'mail_fate',
        sa.Column('id', ID, nullable=False),
        sa.Column('mail_key', sa.String(length=200), nullable=False),
        sa.Column('fate', sa.String(length=8), nullable=False),
        sa.Column('at', sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint('id', name=op.f('pk_mail_fate')),
    )
    op.create_index(op.f('ix_mail_fate_mail_key'), 'mail_fate', ['mail_key'])
    op.execute(
        "INSERT INTO mail_fate (mail_key, fate, at) SELECT key, 'handed', sent_at FROM mail "
        f'WHERE sent_at IS NOT NULL AND {OF_A_LEDGER} ORDER BY id'
    )
    # after its last attempt nobody wrote down when it was given up: the day on which it was due again
    op.execute(
        "INSERT INTO mail_fate (mail_key, fate, at) SELECT key, "
        "CASE WHEN error IN ('dropped', 'expired') THEN 'dropped' ELSE 'given-up' END, next_try_at FROM mail "
        f"WHERE sent_at IS NULL AND attempts >= 7 AND error <> 'unknown' AND {OF_A_LEDGER} ORDER BY id"
    )
    for deed in ('UPDATE', 'DELETE'):
        _refuse(deed)


def downgrade() -> None:
    op.drop_table('mail_fate')  # its triggers go along


def _refuse(deed: str) -> None:
    then = f"BEGIN SELECT RAISE(ABORT, 'mail_fate: {WORDS}'); END"
    if op.get_context().dialect.name != 'sqlite':
        then = 'EXECUTE FUNCTION refuse_change()'
    op.execute(f'CREATE TRIGGER mail_fate_no_{deed.lower()} BEFORE {deed} ON mail_fate FOR EACH ROW {then}')

"""publications: which release is the text of a course, since when, and what its author said of it

What there is counts as published when it was kept.
"""

from alembic import op
import sqlalchemy as sa

revision = '0009'
down_revision = '0008'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
WORDS = 'rows are added and closed, never changed or taken away'


def upgrade() -> None:
    op.create_table('publication',
    sa.Column('id', ID, nullable=False),
    sa.Column('course', sa.String(length=80), nullable=False),
    sa.Column('release', sa.String(length=64), nullable=False),
    sa.Column('change', sa.String(length=8), nullable=False),
    sa.Column('meant', sa.JSON(), nullable=False),
    sa.Column('renew_by', sa.Date(), nullable=True),
    sa.Column('published_by', ID, nullable=True),
    sa.Column('published_at', sa.DateTime(timezone=True), nullable=False),
    sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_publication_release')),
    sa.ForeignKeyConstraint(['published_by'], ['person.id'], name=op.f('fk_publication_published_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_publication'))
    )
    op.create_index(op.f('ix_publication_course_published_at'), 'publication', ['course', 'published_at'], unique=False)
    op.create_index(op.f('ix_publication_release'), 'publication', ['release'], unique=False)
    # of two at one instant, the last in order of hashes was the one that nobody read
    op.execute("INSERT INTO publication (course, release, change, meant, published_at) "
               "SELECT course, hash, CASE WHEN EXISTS (SELECT 1 FROM release AS before WHERE before.course = release.course "
               "AND before.published_at < release.published_at) THEN 'meaning' ELSE 'first' END, '[]', published_at "
               "FROM release ORDER BY published_at, hash DESC")
    for deed in ('UPDATE', 'DELETE'):
        _refuse(deed)


def downgrade() -> None:
    op.drop_table('publication')  # its triggers go along


def _refuse(deed: str) -> None:
    """On PostgreSQL by the function that an earlier step made."""
    trigger = f'CREATE TRIGGER publication_no_{deed.lower()} BEFORE {deed} ON publication FOR EACH ROW'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, 'publication: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')

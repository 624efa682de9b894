"""what a version of the code of conduct asks, and who signed it

Rows are only added; triggers refuse anything else.
"""

from alembic import op
import sqlalchemy as sa

revision = '0023'
down_revision = '0022'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
AT = sa.DateTime(timezone=True)
WORDS = 'rows are added and closed, never changed or taken away'
TABLES = ('signed_text', 'conduct_signature')


def upgrade() -> None:
    op.add_column('code_of_conduct', sa.Column('change', sa.String(length=8), nullable=False, server_default='meaning'))
    op.add_column('code_of_conduct', sa.Column('asks', sa.String(length=12), nullable=False, server_default='nothing'))
    op.create_table('signed_text',
    sa.Column('hash', sa.String(length=64), nullable=False),
    sa.Column('text', sa.Text(), nullable=False),
    sa.PrimaryKeyConstraint('hash', name=op.f('pk_signed_text'))
    )
    op.create_table('conduct_signature',
    sa.Column('id', ID, nullable=False),
    sa.Column('ref', sa.String(length=64), nullable=False),
    sa.Column('person_id', ID, nullable=False),
    sa.Column('school_id', ID, nullable=False),
    sa.Column('code_id', ID, nullable=False),
    sa.Column('text_hash', sa.String(length=64), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('answer', sa.String(length=8), nullable=False),
    sa.Column('answered_at', AT, nullable=False),
    sa.Column('submission', sa.String(length=64), nullable=False),
    sa.CheckConstraint("answer IN ('signed', 'refused')", name=op.f('ck_conduct_signature_known_answer')),
    sa.ForeignKeyConstraint(['code_id'], ['code_of_conduct.id'], name=op.f('fk_conduct_signature_code_id')),
    sa.ForeignKeyConstraint(['person_id'], ['person.id'], name=op.f('fk_conduct_signature_person_id')),
    sa.ForeignKeyConstraint(['school_id'], ['school.id'], name=op.f('fk_conduct_signature_school_id')),
    sa.ForeignKeyConstraint(['text_hash'], ['signed_text.hash'], name=op.f('fk_conduct_signature_text_hash')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_conduct_signature')),
    sa.UniqueConstraint('ref', name=op.f('uq_conduct_signature_ref')),
    sa.UniqueConstraint('submission', name=op.f('uq_conduct_signature_submission'))
    )
    op.create_index(op.f('ix_conduct_signature_person_id'), 'conduct_signature', ['person_id'], unique=False)
    op.create_index(op.f('ix_conduct_signature_school_id_person_id'), 'conduct_signature', ['school_id', 'person_id'], unique=False)
    for table in TABLES:
        for deed in ('UPDATE', 'DELETE'):
            _refuse(table, deed)


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)  # its triggers go along
    for column in ('asks', 'change'):
        op.drop_column('code_of_conduct', column)


def _refuse(table: str, deed: str) -> None:
    """On PostgreSQL by the function that an earlier step made."""
    trigger = f'CREATE TRIGGER {table}_no_{deed.lower()} BEFORE {deed} ON {table} FOR EACH ROW'
    if op.get_context().dialect.name == 'sqlite':
        op.execute(f"{trigger} BEGIN SELECT RAISE(ABORT, '{table}: {WORDS}'); END")
        return
    op.execute(f'{trigger} EXECUTE FUNCTION refuse_change()')

"""assignments that were made with one press, for boards and functions, and so many weeks after joining
"""

from alembic import op
import sqlalchemy as sa

revision = '0014'
down_revision = '0013'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')


def upgrade() -> None:
    with op.batch_alter_table('assignment') as batch_op:
        batch_op.add_column(sa.Column('batch', sa.String(length=64), nullable=True))
        batch_op.add_column(sa.Column('board_id', ID, nullable=True))
        batch_op.add_column(sa.Column('functions', sa.String(length=80), nullable=False, server_default=''))
        batch_op.add_column(sa.Column('weeks', ID, nullable=True))
    op.execute('UPDATE assignment SET batch = submission')
    with op.batch_alter_table('assignment') as batch_op:
        batch_op.alter_column('batch', existing_type=sa.String(length=64), nullable=False)
        batch_op.alter_column('functions', existing_type=sa.String(length=80), server_default=None)
        batch_op.create_foreign_key(batch_op.f('fk_assignment_board_id'), 'board', ['board_id'], ['id'])
        batch_op.create_index(batch_op.f('ix_assignment_batch'), ['batch'], unique=False)
        batch_op.create_index(batch_op.f('ix_assignment_board_id'), ['board_id'], unique=False)
    op.add_column('person', sa.Column('first_signed_in_at', sa.DateTime(timezone=True), nullable=True))
    # who is signed in, used a link or did a lesson was here; the earliest that is known of it
    op.execute('UPDATE person SET first_signed_in_at = (SELECT min(found.at) FROM ('
               'SELECT person_id, created_at AS at FROM user_session '
               'UNION ALL SELECT person_id, used_at FROM sign_in_link WHERE used_at IS NOT NULL '
               'UNION ALL SELECT enrolment.person_id, visited_at FROM lesson_visit '
               'JOIN enrolment ON enrolment.id = lesson_visit.enrolment_id) AS found WHERE found.person_id = person.id)')


def downgrade() -> None:
    with op.batch_alter_table('person') as batch_op:
        batch_op.drop_column('first_signed_in_at')
    with op.batch_alter_table('assignment') as batch_op:
        batch_op.drop_index('ix_assignment_board_id')
        batch_op.drop_index('ix_assignment_batch')
        batch_op.drop_constraint('fk_assignment_board_id', type_='foreignkey')
        for name in ('weeks', 'functions', 'board_id', 'batch'):
            batch_op.drop_column(name)

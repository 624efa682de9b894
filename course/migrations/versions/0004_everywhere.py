"""a role may hold everywhere"""

from alembic import op
import sqlalchemy as sa

revision = '0004'
down_revision = '0003'
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_school_or_board'), type_='check')
        batch_op.create_check_constraint(
            batch_op.f('ck_role_grant_one_place_or_all'), 'school_id IS NULL OR board_id IS NULL'
        )


def downgrade() -> None:
    with op.batch_alter_table('role_grant', schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f('ck_role_grant_one_place_or_all'), type_='check')
        batch_op.create_check_constraint(
            batch_op.f('ck_role_grant_school_or_board'), '(school_id IS NULL) <> (board_id IS NULL)'
        )

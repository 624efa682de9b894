"""facts that nothing kept yet: no row of them goes, and of some a few columns change; later marks of
refreshers and measurements

`trigger … UPDATE OF` names the columns that stay. A row that says that it is over stays whole.
"""

from alembic import op
import sqlalchemy as sa

revision = '0035'
down_revision = '0034'
branch_labels = None
depends_on = None

ID = sa.BigInteger().with_variant(sa.Integer(), 'sqlite')
WORDS = 'rows are added and closed, never changed or taken away'
WHOLE = (
    'later_mark',
    'meeting_presence',
    'meeting_reply',
    'published_year',
    'release',
    'release_lesson',
    'reminder',
    'seen_report',
)
STAYS = {
    'assignment': 'id, ref, course, school_id, team_id, person_id, functions, board_id, weeks, batch, made_by, made_at, submission',
    'enrolment': 'id, person_id, course, cycle, enrolled_at, renews, asked',
    'own_days': 'id, school_id, kind, name, first_on, last_on, made_by, made_at, submission',
    'sitting': 'id, ref, enrolment_id, module, lesson, items, opened_at',
    'study_presence': 'id, session_id, person_id, day',
    'study_session': 'id, ref, code, number, school_id, release, module, lesson, item, day, opened_by, opened_at, submission',
    'trainer_question': 'id, ref, person_id, school_id, kind, about, text, made_at, submission',
}
OVER = {
    'own_days': 'withdrawn_at',
    'sitting': 'handed_in_at',
    'study_presence': 'signed_off_at',
    'study_session': 'closed_at',
    'trainer_question': 'closed_at',
}


def upgrade() -> None:
    op.create_table('later_mark',
    sa.Column('id', ID, nullable=False),
    sa.Column('refresher_answer_id', ID, nullable=True),
    sa.Column('measurement_answer_id', ID, nullable=True),
    sa.Column('release', sa.String(length=64), nullable=False),
    sa.Column('earned', ID, nullable=False),
    sa.Column('possible', ID, nullable=False),
    sa.Column('reason', sa.Text(), nullable=False),
    sa.Column('made_by', ID, nullable=True),
    sa.Column('made_at', sa.DateTime(timezone=True), nullable=False),
    sa.CheckConstraint('(refresher_answer_id IS NULL) <> (measurement_answer_id IS NULL)', name=op.f('ck_later_mark_of_one_answer')),
    sa.CheckConstraint('earned BETWEEN 0 AND possible', name=op.f('ck_later_mark_points_in_range')),
    sa.ForeignKeyConstraint(['refresher_answer_id'], ['refresher_answer.id'], name=op.f('fk_later_mark_refresher_answer_id')),
    sa.ForeignKeyConstraint(['measurement_answer_id'], ['measurement_answer.id'], name=op.f('fk_later_mark_measurement_answer_id')),
    sa.ForeignKeyConstraint(['release'], ['release.hash'], name=op.f('fk_later_mark_release')),
    sa.ForeignKeyConstraint(['made_by'], ['person.id'], name=op.f('fk_later_mark_made_by')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_later_mark'))
    )
    op.create_index(op.f('ix_later_mark_refresher_answer_id_id'), 'later_mark', ['refresher_answer_id', 'id'])
    op.create_index(op.f('ix_later_mark_measurement_answer_id_id'), 'later_mark', ['measurement_answer_id', 'id'])
    for name in WHOLE:
        _refuse(name, f'{name}_no_update', 'UPDATE')
    for name, columns in STAYS.items():
        _refuse(name, f'{name}_stays', f'UPDATE OF {columns}')
    for name, column in OVER.items():
        _refuse(name, f'{name}_is_over', 'UPDATE', f' WHEN (OLD.{column} IS NOT NULL)')
    for name in (*WHOLE, *STAYS):
        _refuse(name, f'{name}_no_delete', 'DELETE')


def downgrade() -> None:
    made = [(name, f'{name}_no_delete') for name in (*WHOLE, *STAYS)]
    made += [(name, f'{name}_is_over') for name in OVER]
    made += [(name, f'{name}_stays') for name in STAYS]
    made += [(name, f'{name}_no_update') for name in WHOLE]
    for name, trigger in made:
        on = '' if _on_sqlite() else f' ON {name}'
        op.execute(f'DROP TRIGGER {trigger}{on}')
    op.drop_table('later_mark')


def _on_sqlite() -> bool:
    return op.get_context().dialect.name == 'sqlite'


def _refuse(name: str, trigger: str, deed: str, when: str = '') -> None:
    then = 'EXECUTE FUNCTION refuse_change()'
    if _on_sqlite():
        then = f"BEGIN SELECT RAISE(ABORT, '{name}: {WORDS}'); END"
    op.execute(f'CREATE TRIGGER {trigger} BEFORE {deed} ON {name} FOR EACH ROW{when} {then}')

"""The learner's pages: answering, second try, double submit, two tabs, resume, what is left."""

from __future__ import annotations

from typing import Any

import pytest

from course.models import Attempt, LessonCompletion, LessonVisit, Progress, Sitting
from tests import builders
from tests.checking_client import CheckingClient
from tests.learning import Learner, answer, learner, press, token_in

BASE = "/leren/proef"
PAGE = f"{BASE}/een/eigen-leven"
TEST = f"{BASE}/een/toets"


def count(session: Any, model: Any) -> int:
    session.rollback()
    total = session.query(model).count()
    session.rollback()
    return int(total)


def test_the_start_says_what_now_how_long_and_leads_there(
    client: CheckingClient, noor: Learner
) -> None:
    page = client.get("/leren")
    assert "Begin met de eerste les" in page.text
    assert f'href="{PAGE}"' in page.text
    assert "0 van 4 lessen" in page.text


def test_a_right_answer_is_told_and_finishes_the_page(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    reply = answer(client, PAGE, "p1", antwoord="b")
    assert reply.status_code == 303
    assert reply.headers["Location"] == f"{PAGE}#item-p1"
    page = client.get(PAGE)
    assert "Dat klopt" in page.text
    assert "Wie doorstuurt, kiest zelf nieuwe kijkers." in page.text
    assert "1 van 4 lessen" in page.text
    assert "Een bron, 2024." in page.text
    assert count(session, LessonCompletion) == 1


def test_a_first_miss_gives_a_hint_and_hides_the_key_a_second_explains(
    client: CheckingClient, noor: Learner
) -> None:
    answer(client, PAGE, "p1", antwoord="a")
    first = client.get(PAGE)
    assert "Nog niet" in first.text
    assert "Kijk naar wie er op de knop drukt." in first.text
    assert "kiest zelf nieuwe kijkers" not in first.text
    assert "0 van 4 lessen" in first.text
    answer(client, PAGE, "p1", antwoord="a")
    second = client.get(PAGE)
    assert "kiest zelf nieuwe kijkers" in second.text
    assert "Kijk naar wie er op de knop drukt." not in second.text
    assert "1 van 4 lessen" in second.text


def test_an_empty_answer_costs_nothing_and_says_what_to_do(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    reply = answer(client, PAGE, "p1")
    assert reply.status_code == 422
    assert "Kies eerst een antwoord." in reply.text
    assert "<title>Fout: " in reply.text
    assert count(session, Attempt) == 0


@pytest.mark.parametrize(
    "fields", [{"antwoord": "zzz"}, {"antwoord": "a\x00"}, {"antwoord": "a" * 5000}]
)
def test_an_unknown_option_is_sent_back(
    client: CheckingClient, session: Any, noor: Learner, fields: dict[str, str]
) -> None:
    assert answer(client, PAGE, "p1", **fields).status_code == 422
    assert count(session, Attempt) == 0


@pytest.mark.parametrize("token", ["", "kort", "x" * 65, "met spatie en <teken>!!", "é" * 20])
def test_a_forged_token_is_refused(
    client: CheckingClient, session: Any, noor: Learner, token: str
) -> None:
    client.get(PAGE)
    reply = client.post(PAGE, data={"vraag": "p1", "inzending": token, "antwoord": "b"})
    assert reply.status_code == 422
    assert count(session, Attempt) == 0


def test_a_double_click_is_one_attempt(client: CheckingClient, session: Any, noor: Learner) -> None:
    token = token_in(client.get(PAGE))
    first = answer(client, PAGE, "p1", token, antwoord="b")
    again = answer(client, PAGE, "p1", token, antwoord="b")
    assert first.status_code == again.status_code == 303
    assert count(session, Attempt) == 1
    assert "Dat klopt" in client.get(PAGE).text


def test_two_tabs_share_one_state(client: CheckingClient, session: Any, noor: Learner) -> None:
    one, two = token_in(client.get(PAGE)), token_in(client.get(PAGE))
    assert one != two
    answer(client, PAGE, "p1", one, antwoord="b")
    answer(client, PAGE, "p1", two, antwoord="a")
    assert count(session, Attempt) == 2
    assert "1 van 4 lessen" in client.get(PAGE).text, "done stays done"


def test_resume_is_exact_on_any_device(client: CheckingClient, noor: Learner) -> None:
    answer(client, PAGE, "p1", antwoord="b")
    client.get(f"{BASE}/een/plan")
    other = client.application.test_client()
    noor.sign_in(other)  # type: ignore[arg-type]
    page = other.get("/leren")
    assert f'href="{BASE}/een/plan"' in page.text
    assert "Ga verder waar u was" in page.text


def test_a_page_is_visited_once_however_often_it_is_opened(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    for _ in range(3):
        client.get(PAGE)
    assert count(session, LessonVisit) == 1


def test_what_is_left_is_a_list(client: CheckingClient, noor: Learner) -> None:
    answer(client, PAGE, "p1", antwoord="b")
    left = client.get(f"{BASE}/nog-te-doen").text
    assert "Dilemma" in left
    assert "Toets" in left
    assert "Uw plan" in left
    assert "Een eigen leven" not in left
    assert "Voor in de klas" not in left, "a sheet is not required"


def play_dilemma(client: CheckingClient, *choices: str) -> None:
    url, path = f"{BASE}/een/dilemma", []
    for choice in choices:
        answer(client, url, "S1", pad=list(path), kies=choice)
        path.append(choice)


def test_a_dilemma_is_walked_remembered_and_finished(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    url = f"{BASE}/een/dilemma"
    play_dilemma(client, "a")
    assert "Twee ouders hebben hem al." in client.get(url).text
    assert count(session, LessonCompletion) == 0
    answer(client, url, "S1", pad=["a"], kies="a1")
    end = client.get(url).text
    assert "Er is schade" in end
    assert "Bel liever meteen." in end
    assert "Probeer hier iets anders" in end
    assert count(session, LessonCompletion) == 1
    answer(client, url, "S1")  # back to the first moment
    assert "Wat doet u met de foto?" in client.get(url).text


def test_a_path_that_the_story_does_not_have_is_sent_back(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    reply = answer(client, f"{BASE}/een/dilemma", "S1", pad=["b"], kies="a1")
    assert reply.status_code == 422
    assert "Kies hieronder wat u doet." in reply.text
    assert count(session, Attempt) == 0


def sit(client: CheckingClient, wrong: int = 0, confidence: str = "zeker") -> str:
    """Take the whole test; the first `wrong` questions are answered wrong.

    Returns the result page.
    """
    where = press(client, TEST, f"{TEST}/begin").headers["Location"]
    while "vraag" in where:
        page = client.get(where)
        chosen = "b" if wrong > 0 else "a"
        wrong -= 1
        key = page.text.split('name="vraag" value="')[1].split('"')[0]
        reply = answer(client, where, key, token_in(page), antwoord=chosen, zekerheid=confidence)
        assert reply.status_code == 303
        where = reply.headers["Location"]
    assert where.endswith("/controle")
    result = press(client, where, f"{TEST}/inleveren")
    return client.get(result.headers["Location"]).text


def test_a_test_that_is_right_is_mastered(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    result = sit(client)
    assert "3 van 3 goed" in result
    assert "U hebt de toets gehaald" in result
    assert count(session, LessonCompletion) == 1


def test_a_failed_test_tells_own_answers_and_keeps_the_key(
    client: CheckingClient, noor: Learner
) -> None:
    result = sit(client, wrong=3)
    assert "Nog niet gehaald" in result
    assert "U was zeker." in result
    assert "Weerlegging" in result
    sure = result[result.index("U was zeker.") : result.index("Lees nog eens:")]
    assert sure.count("Weerlegging") == 1
    assert "Uitleg bij" not in sure, "one text, not the refutation and the explanation besides"
    assert "Veel collega" not in result, "nobody counted them"
    assert "Deze vraag komt terug in uw volgende toets." in result
    assert 'Lees nog eens: <a href="/leren/proef/een/eigen-leven">Een eigen leven</a>' in result
    assert "Vraag 1?" in result, "the key question that is missing is named"
    door = client.get(TEST).text
    assert "0% goed" in door
    assert "Maak een nieuwe toets" in door


def test_what_was_guessed_wrong_is_told_without_the_refutation(
    client: CheckingClient, noor: Learner
) -> None:
    result = sit(client, wrong=1, confidence="gok")
    assert "Uitleg bij fout" in result
    assert "U was zeker." not in result
    assert "Weerlegging" not in result
    assert result.count("Lees nog eens:") == 1, "what was right needs no second reading"


def test_the_best_test_counts(client: CheckingClient, noor: Learner) -> None:
    sit(client)
    sit(client, wrong=3)
    assert "U hebt deze toets gehaald" in client.get(TEST).text


def test_one_test_is_open_however_many_tabs_begin_it(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    door = client.get(TEST)
    tabs = [client.post(f"{TEST}/begin", data={"inzending": token_in(door)}) for _ in range(2)]
    assert tabs[0].headers["Location"] == tabs[1].headers["Location"] == f"{TEST}/vraag/1"
    assert count(session, Sitting) == 1


def test_answers_of_a_test_are_saved_as_given_and_can_be_changed(
    client: CheckingClient, noor: Learner
) -> None:
    where = press(client, TEST, f"{TEST}/begin").headers["Location"]
    page = client.get(where)
    key = page.text.split('name="vraag" value="')[1].split('"')[0]
    answer(client, where, key, token_in(page), antwoord="b", zekerheid="gok")
    assert client.get(where).text.count("checked") == 2
    answer(client, where, key, antwoord="a")
    assert f"Goed {key.removeprefix('t')}" in client.get(f"{TEST}/controle").text


def test_a_test_cannot_be_handed_in_with_a_gap(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    press(client, TEST, f"{TEST}/begin")
    reply = press(client, f"{TEST}/controle", f"{TEST}/inleveren")
    assert reply.status_code == 422
    assert "Beantwoord vraag 1 nog." in reply.text
    assert "Deze vragen staan nog open" in reply.text
    assert "Er ging iets mis" not in reply.text
    assert count(session, Attempt) == 0


def test_an_empty_answer_in_a_test_says_what_to_do(client: CheckingClient, noor: Learner) -> None:
    where = press(client, TEST, f"{TEST}/begin").headers["Location"]
    page = client.get(where)
    key = page.text.split('name="vraag" value="')[1].split('"')[0]
    reply = answer(client, where, key, token_in(page))
    assert reply.status_code == 422
    assert "Kijk uw antwoord nog even na" in reply.text
    assert "Er ging iets mis" not in reply.text


def test_a_plan_is_saved_and_shown_to_its_maker(client: CheckingClient, noor: Learner) -> None:
    answer(client, f"{BASE}/een/plan", "pl1", als="ik <b>iets</b> deel", dan="vraag ik het eerst")
    module = client.get(f"{BASE}/een").text
    assert "ik &lt;b&gt;iets&lt;/b&gt; deel" in module


def test_the_school_fills_in_its_own_words(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    sheet = f"{BASE}/een/klas"
    assert "Vraag dit na bij uw leidinggevende" in client.get(sheet).text
    builders.word(session, noor.school, "naam_ict_dienst", "ICT & <co>")
    session.commit()
    assert "ICT &amp; &lt;co&gt;" in client.get(sheet).text


def test_everything_done_is_completed_once_and_for_good(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    answer(client, PAGE, "p1", antwoord="b")
    play_dilemma(client, "b")
    answer(client, f"{BASE}/een/plan", "pl1", voorbeeld="0")
    sit(client)
    session.rollback()
    first = session.query(Progress.completed_at).scalar()
    assert first is not None
    session.rollback()
    sit(client, wrong=3)
    session.rollback()
    assert session.query(Progress.completed_at).scalar() == first
    session.rollback()
    assert "Afgerond" in client.get("/leren").text


@pytest.mark.parametrize(
    "url",
    [
        "/leren/bestaat-niet",
        f"{BASE}/bestaat-niet",
        f"{BASE}/een/bestaat-niet",
        f"{TEST}/vraag/99",
        f"{TEST}/uitslag/bestaat-niet",
        f"{PAGE}/controle",
        f"{BASE}/een/dilemma?verhaal=bestaat-niet",
    ],
)
def test_what_is_not_there_is_404(client: CheckingClient, noor: Learner, url: str) -> None:
    press(client, TEST, f"{TEST}/begin")
    assert client.get(url).status_code == 404


def test_another_persons_result_is_404(client: CheckingClient, session: Any, noor: Learner) -> None:
    sit(client)
    session.rollback()
    ref = session.query(Sitting.ref).scalar()
    session.rollback()
    other = learner(session, "ander@voorbeeld.example")
    stranger = client.application.test_client()
    other.sign_in(stranger)  # type: ignore[arg-type]
    assert stranger.get(f"{TEST}/uitslag/{ref}").status_code == 404


def test_a_get_never_writes_except_the_visit(
    client: CheckingClient, session: Any, noor: Learner
) -> None:
    client.get(PAGE)
    for url in ("/leren", BASE, f"{BASE}/een", PAGE, TEST, f"{BASE}/nog-te-doen"):
        assert client.get(url).status_code == 200
    assert (
        count(session, Attempt) == count(session, Sitting) == count(session, LessonCompletion) == 0
    )

import pytest
from django.urls import reverse

from accounts.models import Person

PAGES = [
    reverse("curriculum:book"),
    reverse("curriculum:module", args=[4]),
    reverse("curriculum:exercise", args=["4.1"]),
]

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("url", PAGES)
def test_anonymous_is_sent_to_sign_in(client, curriculum, url):
    assert client.get(url).url == f"{reverse('account_login')}?next={url}"


@pytest.mark.parametrize("url", PAGES)
def test_wrong_method(client, member, curriculum, url):
    client.force_login(member)
    assert client.post(url).status_code == 405


@pytest.mark.parametrize("url", PAGES)
def test_someone_without_an_organisation_may_not_read(client, curriculum, url):
    client.force_login(Person.objects.create_user(email="nobody@example.com", name="Nobody"))
    assert client.get(url).status_code == 403


@pytest.mark.parametrize("url", PAGES)
def test_members_of_any_organisation_may_read(client, member, stranger, curriculum, url):
    for person in (member, stranger):
        client.force_login(person)
        assert client.get(url).status_code == 200


@pytest.mark.parametrize("url", [reverse("curriculum:module", args=[9]), reverse("curriculum:exercise", args=["4.9"])])
def test_missing_content(client, member, curriculum, url):
    client.force_login(member)
    assert client.get(url).status_code == 404


def test_before_the_first_load_the_book_says_how(client, member):
    client.force_login(member)
    assert "load_curriculum" in client.get(PAGES[0]).content.decode()
    assert client.get(PAGES[1]).status_code == 404


def test_book_lists_modules_with_their_exercises(client, member, curriculum):
    client.force_login(member)
    page = client.get(PAGES[0]).content.decode()
    for number, key in ((2, "2.5"), (3, "3.1"), (4, "4.1")):
        assert f'href="{reverse("curriculum:module", args=[number])}"' in page
        assert f'href="{reverse("curriculum:exercise", args=[key])}"' in page


def test_module_shows_its_agenda_as_a_table(client, member, curriculum):
    client.force_login(member)
    page = client.get(PAGES[1]).content.decode()
    assert '<h2 class="headline">Full day, 480 minutes</h2>' in page
    assert "<td>15:10</td>" in page


def test_exercise_holds_all_that_a_facilitator_says_and_brings(client, member, curriculum):
    client.force_login(member)
    page = client.get(PAGES[2])
    text = page.content.decode()
    steps = page.context["steps"]
    assert [(step.starts, step.ends) for step in steps][-1] == (50, 60)
    assert "Ask the four questions in\norder; the first yes stands." in text
    assert "You say we act on price." in text
    assert "Hours of solution, legal or delivery people" in text
    assert "reason excess for our work is above 2" in text
    assert "Would the same offer at 10 % less have won" in text
    assert f'href="{reverse("curriculum:exercise", args=["2.5"])}"' in text
    headings = [
        "Purpose",
        "Set-up",
        "Step by step",
        "What people answer",
        "Traps",
        "Worked case",
        "Debrief",
        "Done when",
    ]
    places = [text.index(f">{heading}</h2>") for heading in headings]
    assert places == sorted(places)


def test_pages_take_the_same_few_queries_however_much_there_is(
    client, member, curriculum, django_assert_max_num_queries
):
    client.force_login(member)
    for url in PAGES:
        with django_assert_max_num_queries(8):
            client.get(url)


@pytest.mark.parametrize("url", PAGES)
def test_pages_have_no_inline_style_or_script(client, member, curriculum, url):
    client.force_login(member)
    page = client.get(url).content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert "onclick" not in page

"""The book of exercises: readable on a phone and at a desk, by keyboard and reader."""

import pytest
from django.urls import reverse

from curriculum.actions import store_curriculum
from curriculum.loader import load_folder

pytestmark = [pytest.mark.browser, pytest.mark.once, pytest.mark.django_db(transaction=True)]
PAGES = {"book": [], "module": [4], "exercise": ["4.1"]}


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_book_is_in_the_look(open_page, check_look, member, name, width):
    store_curriculum(loaded=load_folder())
    check_look(open_page(reverse(f"curriculum:{name}", args=PAGES[name]), width=width, person=member))

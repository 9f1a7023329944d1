"""Pages that anybody may open: readable, reachable, inside the window, under the strict policy."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.browser

WIDTHS = (360, 768, 1440)
OPEN = ("home", "styleguide", "account_login", "account_request_login_code", "account_reset_password")


@pytest.mark.parametrize("width", WIDTHS)
@pytest.mark.parametrize("name", OPEN)
def test_an_open_page_is_in_the_look(open_page, check_look, name, width):
    page = open_page(reverse(name), width=width)
    check_look(page)

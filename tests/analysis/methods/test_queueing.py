from math import exp, factorial, inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.methods.queueing import erlang_c, mean_wait, pooling_loss


@pytest.mark.parametrize(("servers", "load", "chance"), [(2, 1.0, 0.3333), (5, 4.0, 0.5541), (10, 8.0, 0.4092)])
def test_published_chances(servers, load, chance):
    """Tables of Erlang C, as in Gross & Harris (1998), appendix."""
    assert erlang_c(servers, load) == pytest.approx(chance, abs=5e-5)


@given(st.integers(1, 30), st.floats(0.01, 0.98))
def test_chance_is_that_of_the_sum_formula(servers, use):
    load = servers * use
    top = load**servers / factorial(servers) / (1 - use)
    assert erlang_c(servers, load) == pytest.approx(top / (sum(load**k / factorial(k) for k in range(servers)) + top))


def test_one_server_waits_as_the_books_say():
    """M/M/1: load x service / (1 - load)."""
    assert mean_wait(1, 0.8, 2.0) == pytest.approx(0.8 * 2 / 0.2)


def test_full_load_never_ends():
    assert erlang_c(3, 3.0) == 1.0
    assert mean_wait(3, 3.5, 1.0) == inf


def test_splitting_a_queue_makes_it_longer():
    assert pooling_loss(3, 2, 1.6, 5.0) > 0
    assert pooling_loss(1, 4, 3.0, 5.0) == 0


def test_large_desks_do_not_overflow():
    assert 0 < erlang_c(1000, 950.0) < 1
    assert erlang_c(400, 100.0) == pytest.approx(0, abs=exp(-100))


@pytest.mark.parametrize(("servers", "load"), [(0, 1.0), (2, -1.0)])
def test_nonsense_is_refused(servers, load):
    with pytest.raises(ValueError, match="at least"):
        erlang_c(servers, load)

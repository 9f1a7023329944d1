"""Waiting for one of several servers."""

from math import inf


def erlang_c(servers: int, load: float) -> float:
    """Chance that a request has to wait; load in erlangs, that is requests at once if none waited. 1 from full load on.

    By the recursion of Erlang B, which does not overflow. Source: Erlang (1917); Gross & Harris (1998), Fundamentals
    of Queueing Theory, 2.3. Raises ValueError for a negative load or no server.
    """
    if servers < 1 or load < 0:
        raise ValueError("servers must be at least 1 and load at least 0")
    if load >= servers:
        return 1.0
    blocked = 1.0
    for place in range(1, servers + 1):
        blocked = load * blocked / (place + load * blocked)
    return servers * blocked / (servers - load * (1 - blocked))


def mean_wait(servers: int, load: float, service: float) -> float:
    """Mean wait before service, in the unit of `service` (the mean time of one request); infinite from full load on."""
    return erlang_c(servers, load) * service / (servers - load) if load < servers else inf


def pooling_loss(pods: int, servers: int, load: float, service: float) -> float:
    """How much longer a request waits with `pods` queues of `servers` and `load` each than with one queue of all."""
    return mean_wait(servers, load, service) - mean_wait(pods * servers, pods * load, service)

import socket
from concurrent.futures import ThreadPoolExecutor

from config import embedded


def test_secrets_are_made_once_and_for_their_owner_alone(tmp_path):
    assert embedded.secret_key(tmp_path) == embedded.secret_key(tmp_path)
    assert (tmp_path / "secret_key").stat().st_mode & 0o777 == 0o600


def test_of_many_that_start_at_once_all_read_the_same_secret(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        assert len(set(pool.map(embedded.secret_key, [tmp_path] * 32))) == 1
    assert [path.name for path in tmp_path.iterdir()] == ["secret_key"]


def test_two_folders_have_two_secrets_and_two_passwords(tmp_path):
    one, two = tmp_path / "one", tmp_path / "two"
    assert embedded.secret_key(one) != embedded.secret_key(two)
    assert embedded.valkey(one)["password"] != embedded.valkey(two)["password"]


def test_the_broker_is_on_loopback_with_its_password(tmp_path):
    made = embedded.valkey(tmp_path)
    assert embedded.broker_url(tmp_path) == f"redis://:{made['password']}@127.0.0.1:{made['port']}/0"


def test_a_port_that_is_listened_on_is_not_free():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        assert not embedded.is_free(taken.getsockname()[1])
    assert embedded.is_free(embedded.free_port())

import pytest

from board.camp.errors import Conflict, Invalid
from board.demo import place


def test_host_and_port_are_honoured() -> None:
    with place.listen({"HOST": "127.0.0.1", "PORT": "0"}) as listening:
        port = listening.getsockname()[1]
        assert listening.getsockname()[0] == "127.0.0.1"
        assert place.base_url(listening) == f"http://127.0.0.1:{port}"


@pytest.mark.parametrize("host", ["", "workstation-7", "x86_64-conda-linux-gnu"])
def test_a_host_that_is_a_machines_name_is_no_wish(host: str) -> None:
    with place.listen({"HOST": host, "PORT": "0"}) as listening:
        assert listening.getsockname()[0] == "0.0.0.0"
        assert place.base_url(listening, near=True).startswith("http://localhost:")


def test_without_a_port_the_next_free_one_is_taken() -> None:
    with place.listen({"HOST": "127.0.0.1"}) as one, place.listen({"HOST": "127.0.0.1"}) as two:
        assert place.FIRST_PORT <= one.getsockname()[1] < two.getsockname()[1]


def test_a_port_that_is_taken_is_said_with_a_way_out() -> None:
    with place.listen({"HOST": "127.0.0.1", "PORT": "0"}) as listening:
        port = str(listening.getsockname()[1])
        with pytest.raises(Conflict, match=rf"port {port} .* Choose another port"):
            place.listen({"HOST": "127.0.0.1", "PORT": port})


@pytest.mark.parametrize("port", ["http", "65536", "-1"])
def test_what_is_no_port_is_refused(port: str) -> None:
    with pytest.raises(Invalid, match="is no port"):
        place.listen({"PORT": port})


def test_a_qr_code_brings_its_own_colours() -> None:
    lines = place.qr_code("http://192.168.178.20:8000/c/abcde").splitlines()
    assert len({len(line) for line in lines}) == 1
    assert all(line.strip().startswith("\x1b[38;5;231;48;5;16m") for line in lines)
    assert all(line.endswith("\x1b[0m") for line in lines)

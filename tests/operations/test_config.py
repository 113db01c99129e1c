"""Settings: what is missing is filled in, what is wrong is named with what to write instead."""

import stat
from pathlib import Path

import pytest

from board import config
from board.camp.errors import Invalid

SECRET = "sixteen characters, and more"


def test_nothing_needs_to_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    settings = config.from_environment({})
    assert settings.store == "sqlite:///board.db"
    assert (settings.host, settings.port) == ("0.0.0.0", 8000)
    assert len(settings.secret) >= 32


def test_the_secret_beside_a_sqlite_file_stays_the_same_and_private(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path}/deep/board.db"
    first = config.from_environment({"BOARD_STORE": store})
    assert config.from_environment({"BOARD_STORE": store}).secret == first.secret
    kept = tmp_path / "deep" / "board.db.secret"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600


def test_every_wrong_setting_is_named_at_once() -> None:
    wrong = {
        "BOARD_STORE": "mysql://nope",
        "BOARD_SECRET": "short",
        "PORT": "eighty",
        "BOARD_URL": "board.example.org",
        "BOARD_ORIGINS": "https://ok.example.org http://not.ok/path",
        "BOARD_LOG_LEVEL": "loud",
    }
    with pytest.raises(Invalid) as refused:
        config.from_environment(wrong)
    for name in wrong:
        assert name in str(refused.value)
    assert "Write" in str(refused.value)


def test_redis_needs_a_secret_that_all_processes_share() -> None:
    with pytest.raises(Invalid, match="BOARD_SECRET is not set"):
        config.from_environment({"BOARD_STORE": "redis://localhost:6379/0"})
    settings = config.from_environment({"BOARD_STORE": "redis://r:6379/0", "BOARD_SECRET": SECRET})
    assert settings.secret == SECRET


def test_addresses_are_kept_without_a_slash_at_the_end(tmp_path: Path) -> None:
    settings = config.from_environment(
        {
            "BOARD_STORE": f"sqlite:///{tmp_path}/b.db",
            "BOARD_URL": "https://board.example.org/",
            "BOARD_ORIGINS": "https://a.example.org  https://b.example.org:8443",
        }
    )
    assert settings.url == "https://board.example.org"
    assert settings.origins == ("https://a.example.org", "https://b.example.org:8443")

"""What is told of the theme is what Streamlit tells, and follows the settings."""

from collections.abc import Iterator

import pytest
from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session

from coop.ui.gate.theme import read_theme_once

OPTION = "theme.primaryColor"


@pytest.fixture
def settings() -> Iterator[None]:
    read, colour = app_session._populate_theme_msg, config.get_option(OPTION)
    yield
    app_session._populate_theme_msg = read
    config.set_option(OPTION, colour)


def told() -> CustomThemeConfig:
    message = CustomThemeConfig()
    app_session._populate_theme_msg(message)
    app_session._populate_theme_msg(message.dark, "theme.dark")
    return message


def test_the_theme_is_told_as_it_was_and_follows_the_settings(settings: None) -> None:
    config.set_option(OPTION, "#123456")
    before = told()
    assert before.primary_color == "#123456"
    read_theme_once()
    assert told() == before
    assert told().HasField("dark") == before.HasField("dark")
    config.set_option(OPTION, "#654321")
    assert told() == before, "nothing is read again while the settings stand"
    config._on_config_parsed.send()
    assert told().primary_color == "#654321"

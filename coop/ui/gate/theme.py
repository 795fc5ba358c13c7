"""The theme's settings, read once: Streamlit reads all three hundred of them anew for every run of a page."""

from functools import lru_cache

from streamlit import config
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session


def read_theme_once() -> None:
    """Let every run be told the theme as it was read last; it is read again where the settings are."""
    read = app_session._populate_theme_msg

    @lru_cache
    def told(section: str) -> CustomThemeConfig:
        message = CustomThemeConfig()
        read(message, section)
        return message

    def tell(msg: CustomThemeConfig, section: str = "theme") -> None:
        kept = told(section)
        if kept.ByteSize():  # a section without settings stays untold
            msg.MergeFrom(kept)

    app_session._populate_theme_msg = tell
    config.on_config_parsed(told.cache_clear, force_connect=True)

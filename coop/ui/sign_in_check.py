"""Before a server with sign-in answers anyone: its settings are whole, its file of rights can be read.

A mistake here must stop the server, not open it.
"""

from pathlib import Path

import streamlit as st

from coop.access import BrokenAccess, access
from coop.text import say
from coop.ui.access import is_served, sign_in_settings
from coop.ui.rights_log import note_changed_rights
from coop.ui.sign_in import providers

_NEEDED = ("redirect_uri", "cookie_secret")
_OF_PROVIDER = ("client_id", "client_secret", "server_metadata_url")
_LEAST_SECRET = 32  # letters of the secret that signs the cookie


def sign_in_problem() -> str | None:
    """The sentence why this server may not start with its settings for signing in; None where it may."""
    files = [file for file in map(Path, st.get_option("secrets.files")) if file.is_file()]
    if files and not st.secrets.load_if_toml_exists():
        return say("access.secrets_unreadable", file=files[0])
    if not is_served():
        return None
    settings = sign_in_settings()
    wrong = [name for name in _NEEDED if not isinstance(settings.get(name), str)]
    if "cookie_secret" not in wrong and len(settings["cookie_secret"]) < _LEAST_SECRET:
        wrong.append(say("access.short_secret", n=_LEAST_SECRET))
    found = providers()
    for provider in found:
        section = settings if provider == "default" else settings[provider]
        wrong += [f"{provider}.{name}" for name in _OF_PROVIDER if not section.get(name)]
    if wrong or not found:
        return say("access.auth_incomplete", names=", ".join(wrong or _OF_PROVIDER))
    try:
        access()
    except BrokenAccess as broken:
        return str(broken)
    note_changed_rights()
    return None

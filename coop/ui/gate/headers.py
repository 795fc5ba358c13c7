"""What every answer says about itself: the one place of these values (docs/decisions/0020).

The proxies of `deploy/` give their own answers the same headers; a test compares all three.
"""

import base64
import hashlib
import re
from functools import cache
from pathlib import Path

from streamlit.file_util import get_static_dir

from coop.ui.chart_script import import_map_source

ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}
# Only said over TLS: a plain office machine must stay reachable by its name.
TRANSPORT = {"Strict-Transport-Security": "max-age=31536000"}
# For an answer that is a sentence and no page, such as a refusal.
SENTENCE_POLICY = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

# Nothing but what Streamlit and Plotly were seen to break without; the decision says what, line by line.
_PAGE_POLICY = {
    "default-src": ("'none'",),
    "script-src": ("'self'", "blob:", "'wasm-unsafe-eval'"),
    "style-src": ("'self'", "'unsafe-inline'"),
    "img-src": ("'self'", "data:", "blob:"),
    "font-src": ("'self'", "data:"),
    "connect-src": ("'self'",),
    "base-uri": ("'none'",),
    "form-action": ("'none'",),
    "frame-ancestors": ("'none'",),
}
_INLINE_SCRIPT = re.compile(rb"<script>(.*?)</script>", re.DOTALL)


@cache
def page_policy() -> str:
    """The Content-Security-Policy of pages; Streamlit's inline script and our import map by their hashes."""
    document = (Path(get_static_dir()) / "index.html").read_bytes()
    hashes = tuple(
        f"'sha256-{base64.b64encode(hashlib.sha256(script).digest()).decode()}'"
        for script in _INLINE_SCRIPT.findall(document)
    )
    sources = _PAGE_POLICY | {"script-src": (*_PAGE_POLICY["script-src"], *hashes, import_map_source())}
    return "; ".join(f"{directive} {' '.join(allowed)}" for directive, allowed in sources.items())

"""The page of the glucose report: one HTML document with everything inline."""

from base64 import b64encode
from hashlib import sha256
from html import escape
import json
from typing import Any

# What could end a script element, or start a comment or a script inside it. JSON allows
# these characters in strings only, where the escapes mean the same.
_ESCAPES = {
    ord(character): f"\\u{ord(character):04x}" for character in "<>&\u2028\u2029"
}

_PAGE = """\
<!doctype html>
<html lang="{language}" dir="{direction}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<link rel="icon" href="data:,">
<title>{title}</title>
</head>
<body>
<script type="application/json" id="data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def compose(data: dict[str, Any], script: str) -> str:
    """Return the document that shows the data of a report with a script.

    The document makes no request: its policy allows this script, inline styles and
    inline images. Nothing in the data is markup.

    Raises:
        ValueError: The script cannot be written into a script element, or a number of
            the data is not finite.

    """
    if "</script" in script.lower() or "<script" in script.lower() or "\r" in script:
        raise ValueError("The script cannot be written into a script element")
    return _PAGE.format(
        language=escape(str(data["language"])),
        direction="rtl" if data["rtl"] else "ltr",
        policy=escape(content_security_policy(script)),
        title=escape(str(data["texts"].get("report.title", ""))),
        data=_embedded(data),
        script=script,
    )


def content_security_policy(script: str) -> str:
    """Return the policy of a page with an inline script, for its HTTP header too."""
    digest = b64encode(sha256(script.encode()).digest()).decode()
    return (
        "default-src 'none'; "
        f"script-src 'sha256-{digest}'; "
        "style-src 'unsafe-inline'; "
        "img-src data:; "
        "base-uri 'none'; "
        "form-action 'none'"
    )


def _embedded(data: dict[str, Any]) -> str:
    """Return data as JSON that is text wherever it stands in a document."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text.translate(_ESCAPES)

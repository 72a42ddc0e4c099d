"""HTML of the login, consent and error pages."""

from collections.abc import Iterable, Mapping
from html import escape

from .people import Person

_STYLE = """
:root { color-scheme: light dark; --page: #f3f6f4; --card: #fff; --text: #1c2b25;
  --soft: #5b6b64; --line: #d5ddd9; --accent: #1d7a4f; --note: #fff4d6;
  --note-text: #5c4400; --problem: #b3261e; }
@media (prefers-color-scheme: dark) { :root { --page: #121816; --card: #1b2320;
  --text: #e6eeea; --soft: #9fb0a8; --line: #35423c; --accent: #25865a;
  --note: #3a3012; --note-text: #f4e0a6; --problem: #ff9d94; } }
* { box-sizing: border-box; }
body { margin: 0; min-height: 100vh; background: var(--page); color: var(--text);
  font: 16px/1.5 system-ui, sans-serif; display: grid; place-items: center;
  padding: 24px 16px; }
main { width: 100%; max-width: 440px; background: var(--card); border-radius: 16px;
  border: 1px solid var(--line); overflow: hidden; }
.note { background: var(--note); color: var(--note-text); padding: 12px 28px;
  font-size: 14px; }
section { padding: 24px 28px 28px; }
h1 { font-size: 22px; line-height: 1.25; margin: 0 0 8px; }
p { margin: 0 0 16px; color: var(--soft); }
ul { margin: 0 0 20px; padding-left: 20px; color: var(--soft); }
.problem { color: var(--problem); font-weight: 600; }
label { display: block; font-weight: 600; margin-bottom: 6px; }
select, input { width: 100%; font: inherit; color: inherit; padding: 10px 12px;
  border: 1px solid var(--line); border-radius: 8px; background: var(--page);
  margin-bottom: 20px; }
.buttons { display: flex; gap: 12px; }
button { flex: 1; font: inherit; font-weight: 600; padding: 11px 16px;
  border-radius: 8px; border: 1px solid var(--accent); background: var(--accent);
  color: #fff; cursor: pointer; }
button.second { background: transparent; color: var(--text);
  border-color: var(--line); }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
code { font-size: 14px; overflow-wrap: anywhere; }
"""

_NOTE = (
    "<strong>This is a local sandbox.</strong> The people and their data are "
    "simulated, and there is no password. This is not a Dexcom page."
)


def _page(title: str, content: str) -> str:
    """Return a complete page with the content."""
    return (
        '<!doctype html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style></head>"
        f'<body><main><div class="note">{_NOTE}</div>'
        f"<section><h1>{escape(title)}</h1>{content}</section></main></body></html>\n"
    )


def _form(action: str, hidden: Mapping[str, str], content: str) -> str:
    """Return a form that forwards the request's fields."""
    fields = "".join(
        f'<input type="hidden" name="{escape(name)}" value="{escape(value)}">'
        for name, value in hidden.items()
    )
    return f'<form method="post" action="{escape(action)}">{fields}{content}</form>'


def login_page(action: str, hidden: Mapping[str, str], people: Iterable[Person]) -> str:
    """Return the login page with a choice of people."""
    options = "".join(
        f'<option value="{escape(person.id)}">{escape(person.label or person.id)}'
        "</option>"
        for person in people
    )
    content = "<p>Choose a simulated person to continue.</p>" + _form(
        action,
        hidden,
        '<label for="person">Person</label>'
        f'<select id="person" name="person">{options}</select>'
        '<div class="buttons"><button type="submit">Log in</button></div>',
    )
    return _page("Who would you like to be?", content)


def consent_page(
    action: str, hidden: Mapping[str, str], person: Person, problem: str = ""
) -> str:
    """Return the consent page."""
    client_id = escape(hidden["client_id"])
    said = f'<p class="problem" role="alert">{escape(problem)}</p>' if problem else ""
    content = (
        f"<p>The application <strong>{client_id}</strong> requests access to the "
        f"data of <strong>{escape(person.label or person.id)}</strong>:</p>"
        "<ul><li>glucose readings and calibrations</li>"
        "<li>insulin, carbs, exercise and other events</li>"
        "<li>alerts, devices and their settings</li></ul>"
        + said
        + _form(
            action,
            hidden,
            '<label for="signature">Type any name as your signature</label>'
            '<input id="signature" name="signature" autocomplete="off" autofocus>'
            '<div class="buttons">'
            '<button name="decision" value="authorize">Authorize</button>'
            '<button name="decision" value="deny" class="second">Deny</button>'
            "</div>",
        )
    )
    return _page("Share your data?", content)


def error_page(problem: str) -> str:
    """Return the page for an invalid login request."""
    return _page(
        "Invalid login request",
        f'<p class="problem">{escape(problem)}</p>'
        "<p>The application that sent you here must fix this.</p>",
    )

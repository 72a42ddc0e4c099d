"""Login, consent and tokens over HTTP."""

from collections.abc import Mapping
from urllib.parse import urlencode

from aiohttp import web

from .pages import consent_page, error_page, login_page
from .state import SandboxState
from .tokens import Application, TokenError

_CARRIED = ("client_id", "redirect_uri", "response_type", "scope", "state")


def _html(text: str, status: int = 200) -> web.Response:
    """Return an HTML response."""
    return web.Response(text=text, status=status, content_type="text/html")


def _text(form: Mapping[str, object], name: str) -> str:
    """Return a form field as text."""
    value = form.get(name)
    return value if isinstance(value, str) else ""


class OAuth:
    """Request handlers for login, consent and tokens."""

    def __init__(self, sandbox: SandboxState) -> None:
        """Store the sandbox state to serve."""
        self._sandbox = sandbox

    @property
    def routes(self) -> list[web.RouteDef]:
        """Return the routes of both API versions."""
        return [
            route
            for version in ("v2", "v3")
            for route in (
                web.get(f"/{version}/oauth2/login", self._login),
                web.post(f"/{version}/oauth2/login", self._consent),
                web.post(f"/{version}/oauth2/consent", self._decide),
                web.post(f"/{version}/oauth2/token", self._token),
            )
        ]

    def _problem(self, fields: Mapping[str, object]) -> str | None:
        """Return the problem with a login request, or None."""
        application = self._sandbox.tokens.applications.get(_text(fields, "client_id"))
        if application is None:
            return "The client_id does not belong to a registered application."
        if not application.allows(_text(fields, "redirect_uri")):
            return "The redirect_uri is not registered for this application."
        if _text(fields, "response_type") != "code":
            return "The response_type must be code."
        if _text(fields, "scope") != "offline_access":
            return "The scope must be offline_access."
        return None

    async def _login(self, request: web.Request) -> web.Response:
        """Show the login page."""
        if problem := self._problem(request.query):
            return _html(error_page(problem), 400)
        hidden = {
            name: request.query[name] for name in _CARRIED if name in request.query
        }
        return _html(login_page(request.path, hidden, self._sandbox.people.values()))

    async def _consent(self, request: web.Request) -> web.Response:
        """Show the consent page."""
        form = await request.post()
        person = self._sandbox.people.get(_text(form, "person"))
        problem = self._problem(form)
        if problem is None and person is None:
            problem = "There is no such person."
        if problem or person is None:
            return _html(error_page(problem or ""), 400)
        return _html(self._consent_page(request, form, ""))

    def _consent_page(
        self, request: web.Request, form: Mapping[str, object], problem: str
    ) -> str:
        """Return the consent page of a person."""
        names = (*_CARRIED, "person")
        hidden = {name: _text(form, name) for name in names if name in form}
        person = self._sandbox.people[hidden["person"]]
        action = request.path.rpartition("/")[0] + "/consent"
        return consent_page(action, hidden, person, problem)

    async def _decide(self, request: web.Request) -> web.Response:
        """Redirect to the application with a code or an error."""
        form = await request.post()
        person_id = _text(form, "person")
        problem = self._problem(form)
        if person_id not in self._sandbox.people:
            problem = "There is no such person."
        decision = _text(form, "decision")
        if problem is None and decision not in {"authorize", "deny"}:
            problem = "The decision must be authorize or deny."
        if problem:
            return _html(error_page(problem), 400)
        redirect_uri = _text(form, "redirect_uri")
        if decision == "deny":
            answer = {"error": "access_denied"}
        elif not _text(form, "signature").strip():
            problem = "Please type a name as your signature."
            return _html(self._consent_page(request, form, problem), 400)
        else:
            client_id = _text(form, "client_id")
            code = self._sandbox.tokens.authorize(person_id, client_id, redirect_uri)
            answer = {"code": code}
        if "state" in form:
            answer["state"] = _text(form, "state")
        separator = "&" if "?" in redirect_uri else "?"
        location = f"{redirect_uri}{separator}{urlencode(answer)}"
        return web.Response(status=302, headers={"Location": location})

    async def _token(self, request: web.Request) -> web.Response:
        """Issue tokens for a code or a refresh token."""
        try:
            form = await self._form(request)
            application = self._application(form)
            answer = self._tokens(application, form)
        except TokenError as error:
            status = 401 if str(error) == "invalid_client" else 400
            return web.json_response({"error": str(error)}, status=status)
        return web.json_response(answer, headers={"Cache-Control": "no-store"})

    async def _form(self, request: web.Request) -> Mapping[str, object]:
        """Return the form of a token request."""
        if request.content_type != "application/x-www-form-urlencoded":
            raise TokenError("invalid_request")
        return await request.post()

    def _application(self, form: Mapping[str, object]) -> Application:
        """Authenticate the application; raise TokenError if it is unknown."""
        application = self._sandbox.tokens.applications.get(_text(form, "client_id"))
        secret = _text(form, "client_secret")
        if application is None or application.client_secret != secret:
            raise TokenError("invalid_client")
        return application

    def _tokens(
        self, application: Application, form: Mapping[str, object]
    ) -> dict[str, object]:
        """Return tokens for the requested grant type."""
        kind = _text(form, "grant_type")
        redirect_uri = _text(form, "redirect_uri")
        tokens = self._sandbox.tokens
        if kind == "authorization_code":
            code = _text(form, "code")
            if not code or not redirect_uri:
                raise TokenError("invalid_request")
            return tokens.exchange(application.client_id, code, redirect_uri)
        if kind == "refresh_token":
            token = _text(form, "refresh_token")
            # Older clients send a redirect_uri, newer ones do not.
            if not token or (redirect_uri and not application.allows(redirect_uri)):
                raise TokenError("invalid_request")
            return tokens.rotate(application.client_id, token)
        raise TokenError("unsupported_grant_type" if kind else "invalid_request")

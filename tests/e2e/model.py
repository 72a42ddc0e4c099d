"""A local server in place of a language model: it calls one tool and repeats its result."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
import json
from typing import Any

from aiohttp import web

TOOL = "dexcom_cgm__glucose_now"


class Model:
    """The tools and the text of the newest request, and the answers to it."""

    def __init__(self) -> None:
        """Start without requests."""
        self.url = ""
        self.tools: set[str] = set()
        self.request = ""

    async def models(self, request: web.Request) -> web.Response:
        """Return no models, which is enough to accept the API key."""
        return web.json_response({"object": "list", "data": []})

    async def respond(self, request: web.Request) -> web.StreamResponse:
        """Call the tool, or answer with the result if that is the newest message."""
        asked = await request.json()
        self.tools = {tool.get("name", "") for tool in asked.get("tools", ())}
        self.request = json.dumps(asked)
        newest = asked["input"][-1]
        is_result = newest.get("type") == "function_call_output"
        output = _message(newest["output"]) if is_result else _call()
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
        await response.prepare(request)
        for number, event in enumerate(output):
            data = json.dumps({**event, "sequence_number": number})
            await response.write(f"event: {event['type']}\ndata: {data}\n\n".encode())
        return response


def _call() -> list[dict[str, Any]]:
    """Return the events of a tool call."""
    item = {
        "type": "function_call",
        "id": "fc_1",
        "call_id": "call_1",
        "name": TOOL,
        "arguments": "",
        "status": "in_progress",
    }
    done = {"type": "response.function_call_arguments.done", "arguments": "{}"}
    return [
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {
            "type": "response.function_call_arguments.delta",
            "item_id": "fc_1",
            "output_index": 0,
            "delta": "{}",
        },
        {**done, "item_id": "fc_1", "output_index": 0, "name": TOOL},
    ]


def _message(text: str) -> list[dict[str, Any]]:
    """Return the events of a text."""
    item = {
        "type": "message",
        "id": "msg_1",
        "role": "assistant",
        "status": "in_progress",
        "content": [],
    }
    return [
        {"type": "response.output_item.added", "output_index": 0, "item": item},
        {
            "type": "response.output_text.delta",
            "item_id": "msg_1",
            "output_index": 0,
            "content_index": 0,
            "delta": text,
            "logprobs": [],
        },
    ]


@asynccontextmanager
async def local_model() -> AsyncIterator[Model]:
    """Run the server on the loopback address."""
    model = Model()
    application = web.Application()
    application.router.add_get("/v1/models", model.models)
    application.router.add_post("/v1/responses", model.respond)
    runner = web.AppRunner(application)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    model.url = f"http://127.0.0.1:{runner.addresses[0][1]}/v1"
    try:
        yield model
    finally:
        await runner.cleanup()

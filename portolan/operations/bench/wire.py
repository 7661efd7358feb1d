"""What one request of a script costs on the wire, both ways, headers and all."""

from __future__ import annotations

import json
import socket
from typing import Any

from portolan.operations.bench.installations import PartError

# What a browser sends of its own.
BROWSER = {
    "Connection": "close",
    "User-Agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36",
    "Accept-Encoding": "gzip, deflate",
    "Accept-Language": "fr-FR,fr;q=0.9,en;q=0.8,ar;q=0.7",
    "Sec-Fetch-Site": "same-origin",
    "Sec-Fetch-Mode": "cors",
    "Sec-Fetch-Dest": "empty",
}


def autosave(port: int, asked: dict[str, Any]) -> tuple[float, float]:
    """KB beyond the text when the editor keeps a draft, and KB of the text."""
    host = f"localhost:{port}"
    body = json.dumps({"html": asked["html"], "base": asked["base"]}, ensure_ascii=False).encode()
    text = len(asked["html"].encode())
    headers = {
        "Host": host,
        **BROWSER,
        "Accept": "application/json",
        "Content-Type": "application/json",
        "Content-Length": str(len(body)),
        "X-CSRFToken": asked["token"],
        "Cookie": "; ".join(f"{name}={value}" for name, value in asked["cookies"].items()),
        "Origin": f"http://{host}",
        "Referer": f"http://{host}{asked['page']}",
    }
    lines = [f"POST {asked['address']} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    head = ("\r\n".join(lines) + "\r\n\r\n").encode()
    answer = _exchange(port, head + body)
    first = answer.partition(b"\r\n")[0].decode(errors="replace")
    if " 200 " not in f"{first} ":
        raise PartError(f"an autosave answered {first or 'nothing'}")
    return (len(head) + len(body) - text + len(answer)) / 1000, text / 1000


def _exchange(port: int, sent: bytes) -> bytes:
    """Send and read until the server closes."""
    with socket.create_connection(("127.0.0.1", port), timeout=20) as line:
        line.sendall(sent)
        parts = []
        while part := line.recv(65_536):
            parts.append(part)
    return b"".join(parts)

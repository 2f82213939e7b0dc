"""A web server that records requests and sends prepared responses, for programs that need them."""

import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, urlsplit


class RecordedRequest:
    def __init__(self, method, target, headers, body):
        self.method = method
        self.path = urlsplit(target).path
        self.query = sorted(parse_qsl(urlsplit(target).query, keep_blank_values=True))
        self.headers = headers
        self.body = body

    @property
    def json(self):
        return json.loads(self.body.decode("utf-8")) if self.body else None

    def without_limit(self):
        """Return the query without the page size, which differs between the libraries."""
        return [(name, value) for name, value in self.query if name != "limit"]


class Server:
    """Sends the prepared responses in order, and the last one again and again.

    A response is the data to send, or a tuple of a status, a body and, optionally, headers.
    """

    def __init__(self, *responses):
        self.requests = []
        self.responses = list(responses) or [{}]
        self._lock = threading.Lock()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._http.daemon_threads = True
        self.url = "http://127.0.0.1:%d" % self._http.server_port
        threading.Thread(target=self._http.serve_forever, args=(0.01,), daemon=True).start()

    def respond(self, request):
        with self._lock:
            self.requests.append(request)
            response = self.responses[0]
            if len(self.responses) > 1:
                del self.responses[0]
        if not isinstance(response, tuple):
            response = (200, {"data": response})
        status, body, *headers = response
        return status, body, headers[0] if headers else {}

    def _handler(server):
        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def answer(self):
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
                request = RecordedRequest(self.command, self.path, self.headers, body)
                status, body, headers = server.respond(request)
                content = json.dumps(body).encode("utf-8")
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Type", "application/json; charset=UTF-8")
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)

            do_GET = do_POST = do_PUT = do_DELETE = answer

            def log_message(self, *args):
                pass

        return Handler


def page(records, offset=None):
    """Return the body of one page of a collection."""
    return 200, {"data": records, "next_page": offset and {"offset": offset, "path": "", "uri": ""}}


def error(status, message, **headers):
    """Return an error response."""
    body = {"errors": [{"message": message}]}
    return status, body, {name.replace("_", "-"): value for name, value in headers.items()}

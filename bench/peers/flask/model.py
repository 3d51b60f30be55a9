"""The model's API over http.client: one kept-alive connection for each answer that runs."""
import http.client
import ssl
from urllib.parse import urlsplit

import gevent
import ujson

READ_SIZE = 65536
LINES_OF_ONE_EVENT = 2


class ModelError(Exception):
    """The model refused, or its stream broke."""


class Model:
    """Connections to one API; greenlets share the idle ones."""

    def __init__(self, base_url, key):
        url = urlsplit(base_url)
        self._host, self._port, self._path = url.hostname, url.port, f"{url.path}/chat/completions"
        self._tls = ssl.create_default_context() if url.scheme == "https" else None
        self._headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json", "Accept": "text/event-stream"}
        self._idle = []

    def chat(self, body):
        """Yields the chunks of a streamed completion, parsed; raises ModelError unless it ends with [DONE]."""
        connection = self._idle.pop() if self._idle else self._connect()
        whole = False
        try:
            yield from self._chunks(self._ask(connection, body))
            whole = True
        except (OSError, http.client.HTTPException, ValueError) as error:
            raise ModelError(f"{type(error).__name__}: {error}") from error
        finally:
            if whole:
                self._idle.append(connection)
            else:
                connection.close()

    def _connect(self):
        if self._tls:
            return http.client.HTTPSConnection(self._host, self._port, context=self._tls)
        return http.client.HTTPConnection(self._host, self._port)

    def _ask(self, connection, body):
        request = ujson.dumps(body).encode()
        try:
            connection.request("POST", self._path, request, self._headers)
            response = connection.getresponse()
        except ConnectionError:
            # The server had closed this idle connection. The request has had no answer: it is sent once more.
            connection.close()
            connection.request("POST", self._path, request, self._headers)
            response = connection.getresponse()
        if response.status != 200:
            raise ModelError(f"the model answered with status {response.status}: {response.read()[:200]}")
        return response

    @staticmethod
    def _chunks(response):
        rest = b""
        # read1() returns what has come; readline() of a chunked answer asks the socket's buffer byte by byte.
        while data := response.read1(READ_SIZE):
            lines = (rest + data).split(b"\n")
            rest = lines.pop()
            if len(lines) > LINES_OF_ONE_EVENT:
                # The model is faster than we are, so reading never waits, and without waiting no other greenlet ever runs.
                gevent.sleep(0)
            for line in lines:
                if line.startswith(b"data: "):
                    if line.startswith(b"data: [DONE]"):
                        response.read()
                        return
                    yield ujson.loads(line[6:])
        raise ModelError("the model's stream ended early")

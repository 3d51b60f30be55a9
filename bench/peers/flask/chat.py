"""The Socket.IO side: a question takes a coin, its answer is streamed from the model, stored, and settled or refunded."""
import re
import sys
import uuid

import ujson
from flask import request
from flask_socketio import SocketIO

from ledger import TIERS
from model import ModelError

UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
LONGEST_QUESTION = 8000
PROMPT = (
    "You are the tutor of a programming lab. Give debugging tips: where to look, what the error message says, one small check "
    "to try, and one closing question. Stay between 80 and 160 words, without code blocks."
)
REFUSALS = {
    "not_logged_in": "Log in first.",
    "invalid_message": "A message has a content and a coin: gold, silver or copper.",
    "low_coins": "There is no such coin left.",
    "already_asked": "This question was asked before.",
    "upstream_error": "The model did not answer. The coin is back; ask again.",
}


def utf16_length(text):
    """Offsets count as a browser's strings do."""
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def question_of(message):
    """The id, tier and content of a question; None if it is none."""
    if not isinstance(message, dict):
        return None
    content, tier, answer = message.get("content"), message.get("selected_coin"), message.get("id", str(uuid.uuid4()))
    valid = isinstance(content, str) and 0 < utf16_length(content) <= LONGEST_QUESTION and tier in TIERS
    return (answer, tier, content) if valid and isinstance(answer, str) and UUID.fullmatch(answer) else None


class Chat:
    """Owns what is known of each socket: whose it is."""

    def __init__(self, app, desk, model):
        self._desk, self._model = desk, model
        self._accounts = {}
        # Without Flask's session on every event, which nothing here uses.
        self._socketio = SocketIO(app, async_mode="gevent", manage_session=False, json=ujson)
        self._socketio.on_event("connect", self._on_connect)
        self._socketio.on_event("disconnect", self._on_disconnect)
        self._socketio.on_event("message", self._on_message)

    def _on_connect(self, _auth=None):
        token = request.cookies.get("ailab_session")
        self._accounts[request.sid] = token and self._desk.account_of(token)

    def _on_disconnect(self):
        self._accounts.pop(request.sid, None)

    def _on_message(self, message):
        sid, account = request.sid, self._accounts.get(request.sid)
        if account is None:
            return self._refuse(sid, "not_logged_in")
        question = question_of(message)
        if question is None:
            return self._refuse(sid, "invalid_message")
        answer, tier, content = question
        balances = self._desk.change("reserve", account, answer, tier, content)
        if isinstance(balances, str):
            return self._refuse(sid, balances)
        self._socketio.start_background_task(self._answer, sid, answer, content)
        return {"ok": True, "answer_id": answer, "balances": balances}

    def _refuse(self, sid, code):
        self._socketio.emit("error", {"type": "error", "code": code, "message": REFUSALS[code]}, to=sid)
        return {"ok": False, "code": code, "message": REFUSALS[code]}

    def _answer(self, sid, answer, content):
        """Streams one answer; it runs on when its reader leaves."""
        text, offset, reason, tokens = [], 0, None, None
        body = {
            "model": "gpt-4o",
            "messages": [{"role": "system", "content": PROMPT}, {"role": "user", "content": content}],
            "stream": True,
            "stream_options": {"include_usage": True},
        }
        try:
            for chunk in self._model.chat(body):
                if usage := chunk.get("usage"):
                    tokens = usage["completion_tokens"]
                for choice in chunk["choices"]:
                    if piece := choice["delta"].get("content"):
                        self._socketio.emit(
                            "stream", {"type": "stream", "answer_id": answer, "offset": offset, "content": piece}, to=sid
                        )
                        text.append(piece)
                        offset += utf16_length(piece)
                    reason = choice["finish_reason"] or reason
            if reason is None:
                raise ModelError("the answer has no end")
        except Exception as error:  # whatever it was, the coin goes back
            print(f"peer: the answer {answer} failed: {error!r}", file=sys.stderr)
            balances = self._desk.change("refund", answer, "".join(text), "upstream_error")
            event = {"type": "error", "code": "upstream_error", "message": REFUSALS["upstream_error"], "answer_id": answer}
            self._socketio.emit("error", {**event, "refunded": True, "balances": balances}, to=sid)
            return
        balances = self._desk.change("settle", answer, "".join(text), reason, tokens)
        event = {"type": "done", "answer_id": answer, "reason": reason, "length": offset, "charged": True}
        self._socketio.emit("done", {**event, "balances": balances}, to=sid)

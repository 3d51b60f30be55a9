"""AI Lab in small on Flask: main.py --port P --folder DIR, with the model's API in $OPENAI_BASE_URL."""
# gevent wants to replace the standard library's sockets before anything else imports them.
from gevent import monkey  # isort: skip

monkey.patch_all()

import argparse
import json
import os
import signal
import socket

import gevent
from flask import Flask
from gevent.pywsgi import WSGIServer
from geventwebsocket.handler import WebSocketHandler

from auth import auth_routes
from chat import Chat
from desk import Desk
from model import Model

BACKLOG = 4096


def listen(port):
    listener = gevent.socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    # Connections inherit it. Without it the kernel holds a token back until the one before is acknowledged.
    listener.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    listener.bind(("127.0.0.1", port))
    listener.listen(BACKLOG)
    return listener


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=0)
    arguments.add_argument("--folder", required=True)
    options = arguments.parse_args()

    app = Flask(__name__)
    desk = Desk(options.folder)
    model = Model(os.environ.get("OPENAI_BASE_URL", "https://api.openai.com/v1"), os.environ.get("OPENAI_API_KEY", "sk-bench"))
    app.register_blueprint(auth_routes(desk))
    Chat(app, desk, model)

    server = WSGIServer(listen(options.port), app, handler_class=WebSocketHandler, log=None)
    # Answers that run end with the process; the next start gives their coins back.
    gevent.signal_handler(signal.SIGTERM, server.stop, 0)
    server.start()
    print(json.dumps({"port": server.server_port, "pid": os.getpid()}), flush=True)
    server.serve_forever()


main()

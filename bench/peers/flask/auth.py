"""POST /auth/register and /auth/login."""
import hashlib
import hmac
import re
import secrets

from flask import Blueprint, jsonify, request


def hashed(password, salt=None):
    salt = salt or secrets.token_bytes(16)
    return f"{salt.hex()}${hashlib.scrypt(password.encode(), salt=salt, n=16384, r=8, p=1, dklen=32).hex()}"


def matches(password, stored):
    return hmac.compare_digest(hashed(password, bytes.fromhex(stored.split("$")[0])), stored)


# A stranger's password is hashed too: the time must not tell who has an account.
NOBODY = (None, hashed(""))


def refusal(status, code, message):
    return jsonify(error={"code": code, "message": message}), status


def welcome(status, name, token):
    response = jsonify(username=name)
    response.set_cookie("ailab_session", token, httponly=True, samesite="Lax")
    return response, status


def auth_routes(desk):
    routes = Blueprint("auth", __name__, url_prefix="/auth")

    def credentials():
        body = request.get_json(silent=True)
        body = body if isinstance(body, dict) else {}
        return str(body.get("username", "")), str(body.get("password", ""))

    @routes.post("/register")
    def register():
        name, password = credentials()
        if not re.fullmatch(r"[\w.-]{3,32}", name, re.ASCII):
            return refusal(422, "invalid_username", "Choose a name of 3 to 32 letters and digits.")
        if len(password) < 8:
            return refusal(422, "weak_password", "Choose a password of at least 8 characters.")
        token = desk.change("register", name, hashed(password))
        if token is None:
            return refusal(409, "username_taken", "This name is taken. Choose another one.")
        return welcome(201, name, token)

    @routes.post("/login")
    def login():
        name, password = credentials()
        account, stored = desk.account(name) or NOBODY
        if not matches(password, stored) or account is None:
            return refusal(401, "bad_credentials", "The name or the password is wrong.")
        return welcome(200, name, desk.change("open_session", account))

    return routes

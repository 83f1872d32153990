"""A server of tokens behind TLS, with PyJWT: CERTIFICATE KEY ISSUER.

It publishes its keys at /jwks.json, and says at /introspect whose a token is. Standard input has one command a line, and each is answered by a line of
JSON: `tokens` makes one of each kind, `down`, `silent` and `up` are what they say.
"""

import base64
import http.server
import json
import ssl
import sys
import threading
import time
from urllib.parse import parse_qs

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from jwt.algorithms import ECAlgorithm, OKPAlgorithm, RSAAlgorithm

certificate, key_file, issuer = sys.argv[1:]
CREDENTIALS = "Basic " + base64.b64encode(b"postrider:s3cret%20words").decode()
OPAQUE = {}
KEYS = {}
awake = threading.Event()
awake.set()
state = {"down": False, "asked": {"/introspect": 0, "/jwks.json": 0}}


def new_keys():
    made = {
        "RS256": (rsa.generate_private_key(public_exponent=65537, key_size=2048), RSAAlgorithm),
        "ES256": (ec.generate_private_key(ec.SECP256R1()), ECAlgorithm),
        "EdDSA": (ed25519.Ed25519PrivateKey.generate(), OKPAlgorithm),
    }
    for name, (private, algorithm) in made.items():
        kid = f"{name}-1"
        public = json.loads(algorithm.to_jwk(private.public_key()))
        KEYS[name] = (private, kid, {**public, "kid": kid, "use": "sig", "alg": name})


def claims(**more):
    now = int(time.time())
    good = {"iss": issuer, "aud": "smtp", "scope": "openid mail", "iat": now, "exp": now + 600, "email": "sender@example.test"}
    return {name: value for name, value in {**good, **more}.items() if value is not None}


def signed(name, **more):
    private, kid, _ = KEYS[name]
    return jwt.encode(claims(**more), private, algorithm=name, headers={"kid": kid})


def opaque(text, **more):
    OPAQUE[text] = {"active": True, "client_id": "somebody", "token_type": "Bearer", **claims(**more)}
    return text


def tokens():
    past = int(time.time()) - 600
    # What everybody knows, as the secret of somebody who hopes that the algorithm is taken from the token.
    secret = KEYS["RS256"][2]["n"]
    return {
        "opaque": opaque("opaque/token+1=="),
        "opaque for another": opaque("opaque-2", aud="imap"),
        "opaque of nobody": opaque("opaque-3", email="nobody@example.test"),
        "RS256": signed("RS256"),
        "ES256": signed("ES256"),
        "EdDSA": signed("EdDSA"),
        "expired": signed("ES256", exp=past),
        "for another": signed("ES256", aud="imap"),
        "narrow": signed("ES256", scope="openid"),
        "of another": signed("ES256", iss="https://other.test"),
        "none": jwt.encode(claims(), None, algorithm="none"),
        "HS256": jwt.encode(claims(), secret, algorithm="HS256", headers={"kid": KEYS["RS256"][1]}),
    }


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def answer(self, status, body):
        octets = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(octets)))
        self.end_headers()
        self.wfile.write(octets)

    def do_GET(self):
        state["asked"]["/jwks.json"] += 1
        if state["down"] or self.path != "/jwks.json":
            return self.answer(503 if state["down"] else 404, {})
        self.answer(200, {"keys": [{"kty": "unheard-of"}] + [public for _, _, public in KEYS.values()]})

    def do_POST(self):
        state["asked"]["/introspect"] += 1
        awake.wait()
        form = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if state["down"] or self.path != "/introspect":
            return self.answer(503 if state["down"] else 404, {})
        if self.headers["Authorization"] != CREDENTIALS:
            return self.answer(401, {"error": "invalid_client"})
        token = parse_qs(form)["token"][0]
        self.answer(200, OPAQUE.get(token, {"active": False}))

    def log_message(self, *_):
        pass


new_keys()
server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
# Who was kept waiting has left when it is answered.
server.handle_error = lambda *_: None
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key_file)
server.socket = context.wrap_socket(server.socket, server_side=True)
threading.Thread(target=server.serve_forever, daemon=True).start()
print(json.dumps({"port": server.server_port}), flush=True)
for line in sys.stdin:
    command = line.strip()
    if command in ("down", "silent", "up"):
        state["down"] = command == "down"
        (awake.clear if command == "silent" else awake.set)()
    print(json.dumps(tokens() if command == "tokens" else state["asked"]), flush=True)

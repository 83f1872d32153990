"""An SMTP server with TLS 1.2 that knows SCRAM bound to tls-unique and to nothing else, with scramp: CERTIFICATE KEY USER PASSWORD.

It says its port, and then of each login the mechanism, how the client says that it is bound, and whether it was taken; a line of JSON each.
"""

import base64
import json
import socketserver
import ssl
import sys

from scramp import ScramException, ScramMechanism

certificate, key, user, password = sys.argv[1:]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.maximum_version = ssl.TLSVersion.TLSv1_2
context.load_cert_chain(certificate, key)
MECHANISMS = {name: ScramMechanism(name) for name in ("SCRAM-SHA-256-PLUS", "SCRAM-SHA-256")}
KNOWN = {name: {user: mechanism.make_auth_info(password)} for name, mechanism in MECHANISMS.items()}


def tell(**said):
    print(json.dumps(said), flush=True)


class Handler(socketserver.StreamRequestHandler):
    def say(self, *lines):
        for line in lines:
            self.wfile.write(line.encode() + b"\r\n")

    def line(self):
        return self.rfile.readline().decode().strip()

    def starttls(self):
        self.say("220 go ahead")
        self.request = context.wrap_socket(self.request, server_side=True)
        self.rfile, self.wfile = self.request.makefile("rb"), self.request.makefile("wb", buffering=0)

    def auth(self, name, initial):
        bound = ("tls-unique", self.request.get_channel_binding("tls-unique")) if name.endswith("-PLUS") else None
        server = MECHANISMS[name].make_server(KNOWN[name].__getitem__, channel_binding=bound)
        first, taken = base64.b64decode(initial).decode(), False
        try:
            server.set_client_first(first)
            self.say("334 " + base64.b64encode(server.get_server_first().encode()).decode())
            server.set_client_final(base64.b64decode(self.line()).decode())
            self.say("334 " + base64.b64encode(server.get_server_final().encode()).decode())
            taken = self.line() == ""
        except ScramException:
            pass
        tell(mechanism=name, binding=first.split(",")[0], taken=taken)
        self.say("235 2.7.0 welcome" if taken else "535 5.7.8 no")

    def handle(self):
        self.say("220 mx.example")
        while line := self.line():
            verb, *words = line.split()
            if verb == "EHLO":
                offer = "STARTTLS" if not isinstance(self.request, ssl.SSLSocket) else "AUTH " + " ".join(MECHANISMS)
                self.say("250-mx.example", "250 " + offer)
            elif verb == "STARTTLS":
                self.starttls()
            elif verb == "AUTH":
                self.auth(*words)
            elif verb == "DATA":
                self.say("354 go ahead")
                while self.rfile.readline() not in (b".\r\n", b""):
                    pass
                self.say("250 2.0.0 kept")
            elif verb == "QUIT":
                return self.say("221 bye")
            else:
                self.say("250 2.0.0 ok")


socketserver.ThreadingTCPServer.daemon_threads = True
with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler) as listening:
    tell(port=listening.server_address[1])
    listening.serve_forever()

"""Sends a message over TLS, with the certificate and the name of the server checked: starttls|implicit ADDRESS PORT CERTIFICATE"""

import smtplib
import socket
import ssl
import sys

how, address, port, certificate = sys.argv[1:]
context = ssl.create_default_context(cafile=certificate)
# The name is that of the certificate, wherever the server is.
lookup = socket.getaddrinfo
socket.getaddrinfo = lambda host, *rest, **more: lookup(address if host == "mx.example.test" else host, *rest, **more)
kind = smtplib.SMTP_SSL if how == "implicit" else smtplib.SMTP
more = {"context": context} if how == "implicit" else {}
with kind("mx.example.test", int(port), local_hostname="client.test", timeout=30, **more) as server:
    if how == "starttls":
        server.starttls(context=context)
        assert server.ehlo_resp is None, "what was said in clear is forgotten"
    server.sendmail("s@client.test", ["alice@example.test"], "Subject: encrypted\r\n\r\nx\r\n")

"""Sends a file with smtplib: PORT chunking|- FILE FROM TO..."""

import smtplib
import sys

port, how, file, sender, *recipients = sys.argv[1:]
with open(file, "rb") as opened:
    content = opened.read()

with smtplib.SMTP("127.0.0.1", int(port), local_hostname="client.test", timeout=60) as server:
    server.ehlo_or_helo_if_needed()
    options = ["BODY=8BITMIME"] if not content.isascii() else []
    if not all(address.isascii() for address in [sender, *recipients]):
        options.append("SMTPUTF8")
    try:
        if how == "chunking":
            if not server.has_extn("chunking"):
                sys.exit("CHUNKING is not offered")
            server.mail(sender, options)
            for recipient in recipients:
                server.rcpt(recipient)
            # Cut where a line, and where a CRLF, is not at its end.
            cuts = [0, 5, content.index(b"\r\n") + 1, len(content)]
            for number, (start, end) in enumerate(zip(cuts, cuts[1:])):
                last = " LAST" if number == len(cuts) - 2 else ""
                server.send(f"BDAT {end - start}{last}\r\n".encode() + content[start:end])
                code, words = server.getreply()
                if code != 250:
                    sys.exit(f"{code} {words}")
        else:
            refused = server.sendmail(sender, recipients, content, mail_options=options)
            if refused:
                sys.exit(f"refused: {refused}")
    except smtplib.SMTPException as error:
        sys.exit(f"{type(error).__name__}: {error}")

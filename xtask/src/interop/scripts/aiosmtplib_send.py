"""Sends a file with aiosmtplib: PORT - FILE FROM TO..."""

import asyncio
import sys

import aiosmtplib

port, _, file, sender, *recipients = sys.argv[1:]
with open(file, "rb") as opened:
    content = opened.read()


async def send():
    options = ["BODY=8BITMIME"] if not content.isascii() else []
    client = aiosmtplib.SMTP(
        hostname="127.0.0.1", port=int(port), local_hostname="client.test", use_tls=False, start_tls=False
    )
    async with client:
        names = [sender, *recipients]
        if not all(name.isascii() for name in names):
            options.append("SMTPUTF8")
        return await client.sendmail(sender, recipients, content, mail_options=options)


try:
    refused, _ = asyncio.run(send())
    if refused:
        sys.exit(f"refused: {refused}")
except aiosmtplib.SMTPException as error:
    sys.exit(f"{type(error).__name__}: {error} {getattr(error, 'recipients', '')}")

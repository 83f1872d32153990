"""Servers on port 25 of the addresses that are its arguments. On standard error: `listening`, then a line of JSON for each message."""

import asyncio
import json
import sys

from aiosmtpd.smtp import SMTP


class Keep:
    def __init__(self, at):
        self.at = at

    async def handle_DATA(self, server, session, envelope):
        kept = {"at": self.at, "from": envelope.mail_from, "to": envelope.rcpt_tos}
        print(json.dumps(kept), file=sys.stderr, flush=True)
        return "250 kept"


def sink(at):
    return lambda: SMTP(Keep(at), hostname="sink.test", ident="sink")


async def main():
    loop = asyncio.get_running_loop()
    servers = [await loop.create_server(sink(at), at, 25) for at in sys.argv[1:]]
    print("listening", file=sys.stderr, flush=True)
    await asyncio.gather(*(server.serve_forever() for server in servers))


asyncio.run(main())

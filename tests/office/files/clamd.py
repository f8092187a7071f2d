"""A scanner that speaks clamd's INSTREAM, and finds one thing: the text that scanners agree to call a virus."""

from __future__ import annotations

import socketserver
import struct
import threading
import time

TEST_VIRUS = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


class Clamd:
    def __init__(self) -> None:
        self.scanned: list[int] = []  # sizes
        self.answer: bytes | None = None  # instead of what it found
        clamd = self

        class Desk(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                clamd.serve(self)

        class Server(socketserver.ThreadingTCPServer):
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Desk)

    def __enter__(self) -> Clamd:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *told: object) -> None:
        self._server.shutdown()
        self._server.server_close()

    @property
    def address(self) -> str:
        return f"127.0.0.1:{self._server.server_address[1]}"

    def serve(self, desk: socketserver.StreamRequestHandler) -> None:
        assert desk.rfile.read(10) == b"zINSTREAM\0"
        content = b""
        while length := struct.unpack("!L", desk.rfile.read(4))[0]:
            content += desk.rfile.read(length)
        self.scanned.append(len(content))
        if self.answer == b"":
            time.sleep(1.0)
        found = b"stream: Win.Test.EICAR_HDB-1 FOUND\0" if TEST_VIRUS in content else b"stream: OK\0"
        desk.wfile.write(found if self.answer is None else self.answer)

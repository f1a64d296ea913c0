#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A keyboard sink for dKVMs in nothing but Python's standard library: a line of text for each key, in a file.

Written from docs/wire-protocol.md and v1.proto alone. A desk runs it as `type: process`, see python.yaml; its one
option is `file`.
"""
import json
import os
import signal
import sys

HELLO, WELCOME, READY, ACTIVATE, ACTIVATED, DRAIN, DRAINED, STOP = 2, 3, 4, 5, 6, 7, 8, 9
EVENT, STREAM_OPENED, STREAM_CLOSED, CREDIT, REQUEST, RESPONSE, PING, PONG = 1, 10, 11, 13, 22, 23, 26, 27
HEARD = (EVENT, WELCOME, ACTIVATE, STREAM_OPENED, STREAM_CLOSED, REQUEST, PING, DRAIN, STOP)
IN, KEYBOARD, FIRST, WAITING_INPUT, UNIMPLEMENTED = 2, 1, 1, 3, 12


def varint(data, at):
    """The varint at a position and the position behind it; IndexError where it is not whole."""
    value = shift = 0
    while True:
        byte = data[at]
        value |= (byte & 0x7F) << shift
        at, shift = at + 1, shift + 7
        if byte < 0x80:
            return value, at


def decode(data):
    """A message as {field number: last value}; a number for a varint or a fixed field, else bytes."""
    found, at = {}, 0
    while at < len(data):
        tag, at = varint(data, at)
        wire_type = tag & 7
        if wire_type == 0:
            value, at = varint(data, at)
        elif wire_type == 2:
            length, at = varint(data, at)
            value, at = data[at:at + length], at + length
        elif wire_type in (1, 5):
            size = 8 if wire_type == 1 else 4
            value, at = int.from_bytes(data[at:at + size], "little"), at + size
        else:
            raise ValueError(f"wire type {wire_type}")
        found.setdefault(tag >> 3, []).append(value)
    return found


def number(value):
    """A number as a varint."""
    out = bytearray()
    while value > 0x7F:
        out.append(value & 0x7F | 0x80)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(tag, value):
    """One field: bytes and text with their length, numbers as a varint; zero is left out."""
    if isinstance(value, int):
        return number(tag << 3) + number(value) if value else b""
    value = value.encode() if isinstance(value, str) else value
    return number(tag << 3 | 2) + number(len(value)) + value


class Sink:
    def __init__(self, path):
        self.path, self.file = path, None
        self.streams = {}  # stream: [last seq processed, bytes taken, bytes acknowledged]

    def send(self, kind, *fields):
        message = field(kind, b"".join(fields))
        unsent = number(len(message)) + message
        while unsent:
            unsent = unsent[os.write(1, unsent):]

    def greet(self):
        os.write(1, b"DKV1")
        port = field(1, "keys") + field(2, IN) + field(3, KEYBOARD)
        self.send(HELLO, field(1, 1), field(2, 1), field(3, os.environ["DKVM_DEVICE_TYPE"]), field(4, port),
                  field(8, "python-sink 1"))

    def take(self, envelope, size):
        """Does what one message of the kernel asks for; what is unknown is ignored, whatever it holds."""
        for kind, bodies in decode(envelope).items():
            if kind not in HEARD:
                continue
            body = decode(bodies[-1])
            if kind == EVENT:
                self.event(body, size)
            elif kind == WELCOME:
                self.send(READY)
            elif kind == ACTIVATE:
                self.file = open(self.path, "w" if body.get(3, [0])[-1] == FIRST else "a", encoding="utf-8")
                for stream in body.get(1, []):
                    self.opened(decode(stream))
                self.send(ACTIVATED)
            elif kind == STREAM_OPENED:
                self.opened(body)
            elif kind == STREAM_CLOSED:
                self.streams.pop(body[1][-1], None)
            elif kind == REQUEST:
                method = ".".join(body.get(name, [b""])[-1].decode() for name in (2, 3))
                self.send(RESPONSE, field(1, body.get(1, [0])[-1]), field(2, UNIMPLEMENTED),
                          field(3, f"this device has no {method}"))
            elif kind == PING:
                self.send(PONG, field(1, body.get(1, [0])[-1]), field(2, WAITING_INPUT))
            elif kind == DRAIN:
                self.drain()
            elif kind == STOP:
                sys.exit(0)

    def opened(self, stream):
        self.streams[stream[1][-1]] = [stream.get(6, [1])[-1] - 1, 0, 0]

    def event(self, event, size):
        stream = self.streams.get(event[1][-1])
        if stream is None:
            return
        if 4 in event:
            key = decode(event[4][-1])
            self.file.write(f"0x{key.get(1, [0])[-1]:08x} {'down' if key.get(2, [0])[-1] else 'up'}\n")
        elif 5 in event:
            self.file.write("text " + json.dumps(decode(event[5][-1]).get(1, [b""])[-1].decode()) + "\n")
        stream[0] = event.get(2, [0])[-1] or stream[0]
        stream[1] += size

    def acknowledge(self):
        """Everything taken so far is in the file: says so."""
        if self.file:
            self.file.flush()
        for number, stream in self.streams.items():
            if stream[1] > stream[2]:
                self.send(CREDIT, field(1, number), field(2, stream[0]), field(3, stream[1]))
                stream[2] = stream[1]

    def drain(self):
        self.acknowledge()
        if self.file:
            self.file.close()
        positions = [field(1, field(1, number) + field(2, stream[0])) for number, stream in self.streams.items()]
        self.file, self.streams = None, {}
        self.send(DRAINED, *positions)


def main():
    if "DKVM_PROTOCOL" not in os.environ:
        print("python-sink.py is a dKVMs device: a kernel starts it, see examples/python.yaml", file=sys.stderr)
        sys.exit(64)
    lowest, _, highest = os.environ["DKVM_PROTOCOL"].partition("-")
    if not int(lowest) <= 1 <= int(highest):
        print("<3>the kernel speaks no version 1 of the wire protocol; use one that does", file=sys.stderr)
        sys.exit(78)
    for ignored in (signal.SIGINT, signal.SIGHUP):
        signal.signal(ignored, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, lambda *_: signal.getitimer(signal.ITIMER_REAL)[0] or signal.alarm(5))
    sink = Sink(json.loads(os.environ["DKVM_CONFIG"])["file"])
    sink.greet()
    received, greeted = b"", False
    while chunk := os.read(0, 8192):
        received += chunk
        if not greeted and len(received) >= 4:
            if received[:4] != b"DKV1":
                sys.exit("<3>this is no dKVMs kernel")
            received, greeted = received[4:], True
        while greeted and received:
            try:
                length, start = varint(received, 0)
            except IndexError:
                break
            if len(received) < start + length:
                break
            sink.take(received[start:start + length], start + length)
            received = received[start + length:]
        sink.acknowledge()


main()

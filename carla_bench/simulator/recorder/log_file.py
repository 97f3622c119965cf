"""Files of CARLA's recorder: a header, then frames of packets."""

from __future__ import annotations

import os
import struct
from collections.abc import Generator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from carla_bench.simulator.recorder.codec import (
    BrokenRecording,
    decode,
    encode,
    encoded_text,
)
from carla_bench.simulator.recorder.records import FrameStart, Packet

__all__ = ["Frame", "Header", "LogWriter", "Summary", "frames", "read_header", "summary"]

VERSION = 2
"""what CARLA 0.9.16 writes"""
_MAGIC = "CARLA_RECORDER"
_LONGEST_TEXT = 4096
_LARGEST_FRAME = 8 * 2**20
"""bytes; 65535 positions, the most that one frame can hold, take 1.8 million"""

_VERSION = struct.Struct("<H")
_DATE = struct.Struct("<q")
_LENGTH = struct.Struct("<H")
_PACKET = struct.Struct("<BI")


class Header(NamedTuple):
    """First words of a file."""

    version: int
    date_s: int
    """when it was recorded, seconds since 1970"""
    town: str


class Summary(NamedTuple):
    """How long a recording is."""

    frames: int
    duration_s: float


@dataclass(frozen=True, slots=True)
class Frame:
    """One frame; its packets are decoded when they are asked for."""

    start: FrameStart
    packets: tuple[tuple[Packet, bytes], ...]
    """known ones but start and end, in the order of the file"""

    def records(self, packet: Packet) -> Sequence[Any]:
        """Return the records of a kind; none if the frame has no such packet."""
        return [
            record
            for kind, data in self.packets
            if kind == packet
            for record in decode(packet, data)
        ]


class LogWriter:
    """Writes a recording frame by frame."""

    def __init__(self, path: Path, town: str, date_s: int) -> None:
        """Create the file and its folder; an old file of that name is replaced."""
        path.parent.mkdir(parents=True, exist_ok=True)
        self._file: BinaryIO = path.open("wb")
        self._file.write(_VERSION.pack(VERSION) + encoded_text(_MAGIC))
        self._file.write(_DATE.pack(date_s) + encoded_text(town))
        self._number = 0
        self._elapsed_s = 0.0
        self._waiting: list[bytes] = []

    def add(self, delta_s: float, packets: Sequence[tuple[Packet, Sequence[Any]]]) -> None:
        """Append a frame.

        Args:
            delta_s: seconds since the previous frame. A frame says how long it lasts, so it is
                written once the next one is known.
            packets: records by packet, without start and end.
        """
        if self._number:
            self._flush(delta_s)
            self._elapsed_s += delta_s
        self._number += 1
        self._waiting = [_packet(packet, encode(packet, records)) for packet, records in packets]

    def close(self) -> None:
        """Write what waits, and close the file."""
        with self._file:
            if self._number:
                self._flush(-1.0)

    def _flush(self, duration_s: float) -> None:
        start = FrameStart(self._number, duration_s, self._elapsed_s)
        head = _packet(Packet.FRAME_START, encode(Packet.FRAME_START, [start]))
        self._file.write(b"".join([head, *self._waiting, _packet(Packet.FRAME_END, b"")]))
        self._file.flush()


def read_header(path: Path) -> Header:
    """Return the header of a recording.

    Raises:
        BrokenRecording: it is none.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        return _read_header(file)


def frames(path: Path) -> Generator[Frame, None, None]:
    """Return the frames of a recording, read one at a time.

    Raises:
        BrokenRecording: a frame is damaged, or the file is no recording.
        OSError: it cannot be read.
    """
    with path.open("rb") as file:
        _read_header(file)
        size = os.fstat(file.fileno()).st_size
        while (frame := _read_frame(file, size)) is not None:
            yield frame


def summary(path: Path) -> Summary:
    """Return the number of the last frame, and when it begins.

    Raises:
        BrokenRecording: as `frames`.
        OSError: as `frames`.
    """
    last = FrameStart(0, 0.0, 0.0)
    for frame in frames(path):
        last = frame.start
    return Summary(last.number, last.elapsed_s)


def _packet(packet: Packet, data: bytes) -> bytes:
    return _PACKET.pack(packet, len(data)) + data


def _read_header(file: BinaryIO) -> Header:
    (version,) = _VERSION.unpack(_exactly(file, _VERSION.size))
    if _read_text(file) != _MAGIC:
        raise BrokenRecording("it is no CARLA recording")
    (date_s,) = _DATE.unpack(_exactly(file, _DATE.size))
    return Header(version, date_s, _read_text(file))


def _read_text(file: BinaryIO) -> str:
    (length,) = _LENGTH.unpack(_exactly(file, _LENGTH.size))
    if length > _LONGEST_TEXT:
        raise BrokenRecording("it is no CARLA recording")
    return _exactly(file, length).decode("utf-8", errors="replace")


def _read_frame(file: BinaryIO, file_size: int) -> Frame | None:
    start: FrameStart | None = None
    packets: list[tuple[Packet, bytes]] = []
    begin = file.tell()
    while True:
        head = file.read(_PACKET.size)
        if not head and start is None and not packets:
            return None
        if len(head) < _PACKET.size:
            raise BrokenRecording(f"it ends in the middle of a frame, at byte {begin}")
        number, size = _PACKET.unpack(head)
        if size > file_size - file.tell() or file.tell() + size - begin > _LARGEST_FRAME:
            raise BrokenRecording(f"a packet at byte {file.tell()} is too long")
        data = _exactly(file, size)
        if number == Packet.FRAME_END:
            break
        if number == Packet.FRAME_START:
            start = decode(Packet.FRAME_START, data)[0]
        elif number in Packet._value2member_map_:  # others are users' own: the format allows them
            packets.append((Packet(number), data))
    if start is None:
        raise BrokenRecording(f"the frame at byte {begin} has no start")
    return Frame(_checked(start), tuple(packets))


def _checked(start: FrameStart) -> FrameStart:
    """Return the start of a frame, with times that can be computed with."""
    plausible = -1.0 <= start.duration_s < 1e9 and 0.0 <= start.elapsed_s < 1e9
    if not plausible:  # NaN is not either
        raise BrokenRecording(f"frame {start.number} has impossible times")
    return start


def _exactly(file: BinaryIO, count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise BrokenRecording("it is cut off")
    return data

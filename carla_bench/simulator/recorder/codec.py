"""Records to bytes and back. What is read is untrusted: nothing is read past a packet's end."""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from carla_bench.simulator.recorder.records import (
    LAYOUTS,
    SINGLE,
    Addition,
    Bone,
    Gear,
    Packet,
    Physics,
    Triple,
    WalkerBones,
    Wheel,
    WheelAnimation,
    WheelPhysics,
)

__all__ = ["BrokenRecording", "Cursor", "decode", "encode", "encoded_text"]

Item = TypeVar("Item")

_COUNT = struct.Struct("<H")
_LENGTH = struct.Struct("<I")
_BYTE = struct.Struct("<B")
_MOST_RECORDS = 0xFFFF

_TRIPLE = struct.Struct("<3f")
_PAIR = struct.Struct("<2f")
_ADDITION = struct.Struct("<IB")
_WHEEL = struct.Struct("<Bff")
_PHYSICS = struct.Struct("<I5f?4f3f")
_WHEEL_PHYSICS = struct.Struct("<12f")


class BrokenRecording(ValueError):
    """A file is no recording of CARLA's, or a damaged one; the message says where."""


class Cursor:
    """Reads values one after another."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def take(self, layout: struct.Struct) -> tuple[Any, ...]:
        """Return the next values.

        Raises:
            BrokenRecording: the data end before.
        """
        try:
            values = layout.unpack_from(self._data, self._at)
        except struct.error:
            raise BrokenRecording("a record is cut off") from None
        self._at += layout.size
        return values

    def text(self) -> str:
        """Return the next string."""
        (length,) = self.take(_COUNT)
        raw = self._data[self._at : self._at + length]
        if len(raw) < length:
            raise BrokenRecording("a text is cut off")
        self._at += length
        return raw.decode("utf-8", errors="replace")

    def many(self, read: Callable[[Cursor], Item], count: struct.Struct) -> tuple[Item, ...]:
        """Return a counted row of items; each takes at least a byte, so a lying count ends soon."""
        return tuple(read(self) for _ in range(self.take(count)[0]))


def encode(packet: Packet, records: Sequence[Any]) -> bytes:
    """Return the data of a packet.

    Args:
        packet: which.
        records: its records; exactly one for the packets that hold no count. Of more than 65535
            the rest is left out, as the count has 16 bits.
    """
    if packet in SINGLE:
        return SINGLE[packet].fields.pack(*records[0])
    records = records[:_MOST_RECORDS]
    if packet in LAYOUTS:
        pack = LAYOUTS[packet].fields.pack
        return _COUNT.pack(len(records)) + b"".join(pack(*record) for record in records)
    return _COUNT.pack(len(records)) + b"".join(_WRITERS[packet](record) for record in records)


def decode(packet: Packet, data: bytes) -> Sequence[Any]:
    """Return the records of a packet.

    Raises:
        BrokenRecording: the data are shorter than they say.
    """
    cursor = Cursor(data)
    if packet in SINGLE:
        layout = SINGLE[packet]
        return [layout.record._make(cursor.take(layout.fields))]
    if packet in LAYOUTS:
        layout = LAYOUTS[packet]
        end = _COUNT.size + cursor.take(_COUNT)[0] * layout.fields.size
        if len(data) < end:
            raise BrokenRecording("a record is cut off")
        rows = layout.fields.iter_unpack(memoryview(data)[_COUNT.size : end])
        return [layout.record._make(row) for row in rows]
    return cursor.many(_READERS[packet], _COUNT)


def encoded_text(text: str) -> bytes:
    """Return a string with its length; cut where the length would not fit."""
    raw = text.encode()[:_MOST_RECORDS]
    return _COUNT.pack(len(raw)) + raw


def _triple(cursor: Cursor) -> Triple:
    x, y, z = cursor.take(_TRIPLE)
    return x, y, z


def _pair(cursor: Cursor) -> tuple[float, float]:
    x, y = cursor.take(_PAIR)
    return x, y


def _read_addition(cursor: Cursor) -> Addition:
    actor, kind = cursor.take(_ADDITION)
    location, rotation = _triple(cursor), _triple(cursor)
    (uid,) = cursor.take(_LENGTH)
    type_id = cursor.text()
    attributes = cursor.many(
        lambda place: (place.take(_BYTE)[0], place.text(), place.text()), _COUNT
    )
    return Addition(actor, kind, location, rotation, uid, type_id, attributes)


def _write_addition(record: Addition) -> bytes:
    attributes = record.attributes[:_MOST_RECORDS]
    parts = [
        _ADDITION.pack(record.actor, record.kind),
        _TRIPLE.pack(*record.location),
        _TRIPLE.pack(*record.rotation),
        _LENGTH.pack(record.uid),
        encoded_text(record.type_id),
        _COUNT.pack(len(attributes)),
    ]
    for kind, name, value in attributes:
        parts += [_BYTE.pack(kind), encoded_text(name), encoded_text(value)]
    return b"".join(parts)


def _read_wheels(cursor: Cursor) -> WheelAnimation:
    (actor,) = cursor.take(_LENGTH)
    return WheelAnimation(
        actor, cursor.many(lambda place: Wheel._make(place.take(_WHEEL)), _LENGTH)
    )


def _write_wheels(record: WheelAnimation) -> bytes:
    head = _LENGTH.pack(record.actor) + _LENGTH.pack(len(record.wheels))
    return head + b"".join(_WHEEL.pack(*wheel) for wheel in record.wheels)


def _read_bones(cursor: Cursor) -> WalkerBones:
    (actor,) = cursor.take(_LENGTH)
    return WalkerBones(
        actor,
        cursor.many(lambda place: Bone(place.text(), _triple(place), _triple(place)), _COUNT),
    )


def _write_bones(record: WalkerBones) -> bytes:
    parts = [_LENGTH.pack(record.actor), _COUNT.pack(len(record.bones))]
    for bone in record.bones:
        parts += [
            encoded_text(bone.name),
            _TRIPLE.pack(*bone.location),
            _TRIPLE.pack(*bone.rotation),
        ]
    return b"".join(parts)


def _read_physics(cursor: Cursor) -> Physics:
    *numbers, x, y, z = cursor.take(_PHYSICS)
    curves = (
        cursor.many(_pair, _LENGTH),
        cursor.many(lambda place: Gear._make(place.take(_TRIPLE)), _LENGTH),
        cursor.many(_pair, _LENGTH),
        cursor.many(lambda place: WheelPhysics._make(place.take(_WHEEL_PHYSICS)), _LENGTH),
    )
    return Physics._make([*numbers, (x, y, z), *curves])


def _write_physics(record: Physics) -> bytes:
    parts = [_PHYSICS.pack(*record[:11], *record.center_of_mass)]
    for rows, layout in (
        (record.torque_curve, _PAIR),
        (record.gears, _TRIPLE),
        (record.steering_curve, _PAIR),
        (record.wheels, _WHEEL_PHYSICS),
    ):
        parts += [_LENGTH.pack(len(rows)), *(layout.pack(*row) for row in rows)]
    return b"".join(parts)


_READERS: dict[Packet, Callable[[Cursor], Any]] = {
    Packet.EVENT_ADD: _read_addition,
    Packet.ANIM_VEHICLE_WHEELS: _read_wheels,
    Packet.WALKER_BONES: _read_bones,
    Packet.PHYSICS_CONTROL: _read_physics,
}
_WRITERS: dict[Packet, Callable[[Any], bytes]] = {
    Packet.EVENT_ADD: _write_addition,
    Packet.ANIM_VEHICLE_WHEELS: _write_wheels,
    Packet.WALKER_BONES: _write_bones,
    Packet.PHYSICS_CONTROL: _write_physics,
}

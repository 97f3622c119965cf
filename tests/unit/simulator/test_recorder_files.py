"""The log format: what is written is read again, and what is damaged is one clear error."""

import contextlib
import os
import struct
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from carla_bench.simulator.recorder import records
from carla_bench.simulator.recorder.codec import BrokenRecording, decode, encode
from carla_bench.simulator.recorder.folder import NameRefused, RecordingFolder, default_folder
from carla_bench.simulator.recorder.log_file import LogWriter, frames, read_header, summary
from carla_bench.simulator.recorder.records import LAYOUTS, SINGLE, Packet
from carla_bench.simulator.recorder.reports import actors_blocked, collisions, file_info

numbers = st.floats(width=32, allow_nan=False)
triples = st.tuples(numbers, numbers, numbers)
pairs = st.tuples(numbers, numbers)
ids = st.integers(0, 2**32 - 1)
bytes_ = st.integers(0, 255)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
VALUES = {
    "I": ids, "Q": st.integers(0, 2**64 - 1), "B": bytes_, "?": st.booleans(), "f": numbers,
    "i": st.integers(-(2**31), 2**31 - 1), "d": st.floats(allow_nan=False),
}  # fmt: skip


def tuples_of(count, values):
    return st.lists(values, max_size=count).map(tuple)


def fixed(layout):
    codes = [
        code
        for field in _split(layout.fields.format.lstrip("<"))
        for code in field[-1] * int(field[:-1] or 1)
    ]
    return st.tuples(*(VALUES[code] for code in codes)).map(layout.record._make)


def _split(format_):
    digits = ""
    for letter in format_:
        digits += letter
        if not letter.isdigit():
            yield digits
            digits = ""


RECORDS = {packet: fixed(layout) for packet, layout in (LAYOUTS | SINGLE).items()} | {
    Packet.EVENT_ADD: st.builds(
        records.Addition, ids, bytes_, triples, triples, ids, texts,
        tuples_of(5, st.tuples(bytes_, texts, texts)),
    ),
    Packet.ANIM_VEHICLE_WHEELS: st.builds(
        records.WheelAnimation, ids,
        tuples_of(6, st.builds(records.Wheel, bytes_, numbers, numbers)),
    ),
    Packet.WALKER_BONES: st.builds(
        records.WalkerBones, ids, tuples_of(4, st.builds(records.Bone, texts, triples, triples))
    ),
    Packet.PHYSICS_CONTROL: st.builds(
        records.Physics, ids, *[numbers] * 5, st.booleans(), *[numbers] * 4, triples,
        tuples_of(3, pairs), tuples_of(3, triples.map(records.Gear._make)), tuples_of(3, pairs),
        tuples_of(4, st.tuples(*[numbers] * 12).map(records.WheelPhysics._make)),
    ),
}  # fmt: skip


def test_every_packet_with_data_is_covered():
    assert set(Packet) - {Packet.FRAME_END} == set(RECORDS)


@pytest.mark.parametrize("packet", RECORDS)
def test_packets_survive_the_file(packet):
    size = st.just(1) if packet in SINGLE else st.integers(0, 4)

    @settings(max_examples=25)
    @given(size.flatmap(lambda n: st.lists(RECORDS[packet], min_size=n, max_size=n)))
    def check(written):
        assert list(decode(packet, encode(packet, written))) == written

    check()


def test_a_position_has_the_bytes_that_carla_writes():
    data = encode(Packet.POSITION, [records.Position(7, 1.0, 2.0, 3.0, 4.0, 5.0, 6.0)])
    assert data == struct.pack("<HI6f", 1, 7, 1, 2, 3, 4, 5, 6)


def test_an_addition_has_the_bytes_that_carla_writes():
    attribute = (4, "role_name", "hero")
    addition = records.Addition(9, 1, (1, 2, 3), (4, 5, 6), 33, "vehicle.x", (attribute,))
    expected = struct.pack("<HIB6fIH9sHB", 1, 9, 1, 1, 2, 3, 4, 5, 6, 33, 9, b"vehicle.x", 1, 4)
    expected += struct.pack("<H9sH4s", 9, b"role_name", 4, b"hero")
    assert encode(Packet.EVENT_ADD, [addition]) == expected


def write(path, count=3):
    log = LogWriter(path, "Town02", 1_700_000_000)
    for number in range(count):
        position = records.Position(5, 100.0 * number, 0, 0, 0, 0, 0)
        log.add(0.5, [(Packet.POSITION, [position])])
    log.close()


def test_a_file_begins_with_carlas_header(tmp_path):
    write(tmp_path / "a.log")
    data = (tmp_path / "a.log").read_bytes()
    assert data.startswith(struct.pack("<HH14sqH6s", 2, 14, b"CARLA_RECORDER", 1_700_000_000, 6,
                                       b"Town02"))  # fmt: skip
    assert read_header(tmp_path / "a.log") == (2, 1_700_000_000, "Town02")


def test_frames_say_when_they_begin_and_how_long_they_last(tmp_path):
    write(tmp_path / "a.log")
    starts = [tuple(frame.start) for frame in frames(tmp_path / "a.log")]
    assert starts == [(1, 0.5, 0.0), (2, 0.5, 0.5), (3, -1.0, 1.0)]
    assert summary(tmp_path / "a.log") == (3, 1.0)


def test_packets_of_users_are_skipped(tmp_path):
    path = tmp_path / "a.log"
    write(path, 1)
    own = struct.pack("<BI3s", 101, 3, b"own")
    path.write_bytes(
        path.read_bytes() + own + struct.pack("<BIQ2d", 0, 24, 2, -1, 1) + b"\1\0\0\0\0"
    )
    assert len(list(frames(path))) == 2


def reports_of(path):
    return (
        lambda: file_info(path, show_all=True),
        lambda: collisions(path, "a", "a"),
        lambda: actors_blocked(path, 0.0, 10.0),
    )


@pytest.fixture(scope="module")
def log(tmp_path_factory):
    path = tmp_path_factory.mktemp("logs") / "full.log"
    writer = LogWriter(path, "Town01", 0)

    @settings(max_examples=1, database=None, derandomize=True)
    @given(st.fixed_dictionaries(RECORDS))
    def fill(each):
        for _ in range(2):
            writer.add(0.1, [(packet, [record]) for packet, record in each.items()
                             if packet != Packet.FRAME_START])  # fmt: skip

    fill()
    writer.close()
    return path


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_damage_is_one_clear_error_or_none(log, tmp_path, data):
    content = bytearray(log.read_bytes())
    for _ in range(data.draw(st.integers(0, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] = data.draw(bytes_)
    path = tmp_path / "damaged.log"
    path.write_bytes(content[: data.draw(st.integers(0, len(content)))])
    for report in reports_of(path):
        with contextlib.suppress(BrokenRecording):
            report()


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_noise_is_refused(tmp_path, noise):
    path = tmp_path / "noise.log"
    path.write_bytes(noise)
    with pytest.raises(BrokenRecording):
        file_info(path, show_all=True)


def test_a_size_that_lies_is_refused_before_anything_is_read(tmp_path):
    path = tmp_path / "a.log"
    write(path, 1)
    path.write_bytes(path.read_bytes() + struct.pack("<BI", 6, 0xFFFFFFFF))
    with pytest.raises(BrokenRecording, match="too long"):
        list(frames(path))


def test_a_counter_that_lies_is_refused():
    with pytest.raises(BrokenRecording):
        decode(Packet.ANIM_VEHICLE_WHEELS, struct.pack("<HII", 1, 7, 0xFFFFFFFF))
    with pytest.raises(BrokenRecording):
        decode(Packet.POSITION, struct.pack("<H", 0xFFFF))


@pytest.mark.parametrize(
    "name",
    ["", ".", "..", "../a.log", "a/../../b", "/", "/..", "a\0b", "x" * 5000],
)
def test_names_stay_in_the_folder(tmp_path, name):
    with pytest.raises(NameRefused, match="Recordings stay in the server's folder"):
        RecordingFolder(tmp_path).path(name)


@pytest.mark.parametrize("name", ["/etc/passwd", "/tmp/x.log", "/a/b/../c.log"])
def test_other_absolute_paths_are_names(tmp_path, name):
    assert RecordingFolder(tmp_path).path(name) == tmp_path / name.rsplit("/", 1)[-1]


def test_a_link_does_not_lead_out_of_the_folder(tmp_path):
    folder = tmp_path / "logs"
    folder.mkdir()
    (folder / "link").symlink_to(tmp_path)
    with pytest.raises(NameRefused):
        RecordingFolder(folder).path("link/a.log")


def test_a_pipe_is_no_file_to_write_to(tmp_path):
    os.mkfifo(tmp_path / "pipe.log")
    with pytest.raises(NameRefused):
        RecordingFolder(tmp_path).path("pipe.log")


def test_a_file_of_the_folder_has_two_names(tmp_path):
    folder = RecordingFolder(tmp_path)
    assert folder.path("a.log") == folder.path(str(tmp_path / "a.log")) == tmp_path / "a.log"


def test_the_default_folder_is_the_users(monkeypatch, tmp_path):
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    assert default_folder() == tmp_path / "carla-bench/recordings"
    monkeypatch.delenv("XDG_STATE_HOME")
    assert default_folder() == Path.home() / ".local/state/carla-bench/recordings"

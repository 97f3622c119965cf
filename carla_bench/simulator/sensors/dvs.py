"""Dynamic vision sensor: an event wherever a pixel becomes brighter or darker by a threshold.

Source: Rebecq et al., "ESIM: an Open Event Camera Simulator", CoRL 2018, section 3: the
logarithm of the brightness is interpolated between two frames, and each crossing of a level
gives an event at the time of the crossing.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from carla_bench.simulator.compiled import compiled
from carla_bench.simulator.graphics.view import Channel
from carla_bench.simulator.messages import header, image_size
from carla_bench.simulator.sensors.moment import Moment
from carla_bench.simulator.sensors.sensor import Attributes, Mount, Noise
from carla_bench.simulator.sensors.sight import CameraModel, Sight
from carla_bench.simulator.streams import Message

__all__ = ["EVENT", "EventCamera"]

_TYPE = 3
_LUMA = np.array([0.299, 0.587, 0.114], np.float32)  # of R, G, B; ITU-R BT.601
_MAX_EVENTS_PER_PIXEL = 32

EVENT = np.dtype([("x", "<u2"), ("y", "<u2"), ("t_ns", "<i8"), ("polarity", "u1")])
"""One event: pixel, simulated time, and 1 for brighter."""

Floats = NDArray[np.float32]


class EventCamera:
    """Compares each picture with the one before."""

    channels = Channel.RGB

    def __init__(self, attributes: Attributes, noise: Noise) -> None:
        """Read the attributes; raises ValueError if one is out of range."""
        self._model = CameraModel.of(attributes)
        self._thresholds = tuple(
            attributes.number(f"{sign}_threshold", 0.001, 100) for sign in ("positive", "negative")
        )
        self._deviations = tuple(
            attributes.number(f"sigma_{sign}_threshold", 0, 100)
            for sign in ("positive", "negative")
        )
        self._refractory_ns = attributes.integer("refractory_period_ns", 0, 10**12)
        self._use_log = attributes.flag("use_log")
        self._log_eps = attributes.number("log_eps", 1e-9, 1e3)
        self._noise = noise
        self._before: tuple[float, Floats] | None = None
        self._reference: Floats | None = None
        self._last_event_ns: NDArray[np.int64] | None = None

    def sight(self, mount: Mount) -> Sight:
        """Return what it looks at from a place."""
        return Sight(mount.pose, mount.before, self._model)

    def measure(self, moment: Moment, mount: Mount) -> Sequence[Message]:
        """Return the events since the last picture; none, no message."""
        picture = moment.picture(self.sight(mount)).bgra
        assert picture is not None
        level = picture[..., 2::-1].astype(np.float32) @ _LUMA / np.float32(255)
        if self._use_log:
            level = np.log(level + np.float32(self._log_eps))
        before, self._before = self._before, (moment.time_s, level)
        if before is None or self._reference is None or self._last_event_ns is None:
            self._reference = level.copy()
            self._last_event_ns = np.full(level.shape, -(2**62), np.int64)
            return []
        events = self._events(before, (moment.time_s, level), self._noise.at(moment.tick))
        if not len(events):
            return []
        start = header(_TYPE, moment.frame, moment.time_s, mount.pose)
        return [[start + image_size(*self._model), events.tobytes()]]

    def _events(
        self, before: tuple[float, Floats], now: tuple[float, Floats], rng: np.random.Generator
    ) -> NDArray[np.void]:
        """Return all events between two pictures, in order of time."""
        assert self._reference is not None
        assert self._last_event_ns is not None
        thresholds = np.maximum(
            np.array(self._thresholds) + self._deviations * rng.standard_normal(2), 0.001
        )
        times = int(before[0] * 1e9), int(now[0] * 1e9)
        rows = _crossings(
            before[1], now[1], self._reference, self._last_event_ns, thresholds,
            np.array(times), self._refractory_ns,
        )  # fmt: skip
        events = np.empty(len(rows), EVENT)
        for column, name in enumerate(("x", "y", "t_ns", "polarity")):
            events[name] = rows[:, column]
        return events[np.argsort(events["t_ns"], kind="stable")]


@compiled
def _crossings(
    before: Floats,
    now: Floats,
    reference: Floats,
    last_event_ns: NDArray[np.int64],
    thresholds: NDArray[np.float64],
    times_ns: NDArray[np.int64],
    refractory_ns: int,
) -> NDArray[np.int64]:
    """Return (n, 4) x, y, time and polarity; moves the reference levels along."""
    height, width = now.shape
    rows = np.empty((1024, 4), np.int64)
    count = 0
    for y in range(height):
        for x in range(width):
            change = now[y, x] - before[y, x]
            for _ in range(_MAX_EVENTS_PER_PIXEL):
                rising = change > 0
                step = thresholds[0] if rising else -thresholds[1]
                level = reference[y, x] + step
                if change == 0 or (level > now[y, x] if rising else level < now[y, x]):
                    break
                reference[y, x] = level
                share = min(max((level - before[y, x]) / change, 0.0), 1.0)
                time_ns = times_ns[0] + np.int64(share * (times_ns[1] - times_ns[0]))
                if time_ns - last_event_ns[y, x] < refractory_ns:
                    continue
                last_event_ns[y, x] = time_ns
                if count == len(rows):
                    larger = np.empty((2 * count, 4), np.int64)
                    larger[:count] = rows
                    rows = larger
                rows[count] = np.array([x, y, time_ns, 1 if rising else 0])
                count += 1
    return rows[:count]

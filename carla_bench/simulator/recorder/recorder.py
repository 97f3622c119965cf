"""The recorder of a server: at most one recording and one replay at a time."""

from __future__ import annotations

import logging
from pathlib import Path

from carla_bench.simulator.recorder.codec import BrokenRecording
from carla_bench.simulator.recorder.folder import RecordingFolder
from carla_bench.simulator.recorder.recording import Recording
from carla_bench.simulator.recorder.replay import Replay, ReplayChoices, ReplayPlan
from carla_bench.simulator.world import World

__all__ = ["Recorder"]

log = logging.getLogger(__name__)


class Recorder:
    """Follows the steps of a server's world."""

    def __init__(self, folder: Path | None = None) -> None:
        """Start idle.

        Args:
            folder: where recordings lie; by default one of the user's.
        """
        self.folder = RecordingFolder(folder)
        self.choices = ReplayChoices()
        self._recording: Recording | None = None
        self._replay: Replay | None = None
        self._episode = 0
        """of the world that is recorded or replayed into"""

    def record(self, path: Path, world: World, *, additional: bool) -> None:
        """Record a world from now on; what was recorded or replayed before ends.

        Args:
            path: of the file, from `folder`.
            world: recorded after each step.
            additional: also write velocities, boxes and times.

        Raises:
            OSError: the file cannot be written.
        """
        self.stop_recording()
        self.stop_replay(keep_actors=True)
        self._recording = Recording(path, world, additional=additional)
        self._episode = world.episode

    def replay(self, plan: ReplayPlan, world: World) -> None:
        """Replay a log into a world from now on; what was recorded or replayed before ends.

        Raises:
            BrokenRecording: the log is damaged.
            OSError: it cannot be read.
        """
        self.stop_recording()
        self.stop_replay(keep_actors=True)
        self._replay = Replay(world, plan, self.choices)
        self._episode = world.episode

    def after_step(self, world: World) -> None:
        """Record or replay, after each step of the world; cheap when there is nothing to do."""
        if self._recording is None and self._replay is None:
            return
        if world.episode != self._episode:  # the town was loaded anew: nothing to go on with
            self.stop_recording()
            self._replay = None
            return
        try:
            if self._replay is not None:
                self._replay.advance(world.delta_s)
                self._replay = None if self._replay.is_over else self._replay
            if self._recording is not None:
                self._recording.record(world)
        except (BrokenRecording, OSError) as error:  # the simulation goes on without
            log.warning("the recorder stops: %s", error)
            self._recording = None
            self.stop_replay(keep_actors=True)

    def stop_recording(self) -> None:
        """Finish the recording, if there is one."""
        recording, self._recording = self._recording, None
        try:
            if recording is not None:
                recording.close()
        except OSError as error:
            log.warning("the recording lacks its end: %s", error)

    def stop_replay(self, *, keep_actors: bool) -> None:
        """End the replay, if there is one.

        Args:
            keep_actors: whether its actors stay, standing and simulated again.
        """
        replay, self._replay = self._replay, None
        if replay is not None:
            replay.stop(keep_actors=keep_actors)

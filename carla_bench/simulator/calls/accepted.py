"""Calls about things that the embedded simulator does not have: taken and left at that.

Scripts make them on the way to something else and must not fail there. Whatever they ask back
says that there is none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from carla_bench.simulator import wire
from carla_bench.simulator.calls.registry import call

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__: list[str] = []

_SILENT_STREAM = 0xFFFFFFFF


def _accept(name: str) -> None:
    @call(name)
    def _take(_: Simulator, *arguments: object) -> None:
        del arguments


for _name in (
    "enable_sensor_for_ros", "disable_sensor_for_ros",  # ROS
    "set_annotations_traverse_translucency",  # Unreal's glass
    "set_bones_transform", "blend_pose", "get_pose_from_animation",  # poses of walkers
    "set_ignored_vehicles", "enable_gbuffers",  # Unreal's buffers
    "send",  # V2X
    "set_actor_autopilot", "show_vehicle_debug_telemetry",  # clients have their own
    "enable_carsim", "use_carsim_road", "enable_chrono_physics", "restore_physx_physics",
):  # fmt: skip
    _accept(_name)


@call("is_sensor_enabled_for_ros")
def _ros(_: Simulator, stream: object) -> bool:
    wire.integer(stream)
    return False


@call("are_gbuffers_enabled")
def _gbuffers(_: Simulator, sensor: object) -> bool:
    wire.integer(sensor)
    return False


@call("get_gbuffer_token")
def _gbuffer(simulator: Simulator, sensor: object, buffer: object) -> bytes:
    wire.integer(sensor), wire.integer(buffer)
    return wire.token(_SILENT_STREAM, simulator.stream_port)

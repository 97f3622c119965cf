"""Which calls CARLA has, what shape their replies have, and who answers them here."""

from __future__ import annotations

import inspect
import logging
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from carla_bench.simulator import wire
from carla_bench.simulator.rpc import UnknownCall

if TYPE_CHECKING:
    from carla_bench.simulator.server import Simulator

__all__ = ["CallRefused", "answer", "call"]

log = logging.getLogger(__name__)

Handler = TypeVar("Handler", bound=Callable[..., Any])

_HANDLERS: dict[str, Callable[..., Any]] = {}

# Calls that return a value. All others of CARLA's calls return nothing, and their replies,
# good or bad, have another shape.
_VALUES = frozenset(
    """
    version get_available_maps get_episode_info get_map_info get_map_data get_required_files
    request_file get_navigation_mesh get_episode_settings set_episode_settings tick_cue
    get_sensor_token is_sensor_enabled_for_ros get_actor_definitions get_spectator
    get_actors_by_id spawn_actor spawn_actor_with_parent destroy_actor
    get_weather_parameters get_imui_gravity get_all_level_BBs get_environment_objects cast_ray
    project_point get_names_of_all_objects query_lights_state get_actor_bounding_box
    get_actor_component_world_transform get_actor_component_relative_transform
    get_actor_component_names get_actor_bone_names get_actor_socket_names
    get_actor_bone_world_transforms get_actor_bone_relative_transforms
    get_actor_socket_world_transforms get_actor_socket_relative_transforms
    get_ackermann_controller_settings get_physics_control get_telemetry_data
    get_vehicle_light_state get_vehicle_light_states get_wheel_steer_angle get_wheel_pitch_angle
    get_vehicle_bone_world_transforms get_bones_transform are_gbuffers_enabled get_gbuffer_token
    get_group_traffic_lights get_light_boxes is_traffic_manager_running
    get_traffic_manager_running add_traffic_manager_running destroy_traffic_manager start_recorder
    show_recorder_file_info show_recorder_collisions show_recorder_actors_blocked replay_file
    """.split()
)

_VOIDS = frozenset(
    """
    load_new_episode load_map_layer unload_map_layer copy_opendrive_to_file enable_sensor_for_ros
    disable_sensor_for_ros set_weather_parameters set_imui_gravity enable_environment_objects
    apply_color_texture_to_objects apply_float_color_texture_to_objects
    set_annotations_traverse_translucency update_lights_state update_day_night_cycle
    draw_debug_shape clear_debug_shape clear_debug_string set_actor_location set_actor_transform
    set_actor_target_velocity set_actor_target_angular_velocity enable_actor_constant_velocity
    disable_actor_constant_velocity add_actor_impulse add_actor_force add_actor_angular_impulse
    add_actor_torque add_actor_impulse_at_location add_actor_force_at_location
    set_actor_simulate_physics set_actor_collisions set_actor_enable_gravity set_actor_dead send
    apply_control_to_vehicle apply_ackermann_control_to_vehicle
    apply_ackermann_controller_settings set_actor_autopilot apply_physics_control
    show_vehicle_debug_telemetry set_vehicle_light_state open_vehicle_door close_vehicle_door
    set_wheel_steer_direction set_wheel_pitch_angle enable_carsim use_carsim_road
    enable_chrono_physics restore_physx_physics apply_control_to_walker set_bones_transform
    blend_pose get_pose_from_animation set_ignored_vehicles enable_gbuffers
    set_traffic_light_state set_traffic_light_green_time set_traffic_light_yellow_time
    set_traffic_light_red_time freeze_traffic_light freeze_all_traffic_lights
    reset_traffic_light_group reset_all_traffic_lights stop_recorder stop_replayer
    set_replayer_time_factor set_replayer_ignore_hero set_replayer_ignore_spectator
    """.split()
)

_BARE = frozenset({"apply_batch"})  # its reply is the list itself

_KNOWN = _VALUES | _VOIDS | _BARE


class CallRefused(Exception):
    """A call cannot be carried out; the message reaches the client's script."""


def call(name: str) -> Callable[[Handler], Handler]:
    """Register the handler of a call: a function of the simulator and the call's arguments."""
    assert name in _KNOWN, name

    def register(handler: Handler) -> Handler:
        _HANDLERS[name] = handler
        return handler

    return register


async def answer(simulator: Simulator, name: str, arguments: list[object]) -> object:
    """Return the reply to a call, errors of CARLA's kind included.

    Raises:
        UnknownCall: CARLA has no such call.
    """
    if name not in _KNOWN:
        raise UnknownCall(name)
    try:
        if name not in _HANDLERS:
            raise CallRefused(f"{name} is not supported by the embedded simulator")
        result = _HANDLERS[name](simulator, *arguments)
        if inspect.isawaitable(result):
            result = await result
    except CallRefused as error:
        return _failure(name, str(error))
    except (wire.BadValue, TypeError) as error:
        log.info("refused %s", name, exc_info=error)
        return _failure(name, f"{name}: invalid arguments")
    if name in _BARE:
        return result
    return wire.void_success() if name in _VOIDS else wire.success(result)


def _failure(name: str, message: str) -> object:
    if name in _BARE:
        return []
    return wire.void_failure(message) if name in _VOIDS else wire.failure(message)

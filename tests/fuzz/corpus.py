"""One good request for every call of CARLA 0.9.16's RPC port, to be tried and to be broken.

Names in capitals stand for ids of actors that `Ids` knows.
"""

from __future__ import annotations

from typing import NamedTuple

__all__ = ["Ids", "requests"]


class Ids(NamedTuple):
    """Actors that the requests are about."""

    vehicle: int
    walker: int
    prop: int
    camera: int
    light: int


_ORIGIN = [0.0, 0.0, 0.0]
_UP = [0.0, 0.0, 1.0]
_POSE = [[10.0, 0.0, 1.0], [0.0, 90.0, 0.0]]
_CONTROL = [0.5, 0.1, 0.0, False, False, False, 0]
_CONE = [0, "static.prop.trafficcone01", [["role_name", 4, "prop"]]]
_WEATHER = [10.0, 0.0, 0.0, 10.0, 60.0, 45.0, 2.0, 0.75, 0.1, 0.0, 1.0, 0.03, 0.0331, 0.0]
_SETTINGS = [True, False, [True, 0.05], True, 0.01, 10, 0.0, False, 3000.0, 2000.0, True]
_GENERATION = [2.0, 50.0, 1.0, 0.6, True, True, True]
_WHEEL = [3.5, 0.25, 70.0, 35.0, 1500.0, 3000.0, 2.0, 17.0, 1000.0, _ORIGIN]
_GEAR = [4.0, 0.5, 0.65]
_PHYSICS = [
    [[0.0, 400.0], [5000.0, 300.0]], 5800.0, 1.0, 0.15, 2.0, 0.35, True, 0.5, 10.0, 4.0, [_GEAR],
    1800.0, 0.3, _ORIGIN, [[0.0, 1.0], [120.0, 0.5]], [_WHEEL] * 4, True,
]  # fmt: skip
_MATERIAL = 2
_LIGHT = [1, _ORIGIN, 100.0, 2, [255, 255, 255], True]


def requests(ids: Ids) -> list[tuple[str, list[object]]]:
    """Return (name, arguments) of every call; some come more than once."""
    return [
        *_session(ids),
        *_environment(),
        *_any_actor(ids),
        *_vehicles(ids),
        *_walkers_and_sensors(ids),
        *_traffic(ids),
        *_recorder(),
        ("apply_batch", [_commands(ids), False]),
    ]


def _session(ids: Ids) -> list[tuple[str, list[object]]]:
    return [
        ("version", []),
        ("get_available_maps", []),
        ("load_map_layer", [1]),
        ("unload_map_layer", [1]),
        ("load_map_layer", [65535]),
        ("copy_opendrive_to_file", ["<OpenDRIVE></OpenDRIVE>", _GENERATION]),
        ("get_episode_info", []),
        ("get_map_info", []),
        ("get_map_data", []),
        ("get_required_files", [""]),
        ("get_required_files", ["Nav"]),
        ("request_file", ["../../../etc/passwd"]),
        ("get_navigation_mesh", []),
        ("get_episode_settings", []),
        ("set_episode_settings", [_SETTINGS]),
        ("tick_cue", []),
        ("get_sensor_token", [ids.camera]),
        ("enable_sensor_for_ros", [ids.camera]),
        ("disable_sensor_for_ros", [ids.camera]),
        ("is_sensor_enabled_for_ros", [ids.camera]),
    ]


def _environment() -> list[tuple[str, list[object]]]:
    return [
        ("get_weather_parameters", []),
        ("set_weather_parameters", [_WEATHER]),
        ("get_imui_gravity", []),
        ("set_imui_gravity", [9.81]),
        ("get_all_level_BBs", [255]),
        ("get_environment_objects", [9]),
        ("enable_environment_objects", [[65535, 65534], False]),
        ("enable_environment_objects", [[65535, 65534], True]),
        ("cast_ray", [[0.0, 0.0, 10.0], [0.0, 0.0, -10.0]]),
        ("project_point", [[0.0, 0.0, 10.0], [0.0, 0.0, -1.0], 100.0]),
        ("get_names_of_all_objects", []),
        (
            "apply_color_texture_to_objects",
            [["Building_1"], _MATERIAL, [1, 1, [[255, 0, 0, 255]]]],
        ),
        (
            "apply_float_color_texture_to_objects",
            [["Building_1"], _MATERIAL, [1, 1, [[1.0, 0.0, 0.0, 1.0]]]],
        ),
        ("set_annotations_traverse_translucency", [True]),
        ("query_lights_state", ["127.0.0.1:2000"]),
        ("update_lights_state", ["127.0.0.1:2000", [_LIGHT], False]),
        ("update_day_night_cycle", ["127.0.0.1:2000", True]),
        ("draw_debug_shape", [[[0, [_ORIGIN, 0.1]], [255, 0, 0], 1.0, True]]),
        ("draw_debug_shape", [[[1, [_ORIGIN, _UP, 0.1]], [255, 0, 0], -1.0, True]]),
        ("draw_debug_shape", [[[2, [[_ORIGIN, _UP, 0.1], 0.2]], [255, 0, 0], 0.0, True]]),
        (
            "draw_debug_shape",
            [[[3, [[_ORIGIN, _UP, _ORIGIN, 0], _ORIGIN, 0.1]], [0, 0, 255], 1.0, True]],
        ),
        ("draw_debug_shape", [[[4, [_ORIGIN, "text", False]], [255, 0, 0], 1.0, True]]),
        ("clear_debug_shape", []),
        ("clear_debug_string", []),
    ]


def _any_actor(ids: Ids) -> list[tuple[str, list[object]]]:
    with_vector = [
        "set_actor_location", "set_actor_target_velocity", "set_actor_target_angular_velocity",
        "enable_actor_constant_velocity", "add_actor_impulse", "add_actor_force",
        "add_actor_angular_impulse", "add_actor_torque",
    ]  # fmt: skip
    plain = [
        "get_actor_bounding_box", "get_actor_component_names", "get_actor_bone_names",
        "get_actor_socket_names", "get_actor_bone_world_transforms",
        "get_actor_bone_relative_transforms", "get_actor_socket_world_transforms",
        "get_actor_socket_relative_transforms",
    ]  # fmt: skip
    return [
        ("get_actor_definitions", []),
        ("get_spectator", []),
        ("get_actors_by_id", [[*ids, 4_000_000_000]]),
        ("spawn_actor", [_CONE, _POSE]),
        ("spawn_actor_with_parent", [_CONE, _POSE, ids.vehicle, 0, ""]),
        ("destroy_actor", [4_000_000_000]),
        ("set_actor_transform", [ids.prop, _POSE]),
        *((name, [ids.vehicle, _UP]) for name in with_vector),
        ("disable_actor_constant_velocity", [ids.vehicle]),
        ("add_actor_impulse_at_location", [ids.vehicle, _UP, _ORIGIN]),
        ("add_actor_force_at_location", [ids.vehicle, _UP, _ORIGIN]),
        ("set_actor_simulate_physics", [ids.vehicle, True]),
        ("set_actor_collisions", [ids.vehicle, True]),
        ("set_actor_enable_gravity", [ids.vehicle, True]),
        ("set_actor_dead", [ids.walker]),
        ("get_actor_component_world_transform", [ids.vehicle, "front-blueprint"]),
        ("get_actor_component_relative_transform", [ids.vehicle, "front-blueprint"]),
        *((name, [ids.vehicle]) for name in plain),
        ("send", [ids.camera, "hello"]),
    ]


def _vehicles(ids: Ids) -> list[tuple[str, list[object]]]:
    return [
        ("apply_control_to_vehicle", [ids.vehicle, _CONTROL]),
        ("apply_ackermann_control_to_vehicle", [ids.vehicle, [0.1, 0.0, 5.0, 1.0, 0.0]]),
        ("get_ackermann_controller_settings", [ids.vehicle]),
        ("apply_ackermann_controller_settings", [ids.vehicle, [0.15, 0.0, 0.25, 0.01, 0.0, 0.01]]),
        ("set_actor_autopilot", [ids.vehicle, False]),
        ("get_physics_control", [ids.vehicle]),
        ("apply_physics_control", [ids.vehicle, _PHYSICS]),
        ("get_telemetry_data", [ids.vehicle]),
        ("show_vehicle_debug_telemetry", [ids.vehicle, True]),
        ("set_vehicle_light_state", [ids.vehicle, [3]]),
        ("get_vehicle_light_state", [ids.vehicle]),
        ("get_vehicle_light_states", []),
        ("open_vehicle_door", [ids.vehicle, 6]),
        ("close_vehicle_door", [ids.vehicle, 6]),
        ("set_wheel_steer_direction", [ids.vehicle, 0, 10.0]),
        ("set_wheel_pitch_angle", [ids.vehicle, 0, 10.0]),
        ("get_wheel_steer_angle", [ids.vehicle, 0]),
        ("get_wheel_pitch_angle", [ids.vehicle, 0]),
        ("get_vehicle_bone_world_transforms", [ids.vehicle]),
        ("enable_carsim", [ids.vehicle, ""]),
        ("use_carsim_road", [ids.vehicle, False]),
        ("enable_chrono_physics", [ids.vehicle, 5000, 0.002, "", "", "", ""]),
        ("restore_physx_physics", [ids.vehicle]),
    ]


def _walkers_and_sensors(ids: Ids) -> list[tuple[str, list[object]]]:
    return [
        ("apply_control_to_walker", [ids.walker, [[1.0, 0.0, 0.0], 1.4, False]]),
        ("get_bones_transform", [ids.walker]),
        ("set_bones_transform", [ids.walker, [[["crl_Head__C", _POSE]]]]),
        ("blend_pose", [ids.walker, 0.5]),
        ("get_pose_from_animation", [ids.walker]),
        ("set_ignored_vehicles", [ids.camera, [ids.vehicle]]),
        ("enable_gbuffers", [ids.camera, False]),
        ("are_gbuffers_enabled", [ids.camera]),
        ("get_gbuffer_token", [ids.camera, 0]),
    ]


def _traffic(ids: Ids) -> list[tuple[str, list[object]]]:
    times = ["green", "yellow", "red"]
    return [
        ("set_traffic_light_state", [ids.light, 2]),
        *((f"set_traffic_light_{color}_time", [ids.light, 5.0]) for color in times),
        ("freeze_traffic_light", [ids.light, True]),
        ("freeze_all_traffic_lights", [False]),
        ("reset_traffic_light_group", [ids.light]),
        ("reset_all_traffic_lights", []),
        ("get_group_traffic_lights", [ids.light]),
        ("get_light_boxes", [ids.light]),
        ("is_traffic_manager_running", [8000]),
        ("get_traffic_manager_running", [8000]),
        ("add_traffic_manager_running", [["127.0.0.1", 8000]]),
        ("destroy_traffic_manager", [8000]),
    ]


def _recorder() -> list[tuple[str, list[object]]]:
    return [
        ("start_recorder", ["fuzz.log", False]),
        ("stop_recorder", []),
        ("show_recorder_file_info", ["fuzz.log", True]),
        ("show_recorder_collisions", ["fuzz.log", ord("v"), ord("a")]),
        ("show_recorder_actors_blocked", ["fuzz.log", 60.0, 100.0]),
        ("set_replayer_time_factor", [1.0]),
        ("set_replayer_ignore_hero", [False]),
        ("set_replayer_ignore_spectator", [True]),
        ("replay_file", ["fuzz.log", 0.0, 0.0, 0, False, [[-10.0, 0.0, 5.0], [-25.0, 0.0, 0.0]]]),
        ("stop_replayer", [False]),
    ]


def _commands(ids: Ids) -> list[object]:
    vehicle = ids.vehicle
    vectors = [[[index, [vehicle, _UP]]] for index in range(8, 14)]
    return [
        [[0, [_CONE, _POSE, [False], 0, "", [[[14, [0, False]]]]]]],
        [[1, [4_000_000_000]]],
        [[2, [vehicle, _CONTROL]]],
        [[3, [vehicle, [0.1, 0.0, 5.0, 1.0, 0.0]]]],
        [[4, [ids.walker, [[1.0, 0.0, 0.0], 1.4, False]]]],
        [[5, [vehicle, _PHYSICS]]],
        [[6, [ids.prop, _POSE]]],
        [[7, [ids.walker, _POSE, 1.4]]],
        *vectors,
        [[14, [vehicle, True]]],
        [[15, [vehicle, True]]],
        [[16, [vehicle, False]]],
        [[17, [vehicle, False]]],
        [[18, [vehicle, 3]]],
        [[19, [vehicle, _ORIGIN]]],
        [[20, ["stat fps"]]],
        [[21, [ids.light, 2]]],
    ]

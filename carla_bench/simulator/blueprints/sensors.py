"""Sensors of the blueprint library, and the controller that walks for a pedestrian."""

from __future__ import annotations

from .blueprint import Attribute, Kind

__all__ = ["SENSORS"]

_TICK = Attribute("sensor_tick", Kind.FLOAT, "0.0")


def _numbers(**values: float | int | bool) -> tuple[Attribute, ...]:
    """Return modifiable attributes whose type is that of their default."""
    kinds = {bool: Kind.BOOL, int: Kind.INT, float: Kind.FLOAT}
    return tuple(
        Attribute(name, kinds[type(value)], str(value).lower()) for name, value in values.items()
    )


_CAMERA = (
    _TICK,
    *_numbers(
        image_size_x=800, image_size_y=600, fov=90.0, lens_circle_falloff=5.0,
        lens_circle_multiplier=0.0, lens_k=-1.0, lens_kcube=0.0, lens_x_size=0.08,
        lens_y_size=0.08,
    ),
)  # fmt: skip
_EXPOSURE = (
    *_numbers(
        enable_postprocess_effects=True, gamma=2.2, motion_blur_intensity=0.45,
        motion_blur_max_distortion=0.35, motion_blur_min_object_screen_size=0.1,
        lens_flare_intensity=0.1, bloom_intensity=0.675,
    ),
    Attribute(
        "exposure_mode", Kind.STRING, "histogram", ("histogram", "manual"), restricted=True
    ),
    *_numbers(
        exposure_compensation=0.0, shutter_speed=200.0, iso=100.0, fstop=1.4,
        exposure_min_bright=10.0, exposure_max_bright=12.0, exposure_speed_up=3.0,
        exposure_speed_down=1.0, calibration_constant=16.0, focal_distance=1000.0,
        blur_amount=1.0, blur_radius=0.0, min_fstop=1.2, blade_count=5, slope=0.88, toe=0.55,
        shoulder=0.26, black_clip=0.0, white_clip=0.04, temp=6500.0, tint=0.0,
        chromatic_aberration_intensity=0.0, chromatic_aberration_offset=0.0,
    ),
)  # fmt: skip
_EVENTS = _numbers(
    positive_threshold=0.3, negative_threshold=0.3, sigma_positive_threshold=0.0,
    sigma_negative_threshold=0.0, refractory_period_ns=0, use_log=True, log_eps=0.001,
)  # fmt: skip
_LASERS = _numbers(
    channels=32, range=10.0, points_per_second=56000, rotation_frequency=10.0, upper_fov=10.0,
    lower_fov=-30.0, horizontal_fov=360.0,
)  # fmt: skip
_LASER_LOSSES = _numbers(
    atmosphere_attenuation_rate=0.004, dropoff_general_rate=0.45, dropoff_intensity_limit=0.8,
    dropoff_zero_intensity=0.4, noise_stddev=0.0, noise_seed=0,
)  # fmt: skip
_RADAR = _numbers(
    horizontal_fov=30.0, vertical_fov=30.0, range=100.0, points_per_second=1500, noise_seed=0
)
_GNSS = _numbers(
    noise_alt_bias=0.0, noise_alt_stddev=0.0, noise_lat_bias=0.0, noise_lat_stddev=0.0,
    noise_lon_bias=0.0, noise_lon_stddev=0.0, noise_seed=0,
)  # fmt: skip
_IMU = _numbers(
    noise_accel_stddev_x=0.0, noise_accel_stddev_y=0.0, noise_accel_stddev_z=0.0,
    noise_gyro_stddev_x=0.0, noise_gyro_stddev_y=0.0, noise_gyro_stddev_z=0.0,
    noise_gyro_bias_x=0.0, noise_gyro_bias_y=0.0, noise_gyro_bias_z=0.0, noise_seed=0,
)  # fmt: skip
_OBSTACLE = _numbers(distance=5.0, hit_radius=0.5, only_dynamics=False, debug_linetrace=False)
_RADIO = (
    *_numbers(
        transmit_power=21.5, receiver_sensitivity=-99.0, frequency_ghz=5.9,
        combined_antenna_gain=10.0,
    ),
    Attribute(
        "scenario", Kind.STRING, "highway", ("highway", "rural", "urban"), restricted=True
    ),
    *_numbers(path_loss_exponent=2.7),
    Attribute(
        "path_loss_model", Kind.STRING, "winner", ("winner", "geometric"), restricted=True
    ),
    *_numbers(
        d_ref=1.0, filter_distance=500.0, use_etsi_fading=True, custom_fading_stddev=0.0,
        noise_seed=0,
    ),
)  # fmt: skip
_AWARENESS = _numbers(
    gen_cam_min=0.1, gen_cam_max=1.0, fixed_rate=False, noise_vel_stddev_x=0.0,
    noise_accel_stddev_x=0.0, noise_accel_stddev_y=0.0, noise_accel_stddev_z=0.0,
    noise_yawrate_stddev=0.0, noise_yawrate_bias=0.0, noise_alt_bias=0.0, noise_alt_stddev=0.0,
    noise_lat_bias=0.0, noise_lat_stddev=0.0, noise_lon_bias=0.0, noise_lon_stddev=0.0,
    noise_head_bias=0.0, noise_head_stddev=0.0,
)  # fmt: skip

SENSORS: dict[str, tuple[Attribute, ...]] = {
    "sensor.camera.rgb": (*_CAMERA, *_EXPOSURE),
    "sensor.camera.depth": _CAMERA,
    "sensor.camera.semantic_segmentation": _CAMERA,
    "sensor.camera.instance_segmentation": _CAMERA,
    "sensor.camera.normals": _CAMERA,
    "sensor.camera.optical_flow": _CAMERA,
    "sensor.camera.cosmos_visualization": _CAMERA,
    "sensor.camera.dvs": (*_CAMERA, *_EXPOSURE, *_EVENTS),
    "sensor.lidar.ray_cast": (_TICK, *_LASERS, *_LASER_LOSSES),
    "sensor.lidar.ray_cast_semantic": (_TICK, *_LASERS),
    "sensor.other.radar": (_TICK, *_RADAR),
    "sensor.other.gnss": (_TICK, *_GNSS),
    "sensor.other.imu": (_TICK, *_IMU),
    "sensor.other.obstacle": (_TICK, *_OBSTACLE),
    # Events come when they come, so there is no tick to set.
    "sensor.other.collision": (),
    # The client computes these itself, from the map and the world state.
    "sensor.other.lane_invasion": (),
    "sensor.other.v2x": (_TICK, *_RADIO, *_AWARENESS),
    "sensor.other.v2x_custom": (_TICK, *_RADIO),
    "controller.ai.walker": (),
}
"""Attributes that an entry adds to the common ones, by id."""

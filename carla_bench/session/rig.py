"""Cameras on a car: spawned once, read at every tick, all of the same frame."""

from __future__ import annotations

import queue
import time

import carla
import numpy as np
from numpy.typing import NDArray

from carla_bench.core.frame import CameraFrame
from carla_bench.core.geometry import world_from_camera
from carla_bench.core.sensors import CameraSpec
from carla_bench.errors import ConnectionLost, TickTimeout
from carla_bench.session.client import pose_of, transform_of
from carla_bench.session.server import Address

__all__ = ["CameraRig"]

_BLUEPRINTS = {
    "rgb": "sensor.camera.rgb",
    "semantic": "sensor.camera.semantic_segmentation",
    "instance": "sensor.camera.instance_segmentation",
    "depth": "sensor.camera.depth",
}
_FAR = 2**24 - 1
_LOOK_EVERY_S = 1.0


class _Stream:
    """The images of one sensor, by frame number."""

    def __init__(self, sensor: carla.Sensor, name: str) -> None:
        self.sensor, self.name = sensor, name
        self._images: queue.Queue[carla.Image] = queue.Queue()
        sensor.listen(self._images.put)

    def image_of(self, frame: int, timeout_s: float, server: Address) -> carla.Image:
        """Return the image of a frame, dropping older ones.

        Raises:
            ConnectionLost: the server is gone.
            TickTimeout: it did not come, or a newer one came instead.
        """
        deadline = time.monotonic() + timeout_s
        while True:
            left = deadline - time.monotonic()
            try:
                image = self._images.get(timeout=min(max(1e-3, left), _LOOK_EVERY_S))
            except queue.Empty:
                if left > _LOOK_EVERY_S:
                    if not server.answers():
                        raise ConnectionLost(f"The server at {server} is gone.") from None
                    continue
                raise TickTimeout(
                    f"No image of frame {frame} from camera {self.name} in {timeout_s:g} s."
                ) from None
            if image.frame == frame:
                return image
            if image.frame > frame:
                raise TickTimeout(f"Camera {self.name} skipped frame {frame}.")


class CameraRig:
    """All sensors of a rig, attached to one vehicle."""

    def __init__(
        self,
        world: carla.World,
        vehicle: carla.Actor,
        cameras: tuple[CameraSpec, ...],
        server: Address,
    ) -> None:
        self._cameras, self._server = cameras, server
        self._streams: dict[tuple[str, str], _Stream] = {}
        try:
            for camera in cameras:
                for modality in camera.modalities:
                    sensor = _spawn(world, vehicle, camera, modality)
                    name = f"{camera.name}/{modality}"
                    self._streams[camera.name, modality] = _Stream(sensor, name)
        except BaseException:
            self.stop()
            self.destroy()
            raise

    def read(
        self, frame: int, timeout_s: float, unknown_of_id: NDArray[np.uint8]
    ) -> dict[str, CameraFrame]:
        """Return what every camera saw at a frame, by camera name.

        Args:
            frame: simulation frame number.
            timeout_s: how long to wait for each image.
            unknown_of_id: (65536,) uint8, number of the unknown category by instance id.

        Raises:
            ConnectionLost: the server is gone.
            TickTimeout: an image of that frame is missing.
        """
        return {
            camera.name: self._read(camera, frame, timeout_s, unknown_of_id)
            for camera in self._cameras
        }

    def stop(self) -> None:
        """Stop listening, which needs no server."""
        for stream in self._streams.values():
            stream.sensor.stop()

    def destroy(self) -> None:
        """Destroy all sensors."""
        while self._streams:
            self._streams.popitem()[1].sensor.destroy()

    def _read(
        self, camera: CameraSpec, frame: int, timeout_s: float, unknown_of_id: NDArray[np.uint8]
    ) -> CameraFrame:
        images = {
            modality: self._streams[camera.name, modality].image_of(frame, timeout_s, self._server)
            for modality in camera.modalities
        }
        sensor_pose = pose_of(next(iter(images.values())).transform)
        pixels = {modality: _bgra(image) for modality, image in images.items()}
        instance = _instance(pixels["instance"]) if "instance" in pixels else None
        return CameraFrame(
            intrinsics=camera.intrinsics,
            world_from_camera=world_from_camera(sensor_pose.matrix),
            rgb=pixels["rgb"][..., 2::-1].copy() if "rgb" in pixels else None,
            semantic=pixels["semantic"][..., 2].copy() if "semantic" in pixels else None,
            instance=instance,
            depth=_depth(pixels["depth"]) if "depth" in pixels else None,
            unknown=None if instance is None else unknown_of_id[instance],
        )


def _spawn(
    world: carla.World, vehicle: carla.Actor, camera: CameraSpec, modality: str
) -> carla.Sensor:
    blueprint = world.get_blueprint_library().find(_BLUEPRINTS[modality])
    blueprint.set_attribute("image_size_x", str(camera.width))
    blueprint.set_attribute("image_size_y", str(camera.height))
    blueprint.set_attribute("fov", str(camera.fov_deg))
    return world.spawn_actor(blueprint, transform_of(camera.pose), attach_to=vehicle)


def _bgra(image: carla.Image) -> NDArray[np.uint8]:
    return np.frombuffer(image.raw_data, np.uint8).reshape(image.height, image.width, 4)


def _instance(pixels: NDArray[np.uint8]) -> NDArray[np.uint16]:
    """Return the 16-bit ids that CARLA 0.9.16 writes to the green and blue channels."""
    low, high = pixels[..., 1].astype(np.uint16), pixels[..., 0].astype(np.uint16)
    return low | (high << np.uint16(8))


def _depth(pixels: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return metres from CARLA's 24 bits (R is the low byte); the far plane becomes inf."""
    words = np.ascontiguousarray(pixels).view("<u4")[..., 0]
    value = ((words >> 16) & 0xFF) | (words & 0xFF00) | ((words & 0xFF) << 16)
    metres = (value * np.float64(1000.0 / _FAR)).astype(np.float32)
    return np.where(value == _FAR, np.float32(np.inf), metres)

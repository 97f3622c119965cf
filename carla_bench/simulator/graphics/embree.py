"""Embree, the ray tracing library: the part of its C interface that is needed here.

The library comes with the wheel `embreex`. That package's own Python interface knows neither
instances nor packets of rays, which make pictures several times faster, so the same library is
called directly: scenes are built through `ctypes`, and compiled loops call the casts by name.

Source: Embree 4 API manual, https://github.com/RenderKit/embree (Intel, Apache 2.0).
"""

from __future__ import annotations

import ctypes
import importlib.metadata
import weakref
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

import llvmlite.binding
import numpy as np
from numba import types
from numpy.typing import NDArray

from carla_bench.errors import ConfigError

__all__ = [
    "Assembly",
    "Sieve",
    "Triangles",
    "coherent",
    "intersect_1",
    "intersect_16",
    "occluded_16",
]

_MAJOR_VERSION = 4
_TRIANGLE, _INSTANCE = 0, 121  # RTCGeometryType
_INDICES, _VERTICES = 0, 1  # RTCBufferType
_UINT3, _FLOAT3, _FLOAT3X4_COLUMNS = 0x5003, 0x9003, 0x9234  # RTCFormat
_COHERENT = 1 << 16  # RTCRayQueryFlags

# Called in compiled loops with addresses; the scene must be alive meanwhile.
_address = types.intp
intersect_1: Any = types.ExternalFunction("rtcIntersect1", types.void(_address, _address, _address))
"""scene, RTCRayHit (16-byte aligned), arguments or 0"""
intersect_16: Any = types.ExternalFunction(
    "rtcIntersect16", types.void(_address, _address, _address, _address)
)
"""16 int32 (-1 casts), scene, RTCRayHit16 (64-byte aligned), arguments"""
occluded_16: Any = types.ExternalFunction(
    "rtcOccluded16", types.void(_address, _address, _address, _address)
)
"""16 int32 (-1 casts), scene, RTCRay16 (64-byte aligned), arguments; sets tfar to -inf"""


class _Arguments(ctypes.Structure):
    """RTCIntersectArguments and RTCOccludedArguments, which start alike."""

    _fields_ = (
        ("flags", ctypes.c_int),
        ("feature_mask", ctypes.c_int),
        ("context", ctypes.c_void_p),
        ("filter", ctypes.c_void_p),
        ("intersect", ctypes.c_void_p),
        ("reserved", ctypes.c_float * 4),
    )


@cache
def _library() -> ctypes.CDLL:
    """Load the library, once.

    Raises:
        ConfigError: it is missing, or another version.
    """
    try:
        files = importlib.metadata.files("embreex") or []
    except importlib.metadata.PackageNotFoundError:
        files = []
    found = {
        name: Path(str(file.locate()))
        for file in files
        for name in ("tbb", "embree")
        if name in file.name and ".libs" in str(file.parent)
    }
    if "embree" not in found:
        raise ConfigError("Embree is missing: install it with `pip install embreex`.")
    for name in ("tbb", "embree"):
        if name in found:
            llvmlite.binding.load_library_permanently(str(found[name]))
    return ctypes.CDLL(str(found["embree"]))


def _function(name: str, result: Any, *arguments: Any) -> Any:  # noqa: ANN401, ctypes is untyped
    function = getattr(_library(), name)
    function.restype, function.argtypes = result, arguments
    return function


class _Calls:
    """The C functions with their types."""

    def __init__(self) -> None:
        pointer, unsigned, size = ctypes.c_void_p, ctypes.c_uint, ctypes.c_size_t
        self.new_device = _function("rtcNewDevice", pointer, ctypes.c_char_p)
        self.property = _function("rtcGetDeviceProperty", ctypes.c_ssize_t, pointer, ctypes.c_int)
        self.error = _function("rtcGetDeviceError", ctypes.c_int, pointer)
        self.new_scene = _function("rtcNewScene", pointer, pointer)
        self.new_geometry = _function("rtcNewGeometry", pointer, pointer, ctypes.c_int)
        self.share_buffer = _function(
            "rtcSetSharedGeometryBuffer", None,
            pointer, ctypes.c_int, unsigned, ctypes.c_int, pointer, size, size, size,
        )  # fmt: skip
        self.instance_of = _function("rtcSetGeometryInstancedScene", None, pointer, pointer)
        self.user_data = _function("rtcSetGeometryUserData", None, pointer, pointer)
        self.filters = tuple(
            _function(f"rtcSetGeometry{query}FilterFunction", None, pointer, pointer)
            for query in ("Intersect", "Occluded")
        )
        self.transform = _function(
            "rtcSetGeometryTransform", None, pointer, unsigned, ctypes.c_int, pointer
        )
        self.commit_geometry = _function("rtcCommitGeometry", None, pointer)
        self.attach = _function("rtcAttachGeometryByID", None, pointer, pointer, unsigned)
        self.commit_scene = _function("rtcCommitScene", None, pointer)
        self.release_geometry = _function("rtcReleaseGeometry", None, pointer)
        self.release_scene = _function("rtcReleaseScene", None, pointer)
        # One thread: whoever builds a scene does it alone, others go on.
        self.device = self.new_device(b"threads=1,set_affinity=0")
        version = self.property(self.device, 0) // 10000
        if version != _MAJOR_VERSION:
            raise ConfigError(f"Expected Embree {_MAJOR_VERSION}, got {version}: update embreex.")

    def check(self) -> None:
        """Raise if the last calls went wrong, which only a lack of memory can cause."""
        code = self.error(self.device)
        if code:
            raise MemoryError(f"Embree failed with code {code}")


@cache
def _calls() -> _Calls:
    return _Calls()


@cache
def _arguments() -> _Arguments:
    return _Arguments(flags=_COHERENT, feature_mask=-1)


def coherent() -> int:
    """Return the address of arguments for packets of rays that run side by side."""
    return ctypes.addressof(_arguments())


class Sieve(NamedTuple):
    """Triangles that let some rays through, and who decides."""

    rows: NDArray[np.intp]
    """(k,) rows of the mesh"""
    corners: NDArray[np.float32]
    """(n, 3, 3) metres: what stands for them"""
    function: int
    """address of an RTCFilterFunctionN; it also turns ranks among `corners` into rows"""
    data: NDArray[np.float32]
    """what the function reads"""


class Triangles:
    """A search tree over immovable triangles, in their own frame."""

    def __init__(
        self,
        vertices: NDArray[np.float32],
        triangles: NDArray[np.int32],
        sieve: Sieve | None = None,
    ) -> None:
        """Build the tree.

        Args:
            vertices: (n, 3) metres.
            triangles: (m, 3) vertex indices.
            sieve: those that are not solid.
        """
        calls = _calls()
        self.scene: int = calls.new_scene(calls.device)
        weakref.finalize(self, calls.release_scene, self.scene)
        solid = np.ascontiguousarray(triangles, np.uint32)
        self._kept: list[object] = [sieve]
        if sieve is not None and len(sieve.rows):
            solid = solid.copy()
            solid[sieve.rows] = len(vertices)
            corners = sieve.corners.reshape(-1, 3)
            ranks = np.arange(len(corners), dtype=np.uint32).reshape(-1, 3)
            self._add(1, _open_ended(corners), ranks, sieve)
        if len(solid):
            self._add(0, _open_ended(vertices), solid, None)
        calls.commit_scene(self.scene)
        calls.check()

    def _add(
        self,
        number: int,
        vertices: NDArray[np.float32],
        triangles: NDArray[np.uint32],
        sieve: Sieve | None,
    ) -> None:
        calls = _calls()
        self._kept += [vertices, triangles]
        geometry = calls.new_geometry(calls.device, _TRIANGLE)
        for kind, form, values, count in (
            (_VERTICES, _FLOAT3, vertices, len(vertices) - 1),
            (_INDICES, _UINT3, triangles, len(triangles)),
        ):
            calls.share_buffer(geometry, kind, 0, form, values.ctypes.data, 0, 12, count)
        if sieve is not None:
            calls.user_data(geometry, sieve.data.ctypes.data)
            for set_filter in calls.filters:
                set_filter(geometry, sieve.function)
        calls.commit_geometry(geometry)
        calls.attach(self.scene, geometry, number)
        calls.release_geometry(geometry)


def _open_ended(vertices: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return vertices with one more at infinity, where Embree skips triangles, and another.

    Embree reads up to 16 bytes from any vertex on.
    """
    longer = np.full((len(vertices) + 2, 3), np.inf, np.float32)
    longer[:-2] = vertices
    return longer


class Assembly:
    """Several `Triangles`, each placed somewhere. A hit's instance id is the rank of its part."""

    def __init__(self, parts: Sequence[tuple[Triangles, NDArray[np.float64]]]) -> None:
        """Put the parts in place.

        Args:
            parts: trees and their (4, 4) rigid poses in the common frame.
        """
        calls = _calls()
        self.scene: int = calls.new_scene(calls.device)
        weakref.finalize(self, calls.release_scene, self.scene)
        self._parts = [part for part, _ in parts]
        for rank, (part, pose) in enumerate(parts):
            geometry = calls.new_geometry(calls.device, _INSTANCE)
            calls.instance_of(geometry, part.scene)
            columns = np.ascontiguousarray(pose[:3].T, np.float32)
            calls.transform(geometry, 0, _FLOAT3X4_COLUMNS, columns.ctypes.data)
            calls.commit_geometry(geometry)
            calls.attach(self.scene, geometry, rank)
            calls.release_geometry(geometry)
        calls.commit_scene(self.scene)
        calls.check()

"""The navigation mesh: the file is read back with a decoder of its own."""

import asyncio
import re
import struct
from itertools import pairwise
from pathlib import Path
from types import SimpleNamespace

import carla
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st

from carla_bench.simulator.navigation.detour import tile_set
from carla_bench.simulator.navigation.mesh import Navigation, navigation_file
from carla_bench.simulator.navigation.polygons import convex_parts
from carla_bench.simulator.towns import opendrive

MAPS = Path(__file__).parents[4] / "shared" / "maps"
SIDEWALK, CROSSWALK, ROAD = 1, 2, 3

LANE = '<lane id="{}" type="{}" level="false"><width sOffset="0" a="{}" b="0" c="0" d="0"/></lane>'


def road_text(beside="sidewalk", rise="0.0", objects=""):
    """One straight road of 120 m with something beside its two lanes; it climbs as a parabola."""
    sides = [
        "".join(LANE.format(sign * n, kind, width) for n, kind, width in lanes)
        for sign, lanes in (
            (1, ((2, beside, 2.5), (1, "driving", 3.5))),
            (-1, ((1, "driving", 3.5), (2, beside, 2.5))),
        )
    ]
    return f"""<OpenDRIVE><header revMajor="1" revMinor="4"/>
    <road name="" length="120" id="1" junction="-1"><planView>
    <geometry s="0" x="0" y="0" hdg="0" length="120"><line/></geometry></planView>
    <elevationProfile><elevation s="0" a="5" b="0" c="{rise}" d="0"/></elevationProfile>
    <lanes><laneSection s="0"><left>{sides[0]}</left>
    <center><lane id="0" type="none" level="false"/></center><right>{sides[1]}</right>
    </laneSection></lanes><objects>{objects}</objects></road></OpenDRIVE>"""


CROSSING = """<object id="7" name="c" type="crosswalk" s="60" t="0" zOffset="0" hdg="0"
orientation="none" length="3" width="7"><outline><cornerLocal u="-1.5" v="-3.5" z="0"/>
<cornerLocal u="1.5" v="-3.5" z="0"/><cornerLocal u="1.5" v="3.5" z="0"/>
<cornerLocal u="-1.5" v="3.5" z="0"/><cornerLocal u="-1.5" v="-3.5" z="0"/></outline></object>"""


def decoded(data):
    """Read a tile set with one tile."""
    magic, version, tiles = struct.unpack_from("<3i", data)
    assert (magic.to_bytes(4, "big"), version, tiles) == (b"MSET", 1, 1)
    max_tiles, max_polygons = struct.unpack_from("<2i", data, 32)
    ref, size = struct.unpack_from("<Ii", data, 40)
    assert max_tiles == 1
    assert max_polygons & (max_polygons - 1) == 0
    assert ref == max_polygons
    assert len(data) == 48 + size
    tile = data[48:]
    head = struct.unpack_from("<5iI9i3f6ff", tile)
    assert head[0].to_bytes(4, "big") == b"DNAV"
    assert head[1:6] == (7, 0, 0, 0, 0)
    count, verts, links, details, detail_verts, triangles, bv, off, base = head[6:15]
    assert (detail_verts, bv, off, base, details) == (0, 0, 0, count, count)
    assert count <= max_polygons
    at = 100
    points = np.frombuffer(tile, "<f4", 3 * verts, at).reshape(-1, 3)[:, [0, 2, 1]]
    at += 12 * verts
    polygons = []
    for _ in range(count):
        row = struct.unpack_from("<I6H6HHBB", tile, at)
        at += 32
        n = row[14]
        polygons.append(
            SimpleNamespace(corners=row[1 : 1 + n], behind=row[7 : 7 + n], flags=row[13],
                            area=row[15] & 63, kind=row[15] >> 6)
        )  # fmt: skip
    at += 12 * links
    seen = 0
    for polygon in polygons:
        vert_base, tri_base, extra, tris = struct.unpack_from("<IIBBxx", tile, at)
        at += 12
        assert (vert_base, tri_base, extra) == (0, seen, 0)
        assert tris == len(polygon.corners) - 2
        seen += tris
    assert seen == triangles
    polygon_triangles = np.frombuffer(tile, np.uint8, 4 * triangles, at).reshape(-1, 4)
    assert at + 4 * triangles == size
    low, high = head[18:21], head[21:24]
    assert (points[:, [0, 2, 1]] >= low).all()
    assert (points[:, [0, 2, 1]] <= high).all()
    return SimpleNamespace(points=points, polygons=polygons, triangles=polygon_triangles)


DENT_M = 0.05


def shape(mesh, polygon):
    return mesh.points[list(polygon.corners), :2].astype(float)


def size(mesh, polygon):
    """Shoelace formula; negative means that x turns away from y."""
    x, y = shape(mesh, polygon).T
    return 0.5 * float(np.sum(x * np.roll(y, -1) - np.roll(x, -1) * y))


def parts(mesh, areas):
    """Sizes of the connected parts of the sidewalks, over polygons of some areas, descending."""
    left = {n for n, polygon in enumerate(mesh.polygons) if polygon.area in areas}
    sizes = []
    while left:
        stack, total = [left.pop()], 0.0
        while stack:
            polygon = mesh.polygons[stack.pop()]
            total -= size(mesh, polygon) if polygon.area == SIDEWALK else 0.0
            near = {other - 1 for other in polygon.behind if other} & left
            left -= near
            stack += near
        sizes.append(total)
    return sorted(sizes, reverse=True)


def check(mesh):
    """What Detour takes for granted."""
    for number, polygon in enumerate(mesh.polygons):
        assert 3 <= len(set(polygon.corners)) == len(polygon.corners) <= 6
        assert polygon.flags == 1 << polygon.area
        assert polygon.kind == 0
        assert size(mesh, polygon) < 0
        ring = shape(mesh, polygon)
        hull = shapely.MultiPoint(ring).convex_hull
        # Corners may be dented by as much as they were rounded: a triangle along each side.
        assert 0 <= hull.area + size(mesh, polygon) + 1e-3 <= DENT_M * hull.length / 2 + 0.02
        edges = list(pairwise([*ring.tolist(), ring[0].tolist()]))
        for (start, end), other in zip(edges, polygon.behind, strict=True):
            if other:
                across = mesh.polygons[other - 1]
                theirs = shape(mesh, across).tolist()
                sides = list(pairwise([*theirs, theirs[0]]))
                assert across.behind[sides.index((end, start))] == number + 1


@pytest.fixture(scope="module")
def town():
    data = navigation_file(carla.Map("Town02", opendrive("Town02")))
    return decoded(data)


def test_polygons_are_what_detour_needs(town):
    check(town)
    assert {polygon.area for polygon in town.polygons} == {SIDEWALK, CROSSWALK, ROAD}


def test_sidewalks_hang_together_over_crosswalks(town):
    sizes = parts(town, {SIDEWALK, CROSSWALK})
    assert sizes[0] > 0.9 * sum(sizes)


def test_polygons_do_not_overlap(town):
    shapes = [shapely.Polygon(shape(town, polygon)) for polygon in town.polygons]
    union = shapely.union_all(shapely.make_valid(np.array(shapes, object)))
    assert sum(s.area for s in shapes) == pytest.approx(union.area, rel=1e-3)


def test_border_flags_of_triangles_are_the_edges_of_the_polygon(town):
    start = 0
    for polygon in town.polygons:
        count = len(polygon.corners)
        border = set()
        for a, b, c, flags in town.triangles[start : start + count - 2].tolist():
            for shift, edge in ((0, (a, b)), (2, (b, c)), (4, (c, a))):
                if flags >> shift & 3:
                    border.add(edge)
        assert border == {(k, (k + 1) % count) for k in range(count)}
        start += count - 2


def area_of(mesh, area):
    return -sum(size(mesh, polygon) for polygon in mesh.polygons if polygon.area == area)


def test_a_crosswalk_joins_the_two_sidewalks():
    text = road_text(objects=CROSSING)
    mesh = decoded(navigation_file(carla.Map("a", text)))
    check(mesh)
    assert len(parts(mesh, {SIDEWALK, CROSSWALK})) == 1
    # 30 cm from the kerb on both sides: 7.6 m long and 3 m wide.
    assert area_of(mesh, CROSSWALK) == pytest.approx(7.6 * 3, rel=0.02)
    assert area_of(mesh, SIDEWALK) == pytest.approx(2 * 119.4 * 1.9, rel=0.01)


def test_without_a_crosswalk_only_the_road_joins_them():
    mesh = decoded(navigation_file(carla.Map("a", road_text())))
    assert len(parts(mesh, {SIDEWALK, CROSSWALK})) == 2
    assert len(parts(mesh, {SIDEWALK, CROSSWALK, ROAD})) == 1


def test_levels_are_those_of_kerb_and_asphalt():
    mesh = decoded(navigation_file(carla.Map("a", road_text(objects=CROSSING))))
    for polygon in mesh.polygons:
        level = 5.15 if polygon.area == SIDEWALK else 5.0
        np.testing.assert_allclose(mesh.points[list(polygon.corners), 2], level, atol=1e-3)


def test_polygons_follow_a_hill():
    """12 % at the end: levels come from within half a metre, and polygons bend with the road."""
    mesh = decoded(navigation_file(carla.Map("a", road_text(rise="0.0005", objects=CROSSING))))
    for polygon in mesh.polygons:
        x, _, z = mesh.points[list(polygon.corners)].astype(float).T
        kerb = 0.15 if polygon.area == SIDEWALK else 0.0
        np.testing.assert_allclose(z - kerb, 5 + 0.0005 * np.clip(x, 0, 120) ** 2, atol=0.05)
        sag = 0.0005 * (np.ptp(x) / 2) ** 2  # of the hill below the middle of the polygon
        assert sag < 0.1


def test_shoulders_serve_where_there_is_no_sidewalk():
    mesh = decoded(navigation_file(carla.Map("a", road_text("shoulder"))))
    assert area_of(mesh, SIDEWALK) == pytest.approx(2 * 120 * 2.5, rel=0.02)
    assert mesh.points[:, 2].max() == pytest.approx(5.0, abs=1e-3)


def files_of(name, text):
    return asyncio.run(Navigation(name, carla.Map("a", text)).files())


def test_nowhere_to_walk_means_no_file():
    assert files_of("a", road_text("none")) == {}


def test_the_name_changes_with_the_content_only():
    names = [
        list(files_of("../Town", text))
        for text in (road_text(), road_text(), road_text(rise="0.002"))
    ]
    assert names[0] == names[1] != names[2]
    assert re.fullmatch(r"___Town_[0-9a-f]{16}\.bin", names[0][0])


@pytest.mark.skipif(not MAPS.exists(), reason="CARLA's maps are not here")
@pytest.mark.parametrize("name", ["Town01", "Town10HD"])
def test_sidewalks_of_real_maps_hang_together(name):
    mesh = decoded(navigation_file(carla.Map(name, (MAPS / f"{name}.xodr").read_text())))
    check(mesh)
    sizes = parts(mesh, {SIDEWALK, CROSSWALK})
    assert sizes[0] > 0.9 * sum(sizes)
    assert sum(sizes) > 10_000


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(0, 40)), min_size=3, max_size=14))
def test_any_faces_are_cut_without_loss(corners):
    hull = shapely.MultiPoint(corners).convex_hull
    star = shapely.Polygon(corners).buffer(0)
    faces = [
        face
        for area in (star, hull.difference(star))
        for face in shapely.get_parts(area)
        if isinstance(face, shapely.Polygon) and face.area > 1e-3
    ]
    if not faces:
        return
    mesh = convex_parts(faces)
    shapes = [shapely.Polygon(mesh.corners[list(loop)]) for loop in mesh.polygons]
    for number, face in enumerate(faces):
        own = [s.area for s, owner in zip(shapes, mesh.faces, strict=True) if owner == number]
        assert sum(own) == pytest.approx(face.area)
    for s in shapes:
        assert s.area == pytest.approx(s.convex_hull.area, rel=0.05, abs=0.5)


def test_a_known_file():
    """Two squares side by side; offsets and numbers as in the fact sheet of the format."""
    points = np.array([(0, 0, 1), (0, 2, 1), (2, 2, 1), (2, 0, 1), (4, 2, 1), (4, 0, 1)], float)
    data = tile_set(
        points, [(0, 1, 2, 3), (3, 2, 4, 5)], [[-1, -1, 1, -1], [0, -1, -1, -1]], [1, 2]
    )
    mesh = decoded(data)
    assert [p.behind for p in mesh.polygons] == [(0, 0, 2, 0), (1, 0, 0, 0)]
    assert mesh.triangles.tolist() == 2 * [[0, 1, 2, 5], [0, 2, 3, 20]]
    assert [p.flags for p in mesh.polygons] == [2, 4]

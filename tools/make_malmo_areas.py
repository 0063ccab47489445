"""Draw approximate borders of Malmö's 136 delområden from public points and areas: never from the official layer.

Each point takes the ground that is nearest to it (a Voronoi cell), cells of one code are joined, and the whole is cut to a hull
round the points. The cells are then given weights (a power diagram), so that each delområde comes near the area that the city
states for it. Few steps on purpose: driven to the end, the areas fit better and the shapes worse.

    python tools/make_malmo_areas.py [--facts ../shared/facts] [--out data/cities/malmo/areas]
"""

import argparse
import json
import unicodedata
from pathlib import Path

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import ConvexHull

ROOT = Path(__file__).resolve().parents[1]
METRES = 3006
HULL_RATIO = 0.12
HULL_MARGIN = 150.0
STEPS = 12
STEP_LENGTH = 0.1
SIMPLIFY = 30.0
FRAME_POINTS = 16
FRAME_RADIUS = 60_000.0


def slug(name: str) -> str:
    """Return the name in plain lower-case letters: "Limhamn-Bunkeflo" is "limhamn_bunkeflo"."""
    plain = unicodedata.normalize("NFKD", name.casefold()).encode("ascii", "ignore").decode("ascii")
    return plain.replace("-", "_").replace(" ", "_")


def power_cells(points: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the power cell of each point (n × 2, metres): all weights nought gives Voronoi cells.

    The cells are read off the lower side of the convex hull of the points lifted to a paraboloid (Aurenhammer 1987).
    A ring of far points closes the outermost cells.
    """
    centre = points.mean(axis=0)
    angles = np.linspace(0.0, 2.0 * np.pi, FRAME_POINTS, endpoint=False)
    ring = FRAME_RADIUS * np.column_stack([np.cos(angles), np.sin(angles)])
    sites = np.vstack([points - centre, ring])
    lift = (sites**2).sum(axis=1) - np.concatenate([weights, np.zeros(FRAME_POINTS)])
    hull = ConvexHull(np.column_stack([sites, lift]))
    lower = hull.equations[:, 2] < -1e-15
    corners = -hull.equations[lower, :2] / (2.0 * hull.equations[lower, 2:3])
    around: list[list[int]] = [[] for _ in sites]
    for corner, triangle in enumerate(hull.simplices[lower]):
        for site in triangle:
            around[site].append(corner)
    return np.array([_polygon(corners[around[site]] + centre) for site in range(len(points))])


def _polygon(corners: np.ndarray) -> shapely.Polygon:
    if len(corners) < 3:
        return shapely.Polygon()
    offset = corners - corners.mean(axis=0)
    return shapely.Polygon(corners[np.argsort(np.arctan2(offset[:, 1], offset[:, 0]))])


def fit_weights(points: np.ndarray, owner: np.ndarray, wanted: np.ndarray, hull: shapely.Geometry) -> np.ndarray:
    """Return one weight a code (square metres) that brings its area nearer to the wanted one (square metres)."""
    weights = np.zeros(len(wanted))
    count = np.bincount(owner)
    for _ in range(STEPS):
        areas = shapely.area(shapely.intersection(power_cells(points, weights[owner]), hull))
        weights += STEP_LENGTH * (wanted - np.bincount(owner, areas)) / count
    return weights


def draw(points: gpd.GeoDataFrame, facts: pd.DataFrame) -> gpd.GeoDataFrame:
    """Return one polygon a delområde in WGS 84, a valid coverage, sorted by code."""
    metric = points.to_crs(METRES).geometry
    hull = shapely.concave_hull(shapely.MultiPoint(metric.to_numpy()), HULL_RATIO).buffer(HULL_MARGIN)
    facts = facts.sort_values("kod").reset_index(drop=True)
    owner = pd.Index(facts["kod"]).get_indexer(points["kod"])
    xy = np.column_stack([metric.x, metric.y])
    weights = fit_weights(xy, owner, facts["areal_ha"].to_numpy() * 1e4, hull)
    cells = shapely.intersection(power_cells(xy, weights[owner]), hull)
    joined = [shapely.union_all(cells[owner == number]) for number in range(len(facts))]
    cleaned = shapely.coverage_clean(joined, gap_width=1.0)
    frame = gpd.GeoDataFrame(facts, geometry=list(shapely.coverage_simplify(cleaned, SIMPLIFY)), crs=METRES).to_crs(4326)
    frame.geometry = shapely.normalize(shapely.transform(frame.geometry.to_numpy(), lambda place: place.round(5)))
    return frame


def to_geojson(frame: gpd.GeoDataFrame) -> str:
    """Return the GeoJSON text, one feature a line so that a change can be read."""
    lines = []
    for row in frame.itertuples():
        properties = {"code": row.kod, "name": row.namn, "parent": slug(row.stadsdel), "parent_name": row.stadsdel}
        geometry = shapely.geometry.mapping(shapely.orient_polygons(row.geometry))
        feature = {"type": "Feature", "properties": properties, "geometry": geometry}
        lines.append(json.dumps(feature, ensure_ascii=False, separators=(",", ":")))
    return '{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n"


def make(facts_folder: Path, out: Path) -> Path:
    """Write `delomraden.geojson` into the folder `out` and return its path."""
    facts = pd.read_csv(facts_folder / "malmo_delomraden.csv", dtype={"kod": str})
    table = pd.read_csv(facts_folder / "malmo_points.csv", dtype={"kod": str})
    points = gpd.GeoDataFrame(table, geometry=gpd.points_from_xy(table["lon"], table["lat"]), crs=4326)
    frame = draw(points, facts)
    if not (frame.is_valid.all() and shapely.coverage_is_valid(frame.geometry.to_numpy())):
        raise SystemExit("the drawn borders are not a valid coverage: change SIMPLIFY or HULL_RATIO")
    out.mkdir(parents=True, exist_ok=True)
    target = out / "delomraden.geojson"
    target.write_text(to_geojson(frame), encoding="utf-8", newline="\n")
    return target


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--facts", type=Path, default=ROOT.parent / "shared" / "facts")
    parser.add_argument("--out", type=Path, default=ROOT / "data" / "cities" / "malmo" / "areas")
    chosen = parser.parse_args()
    print(make(chosen.facts, chosen.out))


if __name__ == "__main__":
    main()

// Builds src/milepost/publishing/map_data/world.json from the Natural Earth shapes of world-atlas.
//
// The file holds, for each M49 area, one SVG path in whole units of a grid that is `grid` times
// finer than the view box, and a representative point for areas too small to be seen as a shape.
// Run `npm ci && npm run map`; the result is committed, so that nobody else needs Node.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { geoCentroid, geoEqualEarth, geoPath } from "d3-geo";
import { geoStitch } from "d3-geo-projection";
import { feature, mergeArcs } from "topojson-client";
import { filter, filterWeight, presimplify, simplify, sphericalRingArea, sphericalTriangleArea } from "topojson-simplify";

const WIDTH = 720;
const GRID = 3; // path units in one unit of the view box
const MARGIN = 8; // room for the dots of island states at both edges
const NORTH = 81;
const SOUTH = -56;
const EAST_SHIFT = -11; // turns the seam into the Bering Strait, so that no country is cut in two
const DETAIL = 6e-6; // steradians: triangles smaller than this are smoothed away
const SMALLEST_RING = 6e-6; // steradians: islands smaller than this are left out (area kept below)
const DOT_BELOW = 6; // square units of the view box: areas smaller than this also get a dot

// Shapes without an M49 code whose area M49 counts in another one. Every other shape without a
// code is drawn as land that belongs to no area of the statistics.
const COUNTED_IN = { Somaliland: "706", "N. Cyprus": "196" };

// Areas of M49 that the 50m shapes lack or hold inside another shape: longitude, latitude.
const EXTRA_POINTS = {
  "162": [105.6, -10.5], "166": [96.8, -12.2], "175": [45.2, -12.8],
  "254": [-53.1, 3.9], "292": [-5.4, 36.1], "312": [-61.6, 16.2], "474": [-61.0, 14.6],
  "535": [-68.3, 12.2], "581": [166.6, 19.3], "638": [55.5, -21.1], "772": [-171.8, -9.2], "798": [179.2, -8.5],
};
const WITHOUT_DOT = new Set(["010", "074", "239", "260", "334", "680", "744"]);

// States of scattered islands: the point of the capital, not of the middle of an ocean.
const CAPITALS = { "296": [173.0, 1.4], "258": [-149.6, -17.5], "184": [-159.8, -21.2] };

const source = JSON.parse(readFileSync("node_modules/world-atlas/countries-50m.json", "utf8"));
const kept = source.objects.countries.geometries.filter((shape) => shape.id !== "010");

function simplified(topology) {
  const weighted = presimplify(topology, sphericalTriangleArea);
  const simple = simplify(weighted, DETAIL);
  return filter(simple, filterWeight(simple, SMALLEST_RING, sphericalRingArea));
}

function byCode(shapes) {
  const groups = new Map();
  for (const shape of shapes) {
    const code = shape.id ?? COUNTED_IN[shape.properties.name] ?? "";
    groups.set(code, [...(groups.get(code) ?? []), shape]);
  }
  return groups;
}

const projection = geoEqualEarth().rotate([EAST_SHIFT, 0]).precision(0.3);
projection.fitExtent([[MARGIN, 0], [WIDTH - MARGIN, WIDTH]], { type: "Sphere" });
const top = projection([-EAST_SHIFT, NORTH])[1];
const bottom = projection([-EAST_SHIFT, SOUTH])[1];
const height = Math.ceil(bottom - top) + 4;
const [tx, ty] = projection.translate();
projection.translate([tx, ty - top + 2]).clipExtent([[0, 0], [WIDTH, height]]);

/** Writes rings as relative moves in whole grid units, dropping points that fall together. */
class Pen {
  constructor() { this.rings = []; }
  moveTo(x, y) { this.ring = [[Math.round(x * GRID), Math.round(y * GRID)]]; this.rings.push(this.ring); }
  lineTo(x, y) {
    const point = [Math.round(x * GRID), Math.round(y * GRID)];
    const last = this.ring[this.ring.length - 1];
    if (point[0] !== last[0] || point[1] !== last[1]) this.ring.push(point);
  }
  closePath() {}
  arc() {}
  toString() {
    const number = (value, first) => (first || value < 0 ? String(value) : ` ${value}`);
    let text = "";
    for (const ring of this.rings) {
      if (ring.length < 3) continue;
      const [[x0, y0], ...rest] = ring;
      text += `M${x0}${number(y0)}l`;
      let [x, y] = [x0, y0];
      rest.forEach(([nx, ny], index) => {
        if (index === rest.length - 1 && nx === x0 && ny === y0) return;
        text += number(nx - x, index === 0) + number(ny - y);
        [x, y] = [nx, ny];
      });
      text += "z";
    }
    return text;
  }
}

function drawn(geometry) {
  const pen = new Pen();
  geoPath(projection, pen)(geometry);
  return pen.toString();
}

const round = (point) => point.map((value) => Math.round(value * 10) / 10);
const fine = byCode(kept);
const topology = simplified({ ...source, objects: { countries: { type: "GeometryCollection", geometries: kept } } });
const coarse = byCode(topology.objects.countries.geometries);
const areas = {};
const points = {};
let land = "";
for (const [code, shapes] of [...fine].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const whole = geoStitch({ type: "Feature", geometry: mergedFeature(source, shapes) });
  const simple = coarse.get(code) ?? [];
  const path = simple.length ? drawn(geoStitch({ type: "Feature", geometry: mergedFeature(topology, simple) })) : "";
  if (code === "") { land = path; continue; }
  if (path) areas[code] = path;
  const size = geoPath(projection).area(whole);
  if ((size < DOT_BELOW || !path) && !WITHOUT_DOT.has(code)) points[code] = round(projection(CAPITALS[code] ?? geoCentroid(whole)));
}
function mergedFeature(holder, shapes) {
  return feature(holder, mergeArcs(holder, shapes)).geometry;
}
for (const [code, place] of Object.entries(EXTRA_POINTS))
  if (!areas[code] && !points[code] && !WITHOUT_DOT.has(code)) points[code] = round(projection(place));

const sorted = (table) => Object.fromEntries(Object.entries(table).sort(([a], [b]) => (a < b ? -1 : 1)));
const result = { viewBox: [0, 0, WIDTH, height], grid: GRID, areas: sorted(areas), land, points: sorted(points) };
const text = JSON.stringify(result) + "\n";
mkdirSync("../src/milepost/publishing/map_data", { recursive: true });
writeFileSync("../src/milepost/publishing/map_data/world.json", text);
console.log(`${Object.keys(areas).length} areas, ${Object.keys(points).length} points, ` +
  `${text.length} bytes, ${gzipSync(text, { level: 9 }).length} compressed, ${WIDTH}x${height}`);

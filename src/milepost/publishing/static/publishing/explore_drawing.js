// The drawings of the page of exploring (explore.js): lines, a map, spots.
import {
  about, dated, drawing, element, filled, isRtl, mark, most, named, offer, put, said, stroke,
  texts, written,
} from "./explore_words.js";

// Scales

const roundStep = (rough) => {
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough * 0.999999) ?? 10) * power;
};
const ticksOf = (values, count, whole) => {
  let [low, high] = [Math.min(...values), Math.max(...values)];
  if (low > 0 && low < 0.6 * high) low = 0;
  if (high - low <= 1e-9 * Math.max(Math.abs(low), Math.abs(high), 1)) [low, high] = high > 1e-9 ? [0, high] : [low - 1, low + 1];
  const step = whole ? Math.max(1, Math.ceil(roundStep((high - low) / count))) : roundStep((high - low) / count);
  const ticks = [];
  for (let at = Math.floor(low / step + 1e-9); at <= Math.ceil(high / step - 1e-9); at += 1) ticks.push(+(at * step).toPrecision(10));
  return ticks;
};
const scale = (low, high, start, end) => (value) => +(start + ((value - low) / (high - low)) * (end - start)).toFixed(1);
const tickWords = (tick, decimals) => written(tick, tick % 1 ? Math.max(1, Math.min(decimals ?? 1, 2)) : 0);
const wide = (words) => [...words].length * 6.7;
const cut = (words, room) => (wide(words) <= room ? words : `${[...words].slice(0, Math.max(1, Math.floor(room / 6.7) - 1)).join("")}…`);

// Drawings

export const drawLines = (series, unit, decimals, isCounted, words, width) => {
  const isNarrow = width < 500;
  const values = series.flatMap((line) => line.known.map((point) => point.value));
  const ticks = ticksOf(isCounted ? [0, ...values] : values, isNarrow ? 4 : 5, decimals === 0);
  const tellers = series.map((line, at) => (isNarrow ? String(at + 1) : line.name));
  const isOne = series.length === 1;
  const room = isOne ? 48 : Math.min(Math.max(...tellers.map(wide)), width * 0.3) + 12;
  const left = Math.max(...ticks.map((tick) => wide(tickWords(tick, decimals)))) + 18;
  const [top, bottom, right] = [34, isNarrow ? 248 : 316, width - room];
  const moments = series.flatMap((line) => line.known.map((point) => point.when));
  let [first, last] = [Math.min(...moments), Math.max(...moments, ...(isCounted ? [offer.as_of] : []))];
  if (last - first < 0.5) [first, last] = [first - 1, last + 1];
  const [x, y] = [scale(first, last, left, right), scale(ticks[0], ticks.at(-1), bottom, top)];
  const marks = [put(isRtl ? width : 0, 14, cut(unit, width), "tq", isRtl ? "right" : "left")];
  for (const tick of ticks) {
    marks.push(stroke(`M${left - 10} ${y(tick)}H${right}`, tick === ticks[0] ? "axis" : "grid"));
    marks.push(put(left - 16, y(tick) + 4, tickWords(tick, decimals), "tq", "right"));
  }
  const step = [1, 2, 5, 10, 20, 25, 50, 100].find((years) => (last - first) / years <= (isNarrow ? 5 : 10)) ?? 100;
  for (let year = Math.ceil(first / step) * step; year <= last; year += step) {
    marks.push(stroke(`M${x(year)} ${bottom}v4`, "axis"), put(x(year), bottom + 19, String(year), "tq", "middle"));
  }
  const ends = [];
  series.forEach((line, at) => {
    const look = isOne ? "main" : `k${at + 1}`;
    let data = "";
    let isBroken = true;
    for (const point of line.points.filter((one) => one.when >= line.known[0].when && one.when <= line.known.at(-1).when)) {
      if (point.value !== null) data += isBroken ? `M${x(point.when)} ${y(point.value)}` : isCounted ? `H${x(point.when)}V${y(point.value)}` : `L${x(point.when)} ${y(point.value)}`;
      isBroken = point.value === null;
    }
    marks.push(stroke(isCounted ? `${data}H${x(last)}` : data, look));
    if (!isCounted && line.known.length <= 14) {
      for (const point of line.known) marks.push(mark("circle", { cx: x(point.when), cy: y(point.value), r: 3, class: `c-${isOne ? "dot" : `k${at + 1}d`}` }));
    }
    const end = line.known.at(-1);
    ends.push({ y: y(end.value), words: isOne ? written(end.value, decimals) : cut(tellers[at], room - 8), look: isOne ? "ta" : `k${at + 1}t`, x: isCounted ? x(last) : x(end.when) });
  });
  ends.sort((one, other) => one.y - other.y);
  ends.forEach((end, at) => { end.at = Math.max(end.y, at ? ends[at - 1].at + 14 : top); });
  const over = ends.at(-1).at - bottom;
  ends.forEach((end) => marks.push(put((isOne ? end.x : right) + 8, Math.min(end.at, end.at - Math.max(over, 0)) + 4, end.words, end.look)));
  return drawing(width, bottom + 28, isNarrow ? "plot-narrow" : "plot-wide", words, marks);
};

export const swatch = (width, marks) => mark("svg", { viewBox: `0 0 ${width} 14`, "aria-hidden": "true" }, marks);
export const legend = (items) => {
  const list = element("ul", "", { class: "plot-legend" });
  for (const [picture, words] of items) {
    const item = element("li");
    item.append(picture, ` ${words}`);
    list.append(item);
  }
  return list;
};

const bandsOf = (values) => {
  const single = [...new Set(values)];
  if (single.length <= most.classes) return single.map((value) => [value, value]);
  const ends = new Set();
  for (let rank = 1; rank < most.classes; rank += 1) ends.add(values[Math.min(values.length - 1, Math.floor((values.length * rank) / most.classes))]);
  const highs = [...[...ends].filter((end) => end < values.at(-1)), values.at(-1)];
  return highs.map((high, at) => [at ? single.find((value) => value > highs[at - 1]) : values[0], high]);
};

export const drawMap = (world, found, key, words) => {
  const known = [...found.values()].filter((point) => point.value !== null).map((point) => point.value).sort((a, b) => a - b);
  const bands = bandsOf(known);
  const shade = (at) => `m${(bands.length === 1 ? 4 : Math.round((at * 4) / (bands.length - 1))) + 1}`;
  const bandOf = (value) => bands.findIndex(([, high]) => value <= high);
  const [width, height] = world.viewBox.slice(2);
  const scaled = { transform: `scale(${1 / world.grid})` };
  const hatch = mark("pattern", { id: "missing", width: 4, height: 4, patternUnits: "userSpaceOnUse", patternTransform: `rotate(-45)` }, [
    mark("rect", { width: 4, height: 4, class: "c-h-grey" }), stroke("M0 0V4", "h-ink")]);
  const others = Object.entries(world.areas).filter(([code]) => !found.has(code)).map(([, path]) => path).join("");
  const marks = [mark("defs", {}, [hatch]), mark("g", scaled, [stroke(others + world.land, "land")])];
  const why = new Map();
  for (const [code, point] of found) {
    const isMissing = point.value === null;
    const status = offer.statuses[point.status] ?? point.status;
    if (isMissing) why.set(status, (why.get(status) ?? 0) + 1);
    const title = mark("title", {}, [`${named(code)}: ${isMissing ? status : said(point.value, key)} (${dated(point.period)})`]);
    const look = isMissing ? { fill: "url(#missing)" } : { class: `c-${shade(bandOf(point.value))}` };
    if (world.areas[code]) marks.push(mark("g", { ...look, ...scaled }, [stroke(world.areas[code], "edge", {}), title]));
    else if (world.points[code]) marks.push(mark("circle", { cx: world.points[code][0], cy: world.points[code][1], r: 3.6, ...look }, [title]));
  }
  const counts = bands.map((_band, at) => known.filter((value) => bandOf(value) === at).length);
  const items = bands.map(([low, high], at) => [
    swatch(20, [mark("rect", { y: 1, width: 20, height: 12, class: `c-${shade(at)}` })]),
    `${low === high ? said(low, key) : `${said(low, key)} – ${said(high, key)}`} (${written(counts[at], 0)})`]);
  for (const [status, count] of why) {
    items.push([swatch(20, [mark("rect", { y: 1, width: 20, height: 12, fill: "url(#missing)" })]), `${status} (${written(count, 0)})`]);
  }
  items.push([swatch(20, [mark("rect", { y: 1, width: 20, height: 12, class: "c-land" })]), texts.none_here]);
  const alt = filled(texts.map_alt, { classes: written(bands.length, 0), low: said(known[0], key), high: said(known.at(-1), key), count: written(known.length, 0) });
  return [drawing(width, height, "plot-map", `${words} ${alt}`, marks), legend(items), element("p", texts.boundaries, { class: "plot-note" })];
};

export const drawSpots = (pairs, across, up, words, width) => {
  const isNarrow = width < 500;
  const [xs, ys] = [ticksOf(pairs.map((pair) => pair.across.value), isNarrow ? 3 : 6), ticksOf(pairs.map((pair) => pair.up.value), 5)];
  const left = Math.max(...ys.map((tick) => wide(tickWords(tick)))) + 18;
  const [top, bottom, right] = [34, isNarrow ? 280 : 380, width - 24];
  const [x, y] = [scale(xs[0], xs.at(-1), left, right), scale(ys[0], ys.at(-1), bottom, top)];
  const titled = (key) => `${about(key).title} (${about(key).unit})`;
  const marks = [put(isRtl ? width : 0, 14, cut(titled(up), width), "tq", isRtl ? "right" : "left")];
  for (const tick of ys) marks.push(stroke(`M${left - 10} ${y(tick)}H${right}`, tick === ys[0] ? "axis" : "grid"), put(left - 16, y(tick) + 4, tickWords(tick), "tq", "right"));
  for (const tick of xs) marks.push(stroke(`M${x(tick)} ${bottom}v4`, "axis"), put(x(tick), bottom + 19, tickWords(tick), "tq", "middle"));
  marks.push(put(right, bottom + 40, cut(titled(across), right), "tq", "right"));
  const taken = [];
  for (const pair of pairs) {
    const [cx, cy] = [x(pair.across.value), y(pair.up.value)];
    const title = mark("title", {}, [`${named(pair.place)}: ${said(pair.across.value, across)} · ${said(pair.up.value, up)}`]);
    marks.push(mark("circle", { cx, cy, r: pair.isNamed ? 5 : 4, class: pair.isNamed ? "c-spotn" : "c-spot" }, [title]));
  }
  for (const pair of pairs.filter((one) => one.isNamed)) {
    const [cx, cy, room] = [x(pair.across.value), y(pair.up.value), wide(named(pair.place))];
    const isLeft = cx + 10 + room > width;
    const at = isLeft ? cx - 8 : cx + 8;
    const box = [isLeft ? at - room : at, cy - 10, isLeft ? at : at + room, cy + 6];
    if (taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3])) continue;
    taken.push(box);
    marks.push(put(at, cy + 4, named(pair.place), "tl", isLeft ? "right" : "left"));
  }
  return drawing(width, bottom + 50, isNarrow ? "plot-narrow" : "plot-wide", words, marks);
};

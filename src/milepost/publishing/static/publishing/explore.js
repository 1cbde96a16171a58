// Exploring in a site as files: reads the figures of an indicator from its file, draws lines, a map
// or spots, and keeps the question in the address. What it shows is what the service shows.
import {
  drawLines, drawMap, drawSpots, legend, swatch,
} from "./explore_drawing.js";
import {
  $, about, dated, element, filled, grouped, isPlace, language, listed, most, named, offer,
  said, stroke, table, texts, written,
} from "./explore_words.js";

const VIEWS = ["chart", "map", "against", "table"];
const files = new Map();
const question = { indicator: "", places: [], breakdowns: [], from: "", to: "", against: "", view: "chart" };
let turn = 0;

// Figures

const fetched = (address) => {
  if (!files.has(address)) {
    files.set(address, fetch(address).then((answer) => {
      if (!answer.ok) throw new Error(address);
      return answer.json();
    }));
    files.get(address).catch(() => files.delete(address));
  }
  return files.get(address);
};
const row = (key) => document.querySelector(`dd[data-indicator="${CSS.escape(key)}"]`);
const figuresOf = async (key) => {
  const file = await fetched(row(key).dataset.figures);
  file.found ??= new Map(file.series.map((series) => [`${series.place}|${series.breakdown}`, series]));
  return file;
};
const within = ([, when]) =>
  (!question.from || Math.floor(when) >= +question.from) && (!question.to || Math.floor(when) <= +question.to);
const seriesOf = (file, place, breakdown) => {
  const found = file.found.get(`${place}|${breakdown}`);
  const points = (found?.figures ?? []).filter(within)
    .map(([period, when, value, status]) => ({ period, when, value, status }));
  return { place, breakdown, origin: found?.origin ?? "observed", points, known: points.filter((point) => point.value !== null) };
};
const askedBreakdowns = (key) => {
  const known = about(key).breakdowns.map(([name]) => name);
  const asked = key === question.indicator ? question.breakdowns.filter((name) => known.includes(name)) : [];
  return asked.length ? asked : known.slice(0, 1);
};
const askedPlaces = () => (question.places.length ? question.places : about(question.indicator).usual);
const linesOf = (file) => askedPlaces()
  .flatMap((place) => askedBreakdowns(question.indicator).map((breakdown) => seriesOf(file, place, breakdown)))
  .filter((series) => series.points.length).slice(0, most.lines);
const latest = (file, key) => {
  const [breakdown] = askedBreakdowns(key);
  const found = new Map();
  for (const code of file.countries) {
    const series = seriesOf(file, code, breakdown ?? "");
    const last = (series.known.length ? series.known : series.points).at(-1);
    if (last) found.set(code, last);
  }
  return found;
};

// Answers

const pivot = (series) => {
  const several = new Set(series.map((line) => line.breakdown)).size > 1;
  const periods = new Map();
  series.forEach((line, at) => line.points.forEach((point) => {
    if (!periods.has(point.period)) periods.set(point.period, { when: point.when, cells: [] });
    periods.get(point.period).cells[at] = point;
  }));
  const cell = (point) => (!point ? "–" : point.value === null ? { why: offer.statuses[point.status] ?? point.status } : written(point.value));
  const rows = [...periods].sort(([, one], [, other]) => one.when - other.when)
    .map(([period, found]) => [dated(period), ...series.map((_line, at) => cell(found.cells[at]))]);
  const heads = series.map((line) => (several ? listed([named(line.place)]) + `, ${grouped(question.indicator, line.breakdown)}` : named(line.place)));
  return table([texts.time, ...heads], rows);
};
const silent = (series) => {
  const places = question.places.filter((code) => !series.some((line) => line.place === code));
  return places.length ? filled(texts.silent, { places: listed(places.map(named)) }) : "";
};

const lines = (file) => {
  const key = question.indicator;
  const found = linesOf(file);
  if (question.view === "table") return found.length ? { table: pivot(found), note: silent(found) } : { absent: texts.no_figures };
  const series = found.filter((line) => line.known.length);
  if (!series.length) return { absent: texts.no_figures };
  const places = [...new Set(series.map((line) => line.place))];
  const several = new Set(series.map((line) => line.breakdown)).size > 1;
  for (const line of series) {
    const group = grouped(key, line.breakdown);
    line.name = several ? (places.length > 1 ? `${named(line.place)}, ${group}` : group) : named(line.place);
  }
  const isRolled = series.every((line) => line.origin === "aggregated");
  const unit = isRolled && about(key).counted ? texts.parties : isRolled && about(key).share ? texts.share : about(key).unit;
  const decimals = isRolled && (about(key).counted || about(key).share) ? 0 : about(key).decimals ?? 0;
  const alt = filled(texts.lines_alt, { lines: series.map((line) => filled(texts.line_alt, {
    place: line.name, from: written(line.known[0].value, decimals), first: dated(line.known[0].period),
    to: written(line.known.at(-1).value, decimals), last: dated(line.known.at(-1).period) })).join("; ") });
  const drawn = [720, 360].map((width) => drawLines(series, unit, decimals, about(key).counted, alt, width));
  if (series.length > 1) {
    const key2 = element("div", "", { class: "plot-narrow" });
    key2.append(legend(series.map((line, at) => [swatch(42, [stroke("M0 7H42", `k${at + 1}`)]), `${written(at + 1, 0)} · ${line.name}`])));
    drawn.push(key2);
  }
  const isBroken = series.some((line) => line.points.some((point) => point.value === null && point.when > line.known[0].when && point.when < line.known.at(-1).when));
  return {
    title: filled(texts.lines_title, { what: about(key).title, places: listed(places.map(named)) }),
    about: [about(key).about || about(key).title, several || series[0].breakdown ? listed([...new Set(series.map((line) => grouped(key, line.breakdown)))]) : ""].filter(Boolean).join(" "),
    note: [isBroken ? texts.gap : "", silent(series)].filter(Boolean).join(" "), drawn, behind: pivot(found),
  };
};

const map = (file, world) => {
  const key = question.indicator;
  const found = latest(file, key);
  const known = [...found.values()].filter((point) => point.value !== null);
  if (!known.length) return { absent: texts.no_country };
  const years = known.map((point) => Math.floor(point.when));
  const [first, last] = [Math.min(...years), Math.max(...years)];
  const title = filled(texts.map_title, { what: about(key).title, years: first === last ? first : `${first}–${last}` });
  const [breakdown] = askedBreakdowns(key);
  const rows = [...found].sort(([one], [other]) => named(one).localeCompare(named(other), language))
    .map(([code, point]) => [named(code), code, dated(point.period), point.value === null ? { why: offer.statuses[point.status] ?? point.status } : said(point.value, key)]);
  return { title, about: breakdown ? grouped(key, breakdown) : about(key).unit, drawn: drawMap(world, found, key, title), behind: table([texts.country, "M49", texts.period, about(key).unit], rows) };
};

const against = (file, other) => {
  const [across, up] = [question.indicator, question.against];
  const [one, two] = [latest(file, across), latest(other, up)];
  const pairs = [...one.keys()].filter((code) => one.get(code).value !== null && (two.get(code)?.value ?? null) !== null).sort()
    .map((place) => ({ place, across: one.get(place), up: two.get(place) }));
  if (pairs.length < 3) return { absent: texts.too_few };
  const byAcross = [...pairs].sort((a, b) => a.across.value - b.across.value);
  const byUp = [...pairs].sort((a, b) => a.up.value - b.up.value);
  const chosen = question.places.length ? question.places : [byAcross.at(-1), byUp.at(-1), byAcross[0], byUp[0], byAcross.at(-2), byUp.at(-2)].map((pair) => pair.place);
  pairs.forEach((pair) => { pair.isNamed = chosen.includes(pair.place); });
  const title = filled(texts.against_title, { up: about(up).title, across: about(across).title });
  const alt = filled(texts.against_alt, { up: about(up).title, across: about(across).title });
  const rows = pairs.map((pair) => [named(pair.place), pair.place, dated(pair.across.period), said(pair.across.value, across), dated(pair.up.period), said(pair.up.value, up)]);
  return { title, about: `${about(across).unit} · ${about(up).unit}`, note: texts.caution, sources: [across, up], drawn: [720, 360].map((width) => drawSpots(pairs, across, up, alt, width)),
    behind: table([texts.country, "M49", texts.period, about(across).title, texts.second_period, about(up).title], rows) };
};

const answered = async () => {
  if (question.view === "against" && !question.against) return { absent: texts.choose_second };
  const file = await figuresOf(question.indicator);
  if (question.view === "map") return map(file, await fetched($("explorer").dataset.world));
  if (question.view === "against") return against(file, await figuresOf(question.against));
  return lines(file);
};

// The page

const address = () => {
  const query = new URLSearchParams({ indicator: question.indicator });
  question.places.forEach((code) => query.append("place", code));
  question.breakdowns.forEach((key) => query.append("breakdown", key));
  for (const name of ["from", "to", "against", "view"]) if (question[name]) query.append(name, question[name]);
  return question.indicator ? `${location.pathname}?${query}` : location.pathname;
};

// What is shown below is told to those who do not see it; why nothing is shown, to everybody.
const told = (words, isSeen = true) => {
  $("told").className = isSeen && words ? "notice" : "hidden";
  if ($("told").textContent !== words) $("told").textContent = words;
};
const show = async () => {
  const mine = (turn += 1);
  const key = question.indicator;
  history.replaceState(null, "", address());
  const when = { asked: key, against: key && question.view === "against", places: question.places.length, breakdowns: key && about(key).breakdowns.length > 1 };
  document.querySelectorAll("[data-when]").forEach((part) => { part.hidden = !when[part.dataset.when]; });
  $("answer").hidden = !key;
  if (!key) return told("");
  $("answer-title").textContent = about(key).title;
  $("permanent").href = address();
  $("permanent").textContent = $("permanent").href;
  $("files").replaceChildren(...[...row(key).querySelectorAll("li")].map((item) => item.cloneNode(true)));
  const waiting = setTimeout(() => told(texts.loading), 300);
  let found;
  try {
    found = await answered();
  } catch {
    found = { absent: texts.failed };
  }
  clearTimeout(waiting);
  if (mine !== turn) return undefined;
  $("figure").hidden = !found.drawn;
  $("table").hidden = !found.table;
  $("table").replaceChildren(...(found.table ? [found.table] : []));
  const source = [...new Set((found.sources ?? [key]).map((one) => about(one).source)), found.note].filter(Boolean).join(" ");
  $("table-unit").textContent = found.table ? about(key).unit : "";
  $("table-source").textContent = found.table ? source : "";
  if (found.drawn) {
    $("figure-title").textContent = found.title;
    $("figure-about").textContent = found.about;
    $("plot").replaceChildren(...found.drawn);
    $("figure-source").textContent = source;
    $("behind-table").replaceChildren(found.behind);
    $("behind-table").setAttribute("aria-label", found.title);
  }
  return told(found.absent ?? found.title ?? about(key).title, Boolean(found.absent));
};

const ticked = (value, words, isOn, changed) => {
  const label = element("label");
  const box = element("input", "", { type: "checkbox", value });
  box.checked = isOn;
  box.addEventListener("change", () => changed(box.checked));
  label.append(box, ` ${words}`);
  return label;
};
const offerPlaces = () => {
  $("places").replaceChildren(...question.places.map((code) => ticked(code, named(code), true, () => {
    question.places = question.places.filter((other) => other !== code);
    offerPlaces();
    $("place").focus();
    show();
  })));
};
const offerBreakdowns = () => {
  const key = question.indicator;
  const chosen = key ? askedBreakdowns(key) : [];
  $("breakdowns").replaceChildren(...(key ? about(key).breakdowns.slice(0, most.choices) : []).map(([name, words]) => ticked(name, words, chosen.includes(name), (isOn) => {
    const others = askedBreakdowns(key).filter((other) => other !== name);
    question.breakdowns = (isOn ? [...others, name] : others).slice(-most.breakdowns);
    $("breakdowns").querySelectorAll("input").forEach((box) => { box.checked = askedBreakdowns(key).includes(box.value); });
    show();
  })));
};
const offerSecond = () => {
  const rest = [...$("indicator").options].filter((option) => !option.value || option.value !== question.indicator);
  $("against").replaceChildren(...rest.map((option) => option.cloneNode(true)));
  $("against").options[0].textContent = $("indicator").options[0].textContent;
  $("against").value = question.against;
};

const read = () => {
  const asked = new URLSearchParams(location.search);
  const refused = [];
  const known = (name) => {
    const key = asked.get(name) ?? "";
    if (key && !Object.hasOwn(offer.indicators, key)) refused.push(["unknown", key]);
    return Object.hasOwn(offer.indicators, key) ? key : "";
  };
  const year = (name) => {
    const stated = (asked.get(name) ?? "").trim();
    if (stated && !/^\d{4}$/.test(stated)) refused.push(["unknown", stated]);
    return /^\d{4}$/.test(stated) ? stated : "";
  };
  const several = (name, count, test) => {
    const stated = [...new Set(asked.getAll(name))];
    stated.slice(count).forEach((text) => refused.push(["too_many", text]));
    stated.slice(0, count).filter((text) => !test(text)).forEach((text) => refused.push(["unknown", text]));
    return stated.slice(0, count).filter(test);
  };
  question.indicator = known("indicator");
  const hash = decodeURIComponent(location.hash).replace("#about-", "");
  if (!asked.has("indicator") && Object.hasOwn(offer.indicators, hash)) question.indicator = hash;
  question.against = known("against");
  question.places = several("place", most.places, (code) => isPlace(code));
  question.breakdowns = several("breakdown", most.breakdowns, () => true);
  [question.from, question.to] = [year("from"), year("to")];
  if (question.from && question.to && question.from > question.to) {
    refused.push(["order", `${question.from} – ${question.to}`]);
    [question.from, question.to] = [question.to, question.from];
  }
  question.view = VIEWS.includes(asked.get("view")) ? asked.get("view") : "chart";
  $("refused").replaceChildren(...refused.map(([why, what]) => element("p", filled(texts[`refused_${why}`], { what: what.slice(0, 80) }), { class: "notice bad" })));
};

const begin = () => {
  for (const set of offer.places) {
    const group = element("optgroup", "", { label: set.label || document.querySelector("#explorer").dataset.groups });
    group.append(...set.places.map(([code, name]) => element("option", name, { value: code })));
    $("place").append(group);
  }
  read();
  $("indicator").value = question.indicator;
  $("from").value = question.from;
  $("to").value = question.to;
  document.querySelectorAll("[name=view]").forEach((radio) => {
    radio.checked = radio.value === question.view;
    radio.addEventListener("change", () => { question.view = radio.value; show(); });
  });
  $("indicator").addEventListener("change", () => {
    question.indicator = $("indicator").value;
    question.breakdowns = [];
    if (question.against === question.indicator) question.against = "";
    offerBreakdowns();
    offerSecond();
    show();
  });
  $("place").addEventListener("change", () => {
    const code = $("place").value;
    $("place").value = "";
    if (code && !question.places.includes(code)) question.places = [...question.places, code].slice(-most.places);
    offerPlaces();
    show();
  });
  $("against").addEventListener("change", () => { question.against = $("against").value; show(); });
  for (const name of ["from", "to"]) {
    $(name).addEventListener("change", () => {
      question[name] = /^\d{4}$/.test($(name).value.trim()) ? $(name).value.trim() : "";
      show();
    });
  }
  for (const title of document.querySelectorAll("#indicators dt")) {
    const link = element("a", title.textContent, { href: `?indicator=${title.id.slice("about-".length)}` });
    title.replaceChildren(link);
  }
  offerPlaces();
  offerBreakdowns();
  offerSecond();
  $("needs").hidden = true;
  $("explorer").hidden = false;
  show();
};
begin();

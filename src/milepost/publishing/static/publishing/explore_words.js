// Words, numbers and elements for the page of exploring (explore.js).
export const $ = (id) => document.getElementById(id);
export const offer = JSON.parse($("offer").textContent);
export const { texts, most, language } = offer;
export const isRtl = document.documentElement.dir === "rtl";
const names = new Map(offer.places.flatMap((set) => set.places));

// Words and numbers

export const filled = (text, values = {}) => text.replace(/%\((\w+)\)s/g, (_all, name) => values[name] ?? "").replaceAll("%%", "%");
const LOCALE = `${language === "en" ? "en-GB" : language}-u-nu-latn`;
export const written = (value, decimals) => {
  const size = Math.abs(value);
  let digits = decimals ?? (size >= 1000 || Number.isInteger(value) ? 0 : 1);
  if (decimals == null && size > 0 && size < 10 && value !== Math.round(value * 10) / 10) digits = 2;
  return new Intl.NumberFormat(LOCALE, { minimumFractionDigits: digits, maximumFractionDigits: digits })
    .format(value).replaceAll("-", "−");
};
export const dated = (period) => {
  const parts = /^(\d{4})-(\d\d)(?:-(\d\d))?$/.exec(period);
  if (parts === null) return /^\d{4}\.\d+$/.test(period) ? period.slice(0, 4) : period;
  const shape = { year: "numeric", month: "long", timeZone: "UTC", ...(parts[3] ? { day: "numeric" } : {}) };
  return new Date(Date.UTC(+parts[1], +parts[2] - 1, +(parts[3] ?? 1))).toLocaleDateString(LOCALE, shape).replace(/ г\.$/, " года");
};
export const listed = (items) => new Intl.ListFormat(LOCALE, { type: "conjunction" }).format(items);
export const isPlace = (code) => names.has(code);
export const named = (code) => names.get(code) ?? code;
export const about = (key) => offer.indicators[key];
export const said = (value, key) => {
  if (value === null) return "–";
  if (about(key).answer && (value === 0 || value === 1)) return value ? texts.yes : texts.no;
  return written(value, about(key).decimals);
};
export const grouped = (key, breakdown) => (about(key).breakdowns.find(([name]) => name === breakdown) ?? ["", breakdown])[1];

// Elements

export const element = (name, text = "", attributes = {}) => {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};
export const mark = (name, attributes = {}, inside = []) => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  made.append(...inside);
  return made;
};
const ANCHORS = isRtl ? { left: "end", middle: "middle", right: "start" } : { left: "start", middle: "middle", right: "end" };
export const put = (x, y, words, look, side = "left") =>
  mark("text", { x, y, class: `c-${look}`, "text-anchor": ANCHORS[side] }, [words]);
export const stroke = (data, look, more = {}) => mark("path", { d: data, class: `c-${look}`, ...more });
export const drawing = (width, height, look, words, marks) =>
  mark("svg", { viewBox: `0 0 ${width} ${height}`, class: look, role: "img", "aria-label": words }, marks);
export const table = (head, rows, label) => {
  const made = element("table", "", { class: "table" });
  const top = made.createTHead().insertRow();
  for (const cell of head) top.append(element("th", cell, { scope: "col" }));
  const body = made.createTBody();
  for (const row of rows) {
    const line = body.insertRow();
    row.forEach((cell, at) => {
      const shown = element(at ? "td" : "th", cell.why ? "" : cell.text ?? cell, at ? {} : { scope: "row" });
      if (cell.why) shown.append(element("span", cell.why, { class: "quiet" }));
      line.append(shown);
    });
  }
  if (label) made.setAttribute("aria-label", label);
  return made;
};

// Finding a page in a site as files. The page itself is an index that needs no script; with it,
// words are looked up in an index that is fetched when somebody begins to type.
"use strict";
(() => {
  const box = document.getElementById("finder");
  const field = document.getElementById("q");
  const list = document.getElementById("found");
  const told = document.getElementById("told");
  const page = document.getElementById("index");
  const MOST = 60;
  let entries = null;

  // The same comparison as kernel/folding.py, with its tables; tests hold both to the same finds.
  const tables = JSON.parse(box.dataset.tables);
  const language = document.documentElement.lang;
  const HAN = "\\u2e80-\\u9fff\\uf900-\\ufaff";
  const WORD = new RegExp(`[${HAN}]+|(?:(?![${HAN}])[\\p{L}\\p{N}])+`, "gu");
  const IS_HAN = new RegExp(`[${HAN}]`);
  const letter = (one) => (Object.hasOwn(tables.letters, one) ? tables.letters[one] : one);
  const kept = new Map();

  const PARTICLE = new RegExp(`${tables.noParticle}|${tables.particle}`, "g");

  const bare = (word) => {
    if (tables.notLed.includes(word)) return word;
    const fits = (lead) => word.startsWith(lead)
      && word.length >= lead.length + (lead === "ال" ? 2 : tables.shortest);
    const lead = tables.leads.find(fits);
    return lead ? word.slice(lead.length) : word;
  };

  const folded = (text) =>
    ([...text.normalize("NFKD").toLowerCase()].map(letter).join("")
      .replace(/\p{Mn}/gu, "")
      .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .replace(PARTICLE, (found) => (found === tables.noParticle ? found : " "))
      .match(WORD) || []).map(bare);

  const cutDown = (word) => {
    const code = /[\u0400-\u04ff]/.test(word) ? "ru" : /[\u0600-\u06ff]/.test(word) ? "ar"
      : language === "fr" || language === "es" ? language : "en";
    const whole = code === "en" && Object.hasOwn(tables.unlike, word) ? tables.unlike[word] : word;
    for (let size = Math.min(tables.longest, whole.length); size > 0; size -= 1) {
      const ending = whole.slice(-size);
      if (Object.hasOwn(tables.endings[code], ending)) {
        const left = whole.length - tables.endings[code][ending];
        return left >= tables.shortest ? whole.slice(0, left) : whole;
      }
    }
    return whole;
  };

  const stem = (word) => {
    if (!kept.has(word)) kept.set(word, cutDown(word));
    return kept.get(word);
  };

  const pairsMet = (run, text) => {
    const pairs = run.length < 2 ? [run]
      : [...run.slice(1)].map((_one, at) => run.slice(at, at + 2));
    const met = pairs.filter((pair) => text.includes(pair)).length;
    return text.includes(run) || 3 * met >= tables.pairs * pairs.length;
  };

  const matches = (asked, text) => {
    const words = text.split(" ");
    return asked.every((word) => IS_HAN.test(word) ? pairsMet(word, text)
      : words.some((other) => other.startsWith(word))
        || words.some((other) => stem(other) === stem(word)));
  };

  const ownLinks = () =>
    [...page.querySelectorAll("a")].map((link) => ({
      title: link.textContent, href: link.getAttribute("href"),
      words: folded(link.textContent).join(" "),
    }));

  const fetched = async () => {
    const parts = [box.dataset.promises, box.dataset.places];
    const answers = await Promise.all(parts.map((part) => fetch(part)));
    if (!answers.every((answer) => answer.ok)) throw new Error("no index");
    const hrefs = new Map();
    for (const link of page.querySelectorAll("a")) {
      hrefs.set(link.textContent, [...(hrefs.get(link.textContent) || []), link.getAttribute("href")]);
    }
    const rows = (await Promise.all(answers.map((answer) => answer.json()))).flat();
    return rows.map((row) => ({ ...row, href: (hrefs.get(row.title) || []).shift() }));
  };

  const show = (words) => {
    const found = entries.filter((row) => row.href && matches(words, row.words));
    const whole = words.join(" ");
    const rank = (row) => (row.words.startsWith(whole) ? 0 : folded(row.title).join(" ").includes(whole) ? 1 : 2);
    found.sort((a, b) => rank(a) - rank(b));
    list.replaceChildren(...found.slice(0, MOST).map((row) => {
      const item = document.createElement("li");
      const link = document.createElement("a");
      link.href = row.href;
      link.textContent = row.title;
      item.append(link);
      return item;
    }));
    const count = found.length;
    told.textContent = count === 0 ? box.dataset.none
      : count === 1 ? told.dataset.one
        : told.dataset.many.replace("#", count.toLocaleString(document.documentElement.lang));
  };

  const look = async () => {
    const words = folded(field.value);
    const isEmpty = words.length === 0;
    list.hidden = isEmpty;
    page.hidden = !isEmpty;
    if (isEmpty) {
      told.textContent = "";
      return;
    }
    if (entries === null) {
      entries = ownLinks();
      if (location.protocol !== "file:") fetched().then((rows) => { entries = rows; look(); }, () => {});
    }
    show(words);
  };

  box.hidden = false;
  field.addEventListener("input", look);
  if (field.value) look();
})();

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

  // The same folding as pages/finding.py; tests hold both to one table.
  const folded = (text) =>
    (text.normalize("NFKD").toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ")
      .replace(/\p{Mn}/gu, "")
      .replace(/ى/g, "ي").replace(/ة/g, "ه").replace(/ـ/g, "")
      .replace(/[٠-٩]/g, (digit) => String(digit.charCodeAt(0) - 0x660))
      .replace(/[۰-۹]/g, (digit) => String(digit.charCodeAt(0) - 0x6f0))
      .match(/[\p{L}\p{N}]+/gu) || []).map((word) => word.replace(/^ال(?=..)/, ""));

  const matches = (words, text) => {
    const padded = ` ${text}`;
    return words.every((word) => padded.includes(/[^\x00-\u2e7f]/.test(word) ? word : ` ${word}`));
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

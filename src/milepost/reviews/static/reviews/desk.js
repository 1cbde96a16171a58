/* Keeps a copy of what is typed into a form in this browser, so that nothing is lost when the line
   drops or the session ends; offers it again, and forgets it when it was handed in or when the
   page already holds it. The page works without this script. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-keep]");
  if (!form) return;
  const own = `milepost:${form.dataset.person}:`;
  const key = own + form.dataset.keep;
  const done = new Set((form.dataset.done || "").split(" ").filter(Boolean));
  const oldest = Date.now() - 30 * 24 * 3600 * 1000;
  const aside = new Set(["csrfmiddlewaretoken", "seen", "submission", "action", "version"]);

  const read = (name) => {
    try { return JSON.parse(localStorage.getItem(name)); } catch { return null; }
  };
  const write = (name, value) => {
    try { localStorage.setItem(name, JSON.stringify(value)); } catch { /* no room: the page still works */ }
  };
  const values = () => Object.fromEntries(
    [...new FormData(form)].filter(([name]) => !aside.has(name) && !/_FORMS$/.test(name)));
  const plain = (value) => String(value || "").replace(/\r\n/g, "\n").trim();
  const differs = (one, other) =>
    Object.keys({ ...one, ...other }).some((name) => plain(one[name]) !== plain(other[name]));

  let names = [];
  try { names = Object.keys(localStorage).filter((name) => name.startsWith(own)); } catch { return; }
  for (const name of names) {
    const kept = read(name);
    if (!kept || done.has(kept.submission) || kept.at < oldest) localStorage.removeItem(name);
  }

  const offer = document.querySelector("[data-offer]");
  const kept = read(key);
  if (kept && !differs(kept.values, values())) {
    if (!("unsaved" in form.dataset)) localStorage.removeItem(key);
  } else if (kept && offer) {
    offer.hidden = false;
    offer.querySelector("[data-take]").addEventListener("click", () => {
      for (const [name, value] of Object.entries(kept.values)) {
        const field = form.elements.namedItem(name);
        if (field) field.value = value;
      }
      offer.hidden = true;
      (form.elements.namedItem("reason") || form.querySelector("textarea")).focus();
    });
    offer.querySelector("[data-drop]").addEventListener("click", () => {
      localStorage.removeItem(key);
      offer.hidden = true;
    });
  }

  const keep = () => write(key, {
    submission: (form.elements.namedItem("submission") || {}).value, at: Date.now(), values: values(),
  });
  form.addEventListener("input", keep);
  let isSent = false;
  form.addEventListener("submit", (event) => {
    if (isSent) { event.preventDefault(); return; }
    isSent = true;
    if (event.submitter && event.submitter.value === "discard") localStorage.removeItem(key);
    else keep();
  });
  window.addEventListener("pageshow", () => { isSent = false; });
})();

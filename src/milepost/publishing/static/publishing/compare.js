// Two places side by side in a site as files: reads the ratings of both from their files and fills
// the table that the page holds, one row a benchmark.
const $ = (id) => document.getElementById(id);
const selects = [$("a"), $("b")];
const rows = [...$("side-by-side").tBodies[0].rows];
const said = $("told");
let turn = 0;

const fetched = async (code) => {
  const option = [...selects[0].options].find((one) => one.value === code);
  const answer = await fetch(option.dataset.ratings);
  if (!answer.ok) throw new Error(code);
  return (await answer.json()).ratings;
};

const symbolOf = ([state, reason, flags]) => {
  const kept = $(`state-${state === "grey" ? reason : state}`) ?? $("state-not_assessed");
  const shown = kept.content.cloneNode(true);
  for (const flag of flags) {
    const word = $(`flag-${flag}`)?.content.cloneNode(true);
    if (word) shown.querySelector(".state > span").append(" ", word);
  }
  return shown;
};

const compare = (ratings) => {
  let [both, same] = [0, 0];
  for (const row of rows) {
    const pair = ratings.map((found) => found[row.dataset.key]);
    row.hidden = !pair.some(Boolean);
    const shown = pair.map((rating) => rating ?? ["grey", "not_assessed", []]);
    shown.forEach((rating, at) => row.cells[at + 1].replaceChildren(symbolOf(rating)));
    if (shown.every(([state]) => state !== "grey")) {
      both += 1;
      same += shown[0][0] === shown[1][0] ? 1 : 0;
    }
  }
  return [both, same];
};

const show = async () => {
  const mine = (turn += 1);
  const codes = selects.map((select) => select.value);
  const query = new URLSearchParams(Object.entries({ a: codes[0], b: codes[1] }).filter(([, code]) => code));
  history.replaceState(null, "", `${location.pathname}${codes.some(Boolean) ? `?${query}` : ""}`);
  const isWhole = codes.every(Boolean);
  if (!isWhole) {
    $("compared").hidden = true;
    said.textContent = "";
    return;
  }
  try {
    const ratings = await Promise.all(codes.map(fetched));
    if (mine !== turn) return;
    const [both, same] = compare(ratings);
    const number = (count) => count.toLocaleString(`${document.documentElement.lang}-u-nu-latn`);
    said.textContent = rows.every((row) => row.hidden) ? said.dataset.none
      : said.dataset.both.replace("%(both)s", number(both)).replace("%(same)s", number(same));
    selects.forEach((select, at) => { $(`name-${at}`).textContent = select.selectedOptions[0].textContent; });
    $("compared").hidden = rows.every((row) => row.hidden);
  } catch {
    if (mine === turn) said.textContent = said.dataset.failed;
  }
};

const asked = new URLSearchParams(location.search);
const start = [asked.get("a") ?? location.hash.replace("#place-", ""), asked.get("b") ?? ""];
selects.forEach((select, at) => {
  select.value = start[at];
  if (select.selectedIndex < 0) select.value = "";
  select.addEventListener("change", show);
});
$("needs").hidden = true;
$("choosing").hidden = false;
show();

// Shows what wengaoSearch finds as words are typed. The address always says what is shown, so it can be kept and sent.
(() => {
  "use strict";
  const PAGE = 20; // results shown at once, and more at each press of the button
  const WAIT = 120; // ms without a key before a search begins
  const SLOW = 200; // ms without an answer before that is said
  const BEFORE = 24; // characters of an excerpt before its first mark, and after the beginning of that
  const AFTER = 96;
  const FILTERS = ["year", "speaker", "source", "kind"];

  const form = document.getElementById("search");
  const field = form.elements.q;
  const status = document.getElementById("search-status");
  const region = document.querySelector(".search-found");
  const list = document.getElementById("search-results");
  const more = document.getElementById("search-more");
  const clear = document.getElementById("search-clear");
  const busy = (yes) => region.setAttribute("aria-busy", yes);
  const say = (phrase, values) => form.dataset[phrase].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  let asked = 0; // counts the searches: an answer that comes after a newer question is dropped
  let found = null; // the answer to the query: {query, words, hits}
  let chosen = []; // its hits within the filters
  let typing = false; // the newest entry of the history is still being typed

  // --- the address

  function toAddress(keep) {
    const query = new URLSearchParams();
    for (const name of ["q", ...FILTERS]) if (form.elements[name].value) query.set(name, form.elements[name].value);
    const address = `${query}` ? `?${query}` : location.pathname;
    if (address === (location.search || location.pathname)) return;
    try {
      if (keep) history.replaceState(null, "", address);
      else history.pushState(null, "", address);
    } catch {
      // some browsers refuse when it changes often; the search goes on without
    }
  }

  function fromAddress() {
    const query = new URLSearchParams(location.search);
    field.value = query.get("q") ?? "";
    for (const name of FILTERS) {
      const select = form.elements[name];
      const value = query.get(name) ?? "";
      if (value && ![...select.options].some((option) => option.value === value)) select.add(new Option(value, value));
      select.value = value;
    }
    typing = false;
    search();
  }

  // --- searching

  async function search() {
    const mine = ++asked;
    const query = field.value.trim();
    busy(true);
    const slow = setTimeout(() => { if (query && mine === asked) status.textContent = form.dataset.loading; }, SLOW);
    try {
      const answer = found?.query === query ? found : { query, ...(await wengaoSearch.find(query)) };
      if (mine === asked) await show(answer, mine);
    } catch (error) {
      if (mine === asked) fail(error);
    } finally {
      clearTimeout(slow);
    }
  }

  function fail(error) {
    found = null;
    chosen = [];
    list.replaceChildren();
    more.hidden = true;
    status.textContent = say("failed", { file: error.message });
    busy(false);
  }

  // --- filters

  const valuesOf = {
    year: (text) => [text.year],
    speaker: (text) => text.speakers,
    source: (text) => [text.source],
    kind: (text) => [text.kind],
  };
  const has = (name, text) => !form.elements[name].value || valuesOf[name](text).includes(form.elements[name].value);

  // Each filter offers what the others leave, with the number of texts.
  function offer(name) {
    const others = FILTERS.filter((other) => other !== name);
    const counts = new Map();
    for (const { text } of found.hits) {
      if (!others.every((other) => has(other, text))) continue;
      for (const value of new Set(valuesOf[name](text))) if (value) counts.set(value, (counts.get(value) ?? 0) + 1);
    }
    const select = form.elements[name];
    const now = select.value;
    if (now && !counts.has(now)) counts.set(now, 0);
    const label = (value) => (name === "kind" ? form.dataset[`kind${value[0].toUpperCase()}${value.slice(1)}`] ?? value : value);
    const values = [...counts.keys()].sort((a, b) =>
      name === "year" ? (a < b) - (a > b) : counts.get(b) - counts.get(a) || (a > b) - (a < b));
    select.replaceChildren(new Option(form.dataset.any, ""), ...values.map((value) => new Option(`${label(value)} (${counts.get(value)})`, value)));
    select.value = now;
  }

  async function show(answer, mine) {
    const wanted = answer.hits.filter(({ text }) => FILTERS.every((name) => has(name, text)));
    const items = await render(wanted.slice(0, PAGE), answer.words);
    if (mine !== asked) return;
    found = answer;
    chosen = wanted;
    FILTERS.forEach(offer);
    clear.disabled = !FILTERS.some((name) => form.elements[name].value);
    list.replaceChildren(...items);
    after();
    status.textContent = summary();
    busy(false);
  }

  function summary() {
    if (!found.query) return "";
    if (!found.words.length) return form.dataset.noWord;
    if (!found.hits.length) return say("none", { query: found.query });
    if (!chosen.length) return say("noneFiltered", { query: found.query });
    return say("found", { texts: chosen.length, hits: chosen.reduce((sum, hit) => sum + hit.count, 0) });
  }

  // --- results

  const render = (hits, words) => Promise.all(hits.map((hit) => item(hit, words)));

  function after() {
    const left = chosen.length - list.children.length;
    more.hidden = left <= 0;
    more.textContent = say("more", { n: Math.min(left, PAGE) });
  }

  async function item(hit, words) {
    const { text } = hit;
    const excerpts = await wengaoSearch.excerpts(hit, words);
    // what else the reader may have found it by
    const heads = [text.subtitle, text.docket].filter((unit) => wengaoSearch.marks(unit, words).length);
    const found = [...text.speakers, ...heads].map((unit) => marked(unit, words));
    const about = [[text.date.split("T")[0]], ...found, [text.source], [say("places", { n: hit.count })]].filter((unit) => unit.some(Boolean));
    const title = make("h3", {}, make("a", { href: text.url, lang: text.lang }, ...marked(text.title || text.id, words)));
    const lines = excerpts.map((each) =>
      make("li", {}, make("a", { href: `${text.url}#${encodeURIComponent(each.id)}`, lang: text.lang }, ...cut(each))));
    return make("li", {}, title, make("p", { className: "search-about" }, ...about.flatMap((unit, n) => (n ? [" · ", ...unit] : unit))), make("ul", {}, ...lines));
  }

  function make(name, properties, ...children) {
    const element = Object.assign(document.createElement(name), properties);
    element.append(...children);
    return element;
  }

  const marked = (text, words) => pieces(text, wengaoSearch.marks(text, words), 0, text.length);

  function cut({ text, marks }) {
    const first = marks[0][0];
    const from = edge(text, first - BEFORE);
    const to = edge(text, Math.max(first + AFTER, marks[0][1]));
    return [from > 0 ? "…" : "", ...pieces(text, marks, from, to), to < text.length ? "…" : ""];
  }

  // Not between the halves of a character.
  function edge(text, at) {
    const inside = Math.min(Math.max(at, 0), text.length);
    return inside && text.codePointAt(inside - 1) > 0xffff ? inside - 1 : inside;
  }

  function pieces(text, marks, from, to) {
    const made = [];
    let at = from;
    for (const [first, last] of marks) {
      if (first >= to) break;
      made.push(text.slice(at, first), make("mark", {}, text.slice(first, Math.min(last, to))));
      at = Math.min(last, to);
    }
    return [...made, text.slice(at, to)];
  }

  // --- what the reader does

  let timer = 0;
  field.addEventListener("input", () => {
    clearTimeout(timer);
    busy(true);
    timer = setTimeout(() => {
      toAddress(typing);
      typing = true;
      search();
    }, WAIT);
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    clearTimeout(timer);
    toAddress(typing);
    typing = false;
    search();
  });
  field.addEventListener("change", () => { typing = false; });
  form.addEventListener("change", (event) => {
    if (event.target === field) return;
    toAddress(false);
    typing = false;
    search();
  });
  clear.addEventListener("click", () => {
    for (const name of FILTERS) form.elements[name].value = "";
    toAddress(false);
    search();
    field.focus();
  });
  more.addEventListener("click", async () => {
    const mine = asked;
    const from = list.children.length;
    try {
      const items = await render(chosen.slice(from, from + PAGE), found.words);
      if (mine !== asked) return;
      list.append(...items);
      after();
      items[0].querySelector("a").focus();
    } catch (error) {
      fail(error);
    }
  });
  addEventListener("popstate", fromAddress);
  wengaoSearch.prepare().catch(fail);
  fromAddress();
})();

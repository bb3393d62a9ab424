// Finds words in the texts of the archive, exactly, whatever the script they are written in. Nothing here touches the
// page: see search_page.js. The index is made by pipeline/site/search, where its files are described. They are scripts
// that call wengaoSearch.add, because a page opened from a disk may load nothing else.
const wengaoSearch = (() => {
  "use strict";
  const BREAK = "\n"; // stands behind each unit of a stream, so that no word is found across two
  const folder = document.currentScript.src.replace(/[^/]*$/, "");
  const arrived = new Map();
  const loads = new Map();
  const streams = new Map(); // the letters of segments without postings
  const letterOf = new Map();
  let classOf = null;
  let archive = null;

  const add = (name, value) => arrived.set(name, value);

  function load(name) {
    if (arrived.has(name)) return Promise.resolve(arrived.get(name));
    if (!loads.has(name)) {
      loads.set(name, new Promise((done, fail) => {
        const script = document.createElement("script");
        script.src = `${folder}${name}.js`;
        script.onload = () => done(arrived.get(name));
        script.onerror = () => {
          loads.delete(name); // so that the next query tries again
          fail(new Error(`search/${name}.js`));
        };
        document.head.append(script);
      }));
    }
    return loads.get(name);
  }

  async function start() {
    const found = await load("archive");
    if (!archive) {
      classOf = new Map();
      for (const [first, ...others] of found.classes.split(" ")) for (const char of others) classOf.set(char, first);
      archive = found;
    }
  }

  const segments = () => [...Array(archive.segments).keys()];

  // Loads what every search needs, so that it is there when the first word is typed.
  async function prepare() {
    await start();
    await Promise.all(segments().map(archive.shards ? textsOf : streamOf));
  }

  // --- folding: the same as letters() in fold.py

  function letter(char) {
    let found = letterOf.get(char);
    if (found === undefined) {
      found = classOf.get(char) ?? char;
      const lower = found.toLowerCase();
      if (lower.length === found.length) found = lower;
      const code = found.codePointAt(0);
      if (archive.skipped.some(([first, last]) => first <= code && code <= last)) found = "";
      letterOf.set(char, found);
    }
    return found;
  }

  function letters(text) {
    let found = "";
    for (const char of text) found += letter(char);
    return found;
  }

  function wordsOf(query) {
    return [...new Set(query.split(/\s+/).map(letters).filter(Boolean))];
  }

  // Where words stand in a text as it is displayed: [from, to] pairs in order, none touching another.
  function marks(text, words) {
    let folded = "";
    const from = [];
    const to = [];
    let at = 0;
    for (const char of text) {
      const found = letter(char);
      for (let i = 0; i < found.length; i++) {
        from.push(at);
        to.push(at + char.length);
      }
      folded += found;
      at += char.length;
    }
    const found = [];
    for (const word of words) {
      for (let i = folded.indexOf(word); i >= 0; i = folded.indexOf(word, i + 1)) found.push([from[i], to[i + word.length - 1]]);
    }
    found.sort((a, b) => a[0] - b[0] || b[1] - a[1]);
    const joined = [];
    for (const [first, last] of found) {
      const before = joined.at(-1);
      if (before && first <= before[1]) before[1] = Math.max(before[1], last);
      else joined.push([first, last]);
    }
    return joined;
  }

  // --- places of a word in the stream of a segment

  // The numbers that written() in postings.py wrote.
  function placesIn(list) {
    const places = [];
    let place = 0;
    let gap = 0;
    for (let i = 0; i < list.length; i++) {
      const code = list.charCodeAt(i);
      if (code > 92) gap = gap * 34 + code - 93;
      else {
        place += gap * 57 + code - 35;
        places.push(place);
        gap = 0;
      }
    }
    return places;
  }

  async function lists(segment, first) {
    const shard = await load(`${segment}/p${first.charCodeAt(0) % archive.shards}`);
    const [seconds, said] = shard[first] ?? ["", ""];
    return [seconds, said.split("!")];
  }

  async function placesOfPair(segment, pair) {
    const [seconds, said] = await lists(segment, pair[0]);
    const at = seconds.indexOf(pair[1]);
    return at < 0 ? [] : placesIn(said[at]);
  }

  async function placesOfLetter(segment, letter) {
    const [, said] = await lists(segment, letter);
    return said.flatMap(placesIn).sort((a, b) => a - b);
  }

  async function placesByIndex(segment, word) {
    if (word.length === 1) return placesOfLetter(segment, word);
    const shifts = [];
    for (let i = 0; i < word.length - 2; i += 2) shifts.push(i);
    shifts.push(word.length - 2);
    const pairs = await Promise.all(shifts.map((shift) => placesOfPair(segment, word.slice(shift, shift + 2))));
    return pairs.reduce((kept, places, n) => {
      let i = 0;
      return kept.filter((place) => {
        while (places[i] < place + shifts[n]) i++;
        return places[i] === place + shifts[n];
      });
    });
  }

  // A small archive has no postings: its paragraphs are loaded and make the stream.
  function streamOf(segment) {
    if (!streams.has(segment)) streams.set(segment, stream(segment));
    return streams.get(segment);
  }

  async function placesByReading(segment, word) {
    const read = await streamOf(segment);
    const places = [];
    for (let i = read.indexOf(word); i >= 0; i = read.indexOf(word, i + 1)) places.push(i);
    return places;
  }

  async function stream(segment) {
    const { texts, blocks } = await load(`${segment}/texts`);
    const loaded = Promise.all(blocks.map((_, n) => load(`${segment}/b${n}`)));
    loaded.catch(() => streams.delete(segment)); // so that the next query tries again
    const pieces = (await loaded).flat();
    const said = texts.map(() => "");
    for (const [number, , paragraphs] of pieces) {
      for (const paragraph of paragraphs.split("\n")) said[number] += letters(paragraph) + BREAK;
    }
    return texts.map((row, n) => row.slice(1, 5).flat().map((unit) => letters(unit) + BREAK).join("") + said[n]).join("");
  }

  // --- texts

  function text(segment, [id, title, subtitle, speakers, docket, date, kind, source, lang, start, body], number) {
    const url = id.split("/").map(encodeURIComponent).join("/") + ".html";
    return { segment, number, id, url, title, subtitle, speakers, docket, date, year: date.slice(0, 4), kind, source, lang, start, body };
  }

  async function textsOf(segment) {
    const found = await load(`${segment}/texts`);
    found.made ??= found.texts.map((row, number) => text(segment, row, number));
    return found.made;
  }

  async function findIn(segment, words) {
    const [texts, ...places] = await Promise.all([
      textsOf(segment), ...words.map((word) => (archive.shards ? placesByIndex : placesByReading)(segment, word)),
    ]);
    const hits = [];
    const next = words.map(() => 0);
    texts.forEach((text, n) => {
      const end = texts[n + 1]?.start ?? Infinity;
      const inside = places.map((all, w) => {
        const from = next[w];
        while (all[next[w]] < end) next[w]++;
        return all.slice(from, next[w]);
      });
      if (inside.some((all) => !all.length)) return;
      const titleEnd = text.start + letters(text.title).length;
      hits.push({
        text,
        count: inside.reduce((sum, all) => sum + all.length, 0),
        inTitle: inside.some((all) => all[0] < titleEnd),
        firsts: inside.map((all) => all.find((place) => place >= text.body)).filter((place) => place !== undefined),
      });
    });
    return hits;
  }

  const byRank = (a, b) =>
    b.inTitle - a.inTitle || b.count - a.count || (a.text.date < b.text.date) - (a.text.date > b.text.date) ||
    (a.text.id < b.text.id ? -1 : 1);

  // All texts that have every word of the query, the best first.
  async function find(query) {
    await start();
    const words = wordsOf(query);
    if (!words.length) return { words, hits: [] };
    const found = await Promise.all(segments().map((segment) => findIn(segment, words)));
    return { words, hits: found.flat().sort(byRank) };
  }

  // Up to three paragraphs of a hit, {id, text, marks}: those where its words stand first, then others near them.
  async function excerpts(hit, words) {
    const { segment, number } = hit.text;
    const { blocks } = await load(`${segment}/texts`);
    const wanted = new Set(hit.firsts.map((place) => blocks.findLastIndex((start) => start <= place)));
    const found = [];
    for (const block of [...wanted].sort((a, b) => a - b)) {
      for (const [whose, ids, paragraphs] of await load(`${segment}/b${block}`)) {
        if (whose !== number) continue;
        const names = ids.split(" ");
        paragraphs.split("\n").forEach((text, n) => {
          const has = words.filter((word) => letters(text).includes(word));
          if (has.length) found.push({ id: names[n], text, has, marks: marks(text, words) });
        });
      }
    }
    const seen = new Set();
    const news = found.filter((each) => each.has.filter((word) => !seen.has(word) && seen.add(word)).length);
    const chosen = new Set([...new Set([...news, ...found])].slice(0, 3));
    return found.filter((each) => chosen.has(each));
  }

  return { add, prepare, find, excerpts, marks };
})();

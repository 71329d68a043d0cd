"use strict";
// Looks through chipwireIndex: rows of page, [headline, language], line under it, [[text, language]], names.
(function () {
  const MOST = 50;
  const MARKS = /[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]/g;
  const UNPARTED = /[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]|[\u{20000}-\u{3ffff}]/u;
  const LETTER = /[\p{L}\p{N}]/u;
  const plural = new Intl.PluralRules(document.documentElement.lang);
  const rows = self.chipwireIndex || [];
  let folded = null;

  // As the store folds: compatibility forms and accents go, other scripts keep their marks.
  function fold(text) {
    return text.normalize("NFKD").replace(MARKS, "").replace(/[\u2018\u2019\u02bc]/g, "'")
      .toLowerCase().replace(/ß/g, "ss").replace(/ς/g, "σ").normalize("NFC");
  }
  function prepared() {
    if (!folded) {
      folded = rows.map((row) => ({
        head: fold(row[1][0]),
        rest: fold([row[2], row[4], ...row[3].map((pair) => pair[0])].join("\n")),
      }));
    }
    return folded;
  }
  // Words are found from their beginning, in scripts without blanks anywhere.
  function find(text, term) {
    let at = text.indexOf(term);
    while (at > 0 && !UNPARTED.test(term) && LETTER.test(text[at - 1])) at = text.indexOf(term, at + 1);
    return at;
  }
  function search(query) {
    const terms = [...new Set(fold(query).split(/\s+/).filter((term) => LETTER.test(term)))].slice(0, 32);
    if (!terms.length) return { terms, hits: [] };
    const hits = [];
    prepared().forEach(function (text, number) {
      let score = 0;
      for (const term of terms) {
        if (find(text.head, term) >= 0) score += 3;
        else if (find(text.rest, term) >= 0) score += 1;
        else return;
      }
      hits.push({ number, score });
    });
    hits.sort((one, other) => other.score - one.score || other.number - one.number);
    return { terms, hits };
  }
  function element(name, kind, text, language) {
    const made = document.createElement(name);
    if (kind) made.className = kind;
    if (language) made.lang = language;
    made.dir = "auto";
    made.textContent = text;
    return made;
  }
  // A text with the terms marked; its characters are folded one by one to keep their places.
  function marked(kind, text, language, terms) {
    const made = element("p", kind, "", language);
    const signs = Array.from(text.normalize("NFC"));
    const places = [];
    let plain = "";
    signs.forEach(function (sign, index) {
      const short = fold(sign);
      for (let i = 0; i < short.length; i++) places.push(index);
      plain += short;
    });
    const on = new Array(signs.length).fill(false);
    for (const term of terms) {
      const at = find(plain, term);
      if (at >= 0) for (let i = at; i < at + term.length; i++) on[places[i]] = true;
    }
    for (let from = 0, to = 0; from < signs.length; from = to) {
      while (to < signs.length && on[to] === on[from]) to++;
      const piece = signs.slice(from, to).join("");
      if (on[from]) made.append(element("mark", "", piece));
      else made.append(piece);
    }
    return made;
  }
  function shown(hit, terms) {
    const [page, head, under, texts] = rows[hit.number];
    const item = document.createElement("li");
    const link = element("a", "", head[0], head[1]);
    link.href = page;
    item.append(link, " ", element("span", "meta", under));
    const best = texts.find((pair) => terms.some((term) => find(fold(pair[0]), term) >= 0));
    if (best) item.append(marked("snippet", best[0], best[1], terms));
    return item;
  }
  function show(query) {
    const { terms, hits } = search(query);
    const list = document.getElementById("hits");
    list.replaceChildren(...hits.slice(0, MOST).map((hit) => shown(hit, terms)));
    const found = document.getElementById("found");
    const many = plural.select(hits.length) === "one" ? found.dataset.one || "{count} article" : found.dataset.many || "{count} articles";
    const best = found.dataset.best || "the best {count} are shown";
    const rest = hits.length > MOST ? ", " + best.replace("{count}", MOST) : "";
    found.textContent = terms.length ? many.replace("{count}", hits.length) + rest : "";
  }

  const field = document.getElementById("q");
  field.form.addEventListener("submit", function (event) {
    event.preventDefault();
    show(field.value);
  });
  field.addEventListener("input", () => show(field.value));
  field.value = new URLSearchParams(location.search).get("q") || field.value;
  if (field.value) show(field.value);
})();

// The search in the browser: no server is needed, and no page needs it to be read.
//
// The index comes as a script of its own, once somebody looks at the search; so it works on a disk as well. An entry of it is
// [name in the path, code, name, English name, first digit, words of the text].
"use strict";

// Small letters without marks, as the server folds them; đ has no mark that could be taken off. People who type fast leave them out.
const postriderFold = (text) => text.toLowerCase().normalize("NFD").replace(/\p{M}/gu, "").replaceAll("đ", "d");

(() => {
  const form = document.querySelector("form.search");
  const input = form && form.querySelector("input");
  if (!input) return;
  const LISTED = 12;
  const LISTED_ON_PAGE = 100;

  let entries = null;
  let same = [];
  let active = -1;
  let shown = [];

  const fold = postriderFold;

  const list = document.createElement("div");
  list.className = "hits";
  list.hidden = true;
  const head = document.createElement("div");
  head.className = "head";
  head.hidden = true;
  const options = document.createElement("div");
  options.id = "hits";
  options.setAttribute("role", "listbox");
  options.setAttribute("aria-label", form.querySelector("label").textContent);
  list.append(head, options);
  const status = document.createElement("div");
  status.className = "unseen";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of [["role", "combobox"], ["aria-expanded", "false"], ["aria-controls", "hits"], ["aria-autocomplete", "list"]]) {
    input.setAttribute(name, value);
  }

  const load = () => {
    if (document.querySelector("script[data-of-search]")) return;
    const script = document.createElement("script");
    script.dataset.ofSearch = "";
    script.src = form.dataset.index;
    document.head.append(script);
  };

  // The index: the entries, and groups of words that mean the same.
  globalThis.postriderIndex = (all, groups) => {
    same = groups;
    entries = all.map(([slug, code, name, english, digit, words], place) => ({
      slug, code, name, digit, place, words,
      codes: [slug, fold(code)], folded: fold(name), english: fold(english), text: " " + fold(words),
    }));
    if (document.activeElement === input && input.value) update();
    onPage();
  };

  const way = (entry) => new URL(entry.slug + ".html", new URL(form.dataset.index, document.baseURI)).href;

  // A code within a range of a provider: 5.7.610 is one of 5.7.606-649.
  const inRange = (token, words) => {
    const code = /^([245]\.\d{1,3})\.(\d{1,3})$/.exec(token);
    if (!code) return false;
    const ranges = words.matchAll(/([245]\.\d{1,3})\.(\d{1,3})-(\d{1,3})/g);
    return [...ranges].some(([, front, from, to]) => front === code[1] && +code[2] >= +from && +code[2] <= +to);
  };

  const worth = (entry, token) => {
    if (entry.codes.includes(token)) return 100;
    if (entry.codes.some((code) => code.startsWith(token))) return 40;
    if ((" " + entry.folded).includes(" " + token)) return 30;
    if (entry.folded.includes(token) || entry.codes.some((code) => code.includes(token))) return 20;
    if (entry.english.includes(token)) return 15;
    if (inRange(token, entry.words)) return 12;
    if (entry.text.includes(" " + token)) return 5;
    return entry.text.includes(token) ? 2 : 0;
  };

  const distance = (one, other) => {
    const rows = [[...Array(other.length + 1).keys()]];
    for (let i = 1; i <= one.length; i += 1) {
      rows[i] = [i];
      for (let j = 1; j <= other.length; j += 1) {
        const change = one[i - 1] === other[j - 1] ? 0 : 1;
        let best = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + change);
        if (i > 1 && j > 1 && one[i - 1] === other[j - 2] && one[i - 2] === other[j - 1]) best = Math.min(best, rows[i - 2][j - 2] + 1);
        rows[i][j] = best;
      }
    }
    return rows[one.length][other.length];
  };

  // What is searched for, as the server reads it: words, and for those that have others like them, all of these, each as its words.
  const terms = (query) => {
    let left = " " + query.split(/[\s,/]+/).filter(Boolean).join(" ") + " ";
    const terms = [];
    for (const group of same) {
      // A word of Latin letters stands alone; one of a language without blanks may stand anywhere.
      const places = group.map((word) => (/^[\x00-\x7f]+$/.test(word) || word.includes(" ") ? ` ${word} ` : word)).filter((word) => left.includes(word));
      if (!places.length) continue;
      left = left.replaceAll(places.reduce((one, other) => (other.length > one.length ? other : one)), " ");
      terms.push(group.map((word) => word.split(" ")));
    }
    return [...terms, ...left.split(" ").filter(Boolean).map((word) => [[word]])];
  };

  const worthOf = (entry, term) => Math.max(...term.map((words) => Math.min(...words.map((word) => worth(entry, word)))));

  // The entries that have every word, the best first; where there are none, those that are written alike.
  const find = (typed) => {
    // 55x and 5.7.x are the beginnings of codes.
    const query = fold(typed.trim()).replace(/^([2-5]\d?)[xyzn]{1,2}$/, "$1").replace(/^([245x]\.\d{1,3})(\.[xyzn])?$/, "$1.");
    const tokens = query.split(/[\s,/]+/).filter(Boolean);
    const wanted = terms(query);
    const pair = [tokens.join("-"), [...tokens].reverse().join("-")];
    const scored = entries
      .map((entry) => {
        const each = wanted.map((term) => worthOf(entry, term));
        const whole = entry.codes.includes(query) || pair.includes(entry.slug) ? 1000 : 0;
        const score = each.includes(0) ? 0 : each.reduce((sum, one) => sum + one, 0);
        return { entry, score: score + whole, code: tokens.some((token) => entry.codes.includes(token)) };
      });
    const order = (one, other) => other.score - one.score || one.entry.place - other.entry.place;
    let hits = scored.filter(({ score }) => score > 0).sort(order);
    // Codes that no page has together: each of them.
    if (!hits.length) hits = scored.filter(({ code }) => code);
    if (hits.length) return { hits: hits.map(({ entry }) => entry), alike: false };
    const near = entries
      .map((entry) => {
        const words = entry.folded.split(" ").filter((word) => word.length > 3);
        const far = Math.min(...[...entry.codes, ...words].map((word) => distance(query.slice(0, 64), word)));
        return { entry, far };
      })
      .filter(({ far }) => far <= Math.min(3, Math.max(1, Math.floor(query.length / 3))))
      .sort((one, other) => one.far - other.far || one.entry.place - other.entry.place);
    return { hits: near.slice(0, 5).map(({ entry }) => entry), alike: true };
  };

  const fill = (element, entry) => {
    const code = document.createElement("span");
    code.className = "code k" + entry.digit;
    code.lang = "en";
    code.textContent = entry.code;
    const name = document.createElement("span");
    name.className = "name";
    name.textContent = entry.name;
    element.append(code, " ", name);
    return element;
  };

  const words = (found, typed) => {
    if (!found.alike) return form.dataset.found.replace("%", () => String(found.hits.length));
    const none = form.dataset.none.replace("%", () => typed);
    return found.hits.length ? none + " " + form.dataset.alike : none;
  };

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (place) => {
    active = place;
    [...options.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === active)));
    if (active < 0) return input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-activedescendant", "hit-" + active);
    options.children[active].scrollIntoView({ block: "nearest" });
  };

  const update = () => {
    const typed = input.value.trim();
    if (!entries || !typed) return close();
    const found = find(typed);
    shown = found.hits.slice(0, LISTED);
    options.replaceChildren(...shown.map((entry, place) => {
      const option = document.createElement("div");
      option.id = "hit-" + place;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      option.addEventListener("mousedown", (event) => event.preventDefault());
      option.addEventListener("click", () => location.assign(way(entry)));
      return fill(option, entry);
    }));
    status.textContent = words(found, typed);
    head.textContent = status.textContent;
    head.hidden = !found.alike;
    list.hidden = false;
    active = -1;
    input.removeAttribute("aria-activedescendant");
    input.setAttribute("aria-expanded", String(shown.length > 0));
  };

  // The page of the search, where no server has filled it in.
  const onPage = () => {
    const results = document.querySelector("#results[data-empty]");
    const typed = new URLSearchParams(location.search).get("q");
    if (!results || !typed || !typed.trim()) return;
    if (!entries) {
      input.value = typed;
      return load();
    }
    const found = find(typed);
    const line = document.createElement("p");
    line.textContent = words(found, typed);
    const hits = document.createElement("ul");
    hits.className = "links";
    for (const entry of found.hits.slice(0, LISTED_ON_PAGE)) {
      const link = document.createElement("a");
      link.href = way(entry);
      const item = document.createElement("li");
      item.append(fill(link, entry));
      hits.append(item);
    }
    results.replaceChildren(line, hits);
  };

  input.addEventListener("focus", load);
  input.addEventListener("input", () => { load(); update(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      if (list.hidden) update();
      if (!shown.length || list.hidden) return;
      event.preventDefault();
      const step = event.key === "ArrowDown" ? 1 : -1;
      const count = shown.length + 1;
      choose(((active + 1 + step + count) % count) - 1);
    } else if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && !list.hidden) {
      const typed = fold(input.value.trim());
      const exact = shown.length && shown[0].codes.includes(typed) ? shown[0] : null;
      const chosen = active >= 0 ? shown[active] : exact;
      if (!chosen) return;
      event.preventDefault();
      location.assign(way(chosen));
    }
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target instanceof HTMLElement && event.target.closest("input, textarea, select, [contenteditable]");
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  onPage();
})();

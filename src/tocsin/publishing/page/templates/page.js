"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const all = (what, within = document) => [...within.querySelectorAll(what)];

  // A link to something folded away opens what it is folded into.
  const open = (target) => {
    for (let at = target; at; at = at.parentElement) if (at.tagName === "DETAILS") at.open = true;
  };
  const arrive = () => {
    const target = location.hash.length > 1 && $(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    open(target);
    // The name of a part stands above it.
    (target.matches(".inside") ? target.parentElement : target).scrollIntoView();
    if (!target.hasAttribute("tabindex")) target.setAttribute("tabindex", "-1");
    target.focus({ preventScroll: true });
  };
  addEventListener("hashchange", arrive);
  document.addEventListener("click", (event) => {
    const link = event.target.closest && event.target.closest('a[href^="#"]');
    if (link && link.getAttribute("href") === location.hash) arrive();
  });

  for (const tools of all(".tools[hidden]")) tools.hidden = false;
  for (const button of all("button[data-open]")) {
    button.addEventListener("click", () => all("details." + button.dataset.open).forEach((d) => (d.open = true)));
  }
  for (const button of all("button[data-close]")) {
    button.addEventListener("click", () => all("details." + button.dataset.close).forEach((d) => (d.open = false)));
  }

  // Names: folded, taken by sound, and by their other forms.
  const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f'’]/g, "").toLowerCase()
    .replace(/ł/g, "l").replace(/ø/g, "o").replace(/đ/g, "d").replace(/ı/g, "i").replace(/ß/g, "ss").replace(/æ/g, "ae");
  const words = (text) => fold(text).match(/[\p{L}\p{N}]+/gu) || [];
  const sounds = [["tch", "C"], ["sch", "S"], ["szcz", "S"], ["sz", "S"], ["sh", "S"], ["cz", "C"], ["ch", "C"],
    ["ph", "f"], ["kh", "k"], ["gh", "g"], ["dh", "d"], ["th", "t"], ["dj", "J"], ["zh", "J"], ["dz", "J"], ["ck", "k"]];
  const sound = (word) => {
    for (const [written, heard] of sounds) word = word.replaceAll(written, heard);
    word = word.replace(/c(?=[eiy])/g, "s").replace(/[cq]/g, "k").replace(/z/g, "s").replace(/[vw]/g, "v")
      .replace(/y/g, "i").replace(/x/g, "ks").replace(/j/g, "J");
    word = word[0].replace(/[aeiou]/, "a") + word.slice(1).replace(/[aeiouh]/g, "");
    return word.replace(/(.)\1+/g, "$1");
  };
  const forms = JSON.parse($("name-forms").textContent);
  const sameName = (asked, known) =>
    known.startsWith(asked) || (forms[known] || []).includes(asked) ||
    (asked.length > 2 && known.length > 2 && sound(asked) === sound(known));

  const bare = (text) => text.toUpperCase().replace(/[^A-Z0-9?]/g, "");
  const fits = (part, whole) => {
    // `?` stands for a letter that was not read.
    for (let at = 0; at + part.length <= whole.length; at += 1) {
      if ([...part].every((c, i) => whole[at + i] === c || whole[at + i] === "?")) return true;
    }
    return false;
  };

  const entries = all("li.entry").map((row) => ({
    row,
    list: row.closest("section").dataset.list,
    names: row.dataset.names.split("|").filter(Boolean).map(words),
    ids: row.dataset.ids.split("|").map(bare),
    agencies: row.dataset.agencies.split("|"),
    years: row.dataset.years.split("|"),
    roles: row.dataset.roles.split("|"),
    reports: null,
  }));
  const reports = all("details.report").map((row) => ({
    row,
    id: row.querySelector(".inside").id,
    title: row.querySelector("h3").textContent,
    text: fold(row.textContent),
  }));

  const fill = (select, values) => {
    for (const value of values) select.append(new Option(value, value));
  };
  const values = (key) => [...new Set(entries.flatMap((e) => e[key]))].filter(Boolean).sort();
  fill($("find-year"), values("years"));
  fill($("find-role"), values("roles"));

  const byName = (asked, entry) =>
    asked.length > 0 && entry.names.some((known) => asked.every((word) => known.some((k) => sameName(word, k))));
  const byNumber = (text, entry) => {
    const part = bare(text);
    if (part.length < 3 || !/[0-9]/.test(part) && !part.startsWith("T")) return false;
    return entry.ids.some((id) => fits(part, id));
  };

  const titleOf = (number) => $(number).parentElement.querySelector("h3").textContent;

  const look = () => {
    const text = $("find-words").value.trim();
    const asked = words(text);
    const list = $("find-list").value, agency = $("find-agency").value;
    const year = $("find-year").value, role = $("find-role").value;
    const told = asked.length && text.length > 2 ? reports.filter((r) => asked.every((word) => r.text.includes(word))) : [];
    const inWords = new Set(told.flatMap((r) => all('a[href^="#T-"]', r.row).map((a) => a.getAttribute("href").slice(1))));
    const found = new Set(), called = new Set();
    for (const entry of entries) {
      const number = entry.row.dataset.ids.split("|")[0];
      const known = Boolean(text) && (byName(asked, entry) || byNumber(text, entry));
      const hit = (!text || known || inWords.has(number)) &&
        (!list || entry.list === list) && (!agency || entry.agencies.includes(agency)) &&
        (!year || entry.years.includes(year)) && (!role || entry.roles.includes(role));
      entry.row.hidden = !hit;
      if (hit) found.add(number);
      if (hit && known && $(number)) called.add(number);
    }
    const asking = text || list || agency || year || role;
    for (const section of all("section.list")) section.hidden = Boolean(list) && section.dataset.list !== list;
    $("find-said").textContent = asking ? `${found.size} ${found.size === 1 ? "subject" : "subjects"} and ${told.length} ${told.length === 1 ? "report" : "reports"} found.` : "";
    const shown = $("find-reports");
    shown.textContent = "";
    const subjects = [...called].map((number) => [number, titleOf(number)]);
    const links = [...subjects, ...told.map((report) => [report.id, report.title])];
    if (links.length) {
      const rows = document.createElement("ul");
      rows.className = "rows";
      for (const [id, words] of links) {
        const row = document.createElement("li"), link = document.createElement("a");
        link.href = "#" + id;
        link.textContent = words.replace(/\s+/g, " ").trim();
        row.append(link);
        rows.append(row);
      }
      shown.append(rows);
    }
  };
  const form = $("find");
  form.hidden = false;
  form.addEventListener("input", look);
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(look));

  // Somebody walks in: Esc covers the page, Esc again shows it.
  const title = document.title;
  const cover = (covered) => {
    $("cover").hidden = !covered;
    document.title = covered ? "Notes" : title;
    for (const part of all("body > *:not(#cover):not(script)")) part.inert = covered;
    if (covered) $("uncover").focus();
  };
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") cover($("cover").hidden);
  });
  $("uncover").addEventListener("click", () => cover(false));
  arrive();
})();

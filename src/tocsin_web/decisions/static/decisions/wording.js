// Asks, as it is typed, about words that blame a child. Nothing is blocked: the page after asks too.
const list = document.getElementById("wording");
const phrases = list ? JSON.parse(list.dataset.phrases) : {};
const longestFirst = Object.keys(phrases).sort((a, b) => b.length - a.length);

function found(text) {
  const unquoted = text.replace(/"[^"]*"|“[^”]*”|‘[^’]*’/g, " ").toLowerCase().replace(/\s+/g, " ");
  return longestFirst.filter((phrase) => {
    const at = unquoted.indexOf(phrase);
    const letter = /[\p{L}\p{N}_]/u;
    return at >= 0 && !letter.test(unquoted[at - 1] || " ") && !letter.test(unquoted[at + phrase.length] || " ");
  });
}

document.querySelectorAll("[data-wording]").forEach((field) => {
  const note = document.createElement("div");
  note.className = "govuk-inset-text";
  note.hidden = true;
  note.setAttribute("role", "status");
  field.after(note);
  let shown = "";
  field.addEventListener("input", () => {
    const hits = found(field.value);
    const said = hits.map((phrase) => `“${phrase}”: ${phrases[phrase]}.`).join(" ");
    if (said === shown) return;
    shown = said;
    note.hidden = hits.length === 0;
    note.textContent = hits.length ? `${list.dataset.question} ${said}` : "";
  });
});

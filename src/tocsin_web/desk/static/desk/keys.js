// j and k go from row to row; Enter follows the link that has the focus, as everywhere.
const links = [...document.querySelectorAll("[data-rows] tbody tr")].map((row) => row.querySelector("a"));
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (typing || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.key !== "j" && event.key !== "k") return;
  const here = links.indexOf(document.activeElement);
  const next = event.key === "j" ? here + 1 : here - 1;
  const link = links[Math.max(0, Math.min(links.length - 1, next))];
  if (link) link.focus();
});

// Keys x, n and u press the buttons of the pair; without a script the buttons are enough.
const words = { x: "same", n: "different", u: "unsure" };
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  if (event.target.closest("input, textarea, select")) return;
  const word = words[event.key];
  const button = word && document.querySelector(`button[name="word"][value="${word}"]`);
  if (button) button.click();
});

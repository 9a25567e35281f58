// Components of GOV.UK Frontend, and the key that hides the screen. Every page works without this.
import { initAll } from "./govuk-frontend.min.js";
document.body.classList.add("js-enabled", "govuk-frontend-supported");
initAll();

const cover = document.getElementById("hidden-screen");
let timesShift = 0;
let lastShift = 0;
function hide() {
  cover.hidden = false;
  document.title = "Page";
  cover.querySelector("a").focus();
}
document.querySelectorAll("[data-hide-screen]").forEach((button) => {
  button.hidden = false;
  button.addEventListener("click", hide);
});
document.addEventListener("keyup", (event) => {
  if (event.key === "Escape" && event.shiftKey) {
    hide();
    return;
  }
  if (event.key !== "Shift") {
    timesShift = 0;
    return;
  }
  timesShift = event.timeStamp - lastShift < 1500 ? timesShift + 1 : 1;
  lastShift = event.timeStamp;
  if (timesShift === 3) hide();
});

// Conveniences only: every page works without this file.
import { personalHint, warnedOfPersonalData } from "/personuppgifter.js";

function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection.removeAllRanges();
  selection.addRange(range);
}

// With its italics where the browser has rich text to give.
async function copy(element) {
  const text = element.textContent;
  if (!globalThis.ClipboardItem || !element.firstElementChild) {
    return navigator.clipboard.writeText(text);
  }
  const forms = { "text/plain": text, "text/html": element.innerHTML };
  const blobs = Object.entries(forms).map(([type, form]) => [type, new Blob([form], { type })]);
  return navigator.clipboard.write([new ClipboardItem(Object.fromEntries(blobs))]);
}

// Told apart from the buttons, whose names a live region inside them would take away.
const told = document.createElement("p");
told.className = "unseen";
told.setAttribute("role", "status");
const copying = document.querySelectorAll("button[data-copy]");
if (copying.length) document.querySelector("main").append(told);

for (const button of copying) {
  const label = button.querySelector("[data-label]");
  const called = label.textContent;
  const source = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await copy(source);
      label.textContent = told.textContent = "Kopierat";
    } catch {
      // Without permission, or over plain http: leave the text selected for Ctrl+C.
      const hiding = source.closest("details");
      if (hiding) hiding.open = true;
      select(source);
      label.textContent = told.textContent = "Markerat";
    }
    setTimeout(() => {
      label.textContent = called;
      told.textContent = "";
    }, 3000);
  });
}

// Fields left blank stay out of the address, which is there to be shared.
function blanks(form) {
  return [...form.elements].filter((field) => field.name && field.value === "");
}

const PATIENCE = 8000;
const PAUSE = 600;
let waiting;

function announce(form, text) {
  let status = form.querySelector("[role=status]");
  if (!status) {
    status = document.createElement("p");
    status.className = "waiting";
    status.setAttribute("role", "status");
    form.append(status);
  }
  status.textContent = text;
}

const typedIn = (form) => form.querySelector(".ask-row input");

document.addEventListener("submit", (event) => {
  const { target: form } = event;
  const field = typedIn(form);
  if (field && warnedOfPersonalData(field, document.body, () => form.requestSubmit())) {
    event.preventDefault();
    return;
  }
  for (const field of blanks(form)) field.disabled = true;
  if (!form.matches(".ask")) return;
  announce(form, "Söker i dokumenten …");
  clearTimeout(waiting);
  waiting = setTimeout(() => announce(form, "Det tar längre än vanligt. Söker fortfarande …"), PATIENCE);
});

// Told when the typing pauses.
let pausing;
document.addEventListener("input", ({ target: field }) => {
  const form = field.form;
  if (!form || field !== typedIn(form)) return;
  clearTimeout(pausing);
  pausing = setTimeout(() => {
    const hint = personalHint(field.value);
    if (hint || form.querySelector(".waiting")) announce(form, hint);
  }, PAUSE);
});

// On the way back the browser may show the page as it was left.
addEventListener("pageshow", () => {
  clearTimeout(waiting);
  for (const form of document.forms) {
    for (const field of blanks(form)) field.disabled = false;
    form.querySelector(".waiting")?.remove();
  }
});

// On paper nothing can be unfolded.
addEventListener("beforeprint", () => {
  for (const turn of document.querySelectorAll("details.turn")) turn.open = true;
});

// Pointing at a passage, in the text or on the picture, brings out its other half.
const halves = document.querySelectorAll("[data-passage]");
for (const half of halves) {
  const both = half.closest(".page").querySelectorAll(`[data-passage="${half.dataset.passage}"]`);
  const show = (on) => () => both.forEach((one) => one.classList.toggle("on", on));
  half.addEventListener("pointerenter", show(true));
  half.addEventListener("pointerleave", show(false));
  half.addEventListener("focusin", show(true));
  half.addEventListener("focusout", show(false));
}

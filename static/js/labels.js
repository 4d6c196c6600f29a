// Sheets of labels: a button that opens the browser's printing, and a warning where a text does not fit its label.
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function overflows(label) {
  const inside = label.getBoundingClientRect();
  return [...label.querySelectorAll("p, svg")].some((part) => part.getBoundingClientRect().bottom > inside.bottom + 1) ||
    [...label.children].some((part) => part.scrollHeight > part.clientHeight + 1);
}

for (const told of document.querySelectorAll("[data-text-over]")) {
  const over = [...document.querySelectorAll(".label")].filter(overflows);
  for (const label of over) label.classList.add("label-over");
  if (over.length) told.textContent = told.dataset.textOver;
}

// Copying the list of telephone numbers, and printing the cards.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-copy], [data-print]").forEach(function (button) {
      button.hidden = false;
    });
  });
  document.addEventListener("click", function (event) {
    const button = event.target.closest("[data-copy], [data-print]");
    if (!button) return;
    if ("print" in button.dataset) return window.print();
    const field = document.getElementById(button.dataset.copy);
    field.focus();
    field.select();
    // On an address without https there is no clipboard to write to; what is selected can still be copied.
    const copied = navigator.clipboard ? navigator.clipboard.writeText(field.value) : Promise.resolve(document.execCommand("copy"));
    copied.then(function () {
      document.querySelector("[data-copied]").textContent = button.dataset.textCopied;
    });
  });
})();

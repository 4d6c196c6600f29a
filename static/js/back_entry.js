// The paper pad on the screen: column sums as one types, and cells pasted from a spreadsheet spread over the grid.
(function () {
  "use strict";
  var pad = document.querySelector("form[data-pad]");
  if (!pad) return;
  var comma = document.documentElement.lang === "en" ? "." : ",";

  // Tenths of a kilogram as a whole number; an unreadable cell counts nothing here, the server says what is wrong.
  function tenths(text) {
    var found = /^\s*(\d+)(?:[.,](\d))?\s*(?:kg)?\s*$/i.exec(text);
    return found ? Number(found[1]) * 10 + Number(found[2] || 0) : 0;
  }

  function add() {
    pad.querySelectorAll("[data-sum]").forEach(function (foot) {
      var sum = 0;
      pad.querySelectorAll("[data-gross='" + foot.dataset.sum + "']").forEach(function (cell) { sum += tenths(cell.value); });
      foot.textContent = sum ? Math.floor(sum / 10) + comma + (sum % 10) : "";
    });
  }

  pad.addEventListener("input", add);
  pad.addEventListener("paste", function (event) {
    var text = event.clipboardData ? event.clipboardData.getData("text/plain") : "";
    var start = event.target.closest("td");
    if (!start || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    var row = start.parentElement;
    text.replace(/\r/g, "").replace(/\n+$/, "").split("\n").forEach(function (line) {
      var cell = row && row.children[start.cellIndex];
      line.split("\t").forEach(function (value) {
        var input = cell && cell.querySelector("input");
        if (input) { input.value = value.trim(); cell = cell.nextElementSibling; }
      });
      row = row && row.nextElementSibling;
    });
    add();
  });
  // Enter goes down the column, as on paper; it never sends the half-typed pad.
  pad.addEventListener("keydown", function (event) {
    var cell = event.target.closest("tbody td");
    if (event.key !== "Enter" || !cell) return;
    event.preventDefault();
    var below = cell.parentElement.nextElementSibling;
    var input = below && below.children[cell.cellIndex].querySelector("input");
    if (input) { input.focus(); input.select(); }
  });
})();

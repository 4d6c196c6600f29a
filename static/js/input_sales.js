// Lines of a sale of inputs can be added; without this script a few empty rows stand ready.
(function () {
  "use strict";
  var lines = document.querySelector("[data-sale-lines]");
  if (!lines) return;
  var button = lines.querySelector("[data-add-line]");
  var total = lines.querySelector("[name$='-TOTAL_FORMS']");
  var most = Number(lines.querySelector("[name$='-MAX_NUM_FORMS']").value);
  button.hidden = false;
  button.addEventListener("click", function () {
    var number = Number(total.value);
    if (number >= most) return;
    var row = lines.querySelector("template").content.cloneNode(true).querySelector("tr");
    row.querySelectorAll("[name], [id], [for], [aria-describedby]").forEach(function (part) {
      ["name", "id", "for", "aria-describedby"].forEach(function (word) {
        var value = part.getAttribute(word);
        if (value) part.setAttribute(word, value.replace(/__prefix__/g, String(number)));
      });
    });
    lines.querySelector("tbody").appendChild(row);
    total.value = String(number + 1);
    row.querySelector("select").focus();
    button.hidden = number + 1 >= most;
  });
})();

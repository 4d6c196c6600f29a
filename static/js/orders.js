// Order lines: cartons and kilograms follow each other through the kilograms of a carton, and rows can be added.
// The server works out and checks the same; without this script a few empty rows stand ready.
(function () {
  "use strict";
  var lines = document.querySelector("[data-order-lines]");
  if (!lines) return;
  var decimal = lines.dataset.decimal;

  // Grams of "20,5" or "20.5"; null for anything that can be read in another way, which is left to the server.
  function grams(text) {
    var match = /^\s*(\d{1,9})(?:[.,](\d{1,2}))?\s*(?:kg)?\s*$/i.exec(text);
    return match ? Number(match[1]) * 1000 + Number(((match[2] || "") + "000").slice(0, 3)) : null;
  }

  function shown(weight) {
    var rest = String(weight % 1000).padStart(3, "0").replace(/0+$/, "");
    return Math.floor(weight / 1000) + (rest ? decimal + rest : "");
  }

  function cell(row, name) {
    return row.querySelector("[name$='-" + name + "']");
  }

  function follow(row, changed) {
    var pack = grams(cell(row, "pack_g").value);
    var cartons = cell(row, "cartons");
    var kilograms = cell(row, "ordered_g");
    if (!pack) return;
    var fromKilograms = changed === "ordered_g" || (changed === "pack_g" && !cartons.value.trim());
    if (fromKilograms) {
      var weight = grams(kilograms.value);
      if (weight) cartons.value = weight % pack === 0 ? String(weight / pack) : "";
    } else if (/^\s*\d{1,7}\s*$/.test(cartons.value)) {
      kilograms.value = shown(Number(cartons.value) * pack);
    }
  }

  lines.addEventListener("change", function (event) {
    var match = /-(pack_g|cartons|ordered_g)$/.exec(event.target.name || "");
    if (match) follow(event.target.closest("tr"), match[1]);
  });

  var button = lines.querySelector("[data-add-line]");
  var total = lines.querySelector("[name$='-TOTAL_FORMS']");
  var most = Number(lines.querySelector("[name$='-MAX_NUM_FORMS']").value);
  button.hidden = false;
  button.addEventListener("click", function () {
    var number = Number(total.value);
    if (number >= most) return;
    var row = document.createElement("tbody");
    row.innerHTML = lines.querySelector("template").innerHTML.replace(/__prefix__/g, String(number));
    row = row.querySelector("tr");
    lines.querySelector("tbody").appendChild(row);
    total.value = String(number + 1);
    row.querySelector("select").focus();
    button.hidden = number + 1 >= most;
  });
})();

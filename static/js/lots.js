// Adds up while one types: what is chosen on the packing floor, and what of a lot is not accounted for yet.
(function () {
  "use strict";
  var number = function (text) { return parseFloat(String(text).replace(/\s/g, "").replace(",", ".")) || 0; };
  var shown = function (grams, decimal) {
    var tenths = Math.round(Math.abs(grams) / 100);
    var whole = String(Math.floor(tenths / 10)).replace(/\B(?=(\d{3})+$)/g, decimal === "," ? "." : ",");
    return (grams < 0 && tenths ? "-" : "") + whole + (tenths % 10 ? decimal + tenths % 10 : "") + " kg";
  };
  var decimal = document.documentElement.lang === "vi" ? "," : ".";

  var floor = document.querySelector("[data-floor]"), chosen = document.querySelector("[data-chosen]");
  if (floor && chosen) {
    var grams = function (text) {
      var plain = text.trim();
      var marks = decimal === "," ? plain.replace(/\./g, "").replace(",", ".") : plain.replace(/,/g, "");
      return (parseFloat(marks) || 0) * 1000;
    };
    var count = function () {
      var sum = 0, whole = false;
      floor.querySelectorAll("tbody tr").forEach(function (row) {
        var ticket = row.querySelector("input[name=ticket]");
        if (ticket) whole = ticket.checked;
        var typed = row.querySelector("input.kg").value;
        if (typed.trim()) sum += grams(typed);
        else if (whole || row.querySelector("input[name=take]").checked) sum += grams(row.querySelector(".number").textContent);
      });
      chosen.textContent = sum ? chosen.dataset.words + " " + shown(sum, decimal) : "";
    };
    floor.addEventListener("input", count);
    count();
  }

  var contents = document.querySelector("[data-contents]"), gap = document.querySelector("[data-gap]");
  if (contents && gap) {
    var form = contents.closest("form");
    var left = function () {
      var rest = number(contents.dataset.in);
      contents.querySelectorAll("tbody tr").forEach(function (row) {
        var value = function (name) { return number(row.querySelector("[name$=-" + name + "]").value); };
        var cartons = value("cartons"), pack = value("pack_g");
        rest -= cartons && pack ? cartons * pack * 1000 : value("net_g") * 1000;
      });
      form.querySelectorAll(".losses input[inputmode=decimal]").forEach(function (field) { rest -= number(field.value) * 1000; });
      gap.textContent = contents.dataset.words + " " + shown(rest, decimal);
      gap.classList.toggle("is-wrong", rest < 0);
    };
    form.addEventListener("input", left);
    left();
  }
})();

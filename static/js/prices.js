// Price cells say what was meant: "18" or "18,5" becomes 18.000 or 18.500 when the cell is left. The server reads either.
(function () {
  "use strict";
  var separator = document.documentElement.lang === "en" ? "," : ".";
  function dong(text) {
    var typed = text.trim();
    if (/^\d{1,3}([.,]\d{1,2})?$/.test(typed)) return Math.round(parseFloat(typed.replace(",", ".")) * 1000);
    if (/^\d{1,3}([.,]\d{3})+$/.test(typed) || /^\d{4,}$/.test(typed)) return parseInt(typed.replace(/[.,]/g, ""), 10);
    return null;
  }
  document.addEventListener("change", function (event) {
    if (!event.target.matches("input[data-price]")) return;
    var value = dong(event.target.value);
    if (value !== null && value >= 1000) event.target.value = String(value).replace(/\B(?=(\d{3})+$)/g, separator);
  });
})();

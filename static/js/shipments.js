// The scan box keeps the focus: a scanner types and sends Enter, one carton after the other, without a hand on the mouse.
(function () {
  "use strict";
  const form = document.getElementById("scan");
  if (!form) return;
  const box = form.querySelector("input[name=code]");
  document.addEventListener("loaded", function () { box.value = ""; });
  form.addEventListener("htmx:afterRequest", function () { box.focus(); box.select(); });
})();

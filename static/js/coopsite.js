// The few lines every page shares: F2 to the search box, and the CSRF token for htmx.
(function () {
  "use strict";
  document.addEventListener("keydown", function (event) {
    if (event.key !== "F2") return;
    var field = document.querySelector("[data-hotkey='F2']");
    if (field) { event.preventDefault(); field.focus(); field.select(); }
  });
  document.addEventListener("htmx:configRequest", function (event) {
    var token = document.querySelector("input[name=csrfmiddlewaretoken]");
    if (token) event.detail.headers["X-CSRFToken"] = token.value;
  });
})();

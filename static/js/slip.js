// Prints the slip and tells the server that it was printed, so that the next one says that it is a reprint.
(function () {
  "use strict";
  var form = document.querySelector("form[data-print]");
  if (!form) return;
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    window.print();
  });
  window.addEventListener("afterprint", function () {
    fetch(form.action, {
      method: "POST",
      headers: { Accept: "application/json" },
      body: new URLSearchParams(new FormData(form)),
      credentials: "same-origin",
      keepalive: true,
    });
  });
})();

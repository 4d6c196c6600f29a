// Buttons that copy a text: data-copy names the field, data-copied is said once it is done. Without this the field is read-only text.
(function () {
  "use strict";
  function copied(button) {
    var before = button.textContent;
    button.textContent = button.dataset.copied;
    setTimeout(function () { button.textContent = before; }, 2000);
  }
  document.querySelectorAll("button[data-copy]").forEach(function (button) {
    button.hidden = false;
    button.addEventListener("click", function () {
      var field = document.getElementById(button.dataset.copy);
      field.select();
      // The clipboard needs HTTPS; on the co-operative's own network the older way still works.
      if (navigator.clipboard && window.isSecureContext) {
        navigator.clipboard.writeText(field.value).then(function () { copied(button); });
      } else if (document.execCommand("copy")) {
        copied(button);
      }
    });
  });
})();

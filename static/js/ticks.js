// One tick for all the ticks of a list.
(function () {
  "use strict";
  document.addEventListener("DOMContentLoaded", function () {
    document.querySelectorAll("[data-tick-all]").forEach(function (all) {
      all.hidden = false;
      all.addEventListener("change", function () {
        document.querySelectorAll("input[name='" + all.dataset.tickAll + "']").forEach(function (tick) {
          tick.checked = all.checked;
        });
      });
    });
  });
})();

// Nobody is signed in: forget the screens kept for working offline. Tickets that wait to be sent stay.
(function () {
  "use strict";
  if (!("caches" in window)) return;
  caches.keys().then(function (names) {
    names.forEach(function (name) { if (name.startsWith("weigh-")) caches.delete(name); });
  });
})();

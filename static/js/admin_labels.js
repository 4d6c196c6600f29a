// The admin's fields that look up rows as one types: the box that is drawn over such a field gets the field's label.
(function () {
  function nameBoxes() {
    document.querySelectorAll(".select2-selection__rendered:not([aria-label])").forEach(function (box) {
      const field = box.closest(".select2").previousElementSibling;
      const label = field && document.querySelector(`label[for="${field.id}"]`);
      if (label) box.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
    });
  }

  new MutationObserver(nameBoxes).observe(document.documentElement, { childList: true, subtree: true });
})();

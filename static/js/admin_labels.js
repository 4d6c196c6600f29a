// The admin's fields that look up rows as one types: the box that is drawn over such a field gets the field's label.
addEventListener("load", function () {
  function name(field) {
    const label = document.querySelector(`label[for="${field.id}"]`);
    const box = field.parentElement.querySelector(".select2-selection__rendered");
    if (label && box) box.setAttribute("aria-label", label.textContent.trim().replace(/:$/, ""));
  }
  document.querySelectorAll("select.admin-autocomplete").forEach(name);
});

// Pasting a block copied from a spreadsheet fills the cells to the right of and below the one it is pasted into.
(function () {
  "use strict";
  document.addEventListener("paste", function (event) {
    var cell = event.target.closest("table[data-paste] tbody input:not([type=hidden])");
    var text = event.clipboardData.getData("text");
    if (!cell || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    var rows = Array.from(cell.closest("tbody").rows);
    var inputs = function (row) { return Array.from(row.querySelectorAll("input:not([type=hidden])")); };
    var top = rows.indexOf(cell.closest("tr")), left = inputs(rows[top]).indexOf(cell);
    text.replace(/\r?\n$/, "").split(/\r?\n/).forEach(function (line, down) {
      if (!rows[top + down]) return;
      var fields = inputs(rows[top + down]);
      line.split("\t").forEach(function (value, along) {
        if (fields[left + along]) fields[left + along].value = value.trim();
      });
    });
  });
})();

// Searching and sorting; without it the page is a plain table with its links.
(function () {
  "use strict";
  var table = document.getElementById("table"), body = table.tBodies[0];
  var rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
  var find = document.getElementById("find"), show = document.getElementById("show");
  var count = document.getElementById("count"), order = new Intl.Collator("da");
  var tiles = {};
  document.querySelectorAll(".tile").forEach(function (tile) { tiles[tile.dataset.code] = tile; });

  function plain(words) { return words.toLowerCase().normalize("NFC").replace(/å/g, "aa").trim(); }

  function filter() {
    var words = plain(find.value).split(/\s+/), shown = 0;
    rows.forEach(function (row) {
      var known = plain(row.dataset.words);
      var fits = words.every(function (word) { return known.includes(word); });
      fits = fits && (!show.value || row.dataset.state === show.value);
      row.hidden = !fits;
      tiles[row.dataset.code].classList.toggle("dim", !fits);
      shown += fits;
    });
    count.textContent = count.dataset.words.replace("{n}", shown).replace("{of}", rows.length);
  }

  function value(row, column, kind) {
    var cell = row.cells[column];
    if (kind === "text") return cell.textContent.trim();
    return "value" in cell.dataset ? Number(cell.dataset.value) : null;
  }

  function sort(head) {
    var column = heads.indexOf(head), kind = head.dataset.sort;
    var down = head.getAttribute("aria-sort") === "ascending";
    heads.forEach(function (each) { each.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
    rows.sort(function (one, other) {
      var a = value(one, column, kind), b = value(other, column, kind);
      if (a === null || b === null) return (a === null) - (b === null); // what is not known is last
      var by = kind === "text" ? order.compare(a, b) : a - b;
      return (down ? -by : by) || order.compare(value(one, 0, "text"), value(other, 0, "text"));
    });
    rows.forEach(function (row) { body.appendChild(row); });
  }

  heads.forEach(function (head) {
    if (!head.dataset.sort) return;
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.dataset.name = head.textContent; // for print, where a button is not repeated
    head.textContent = "";
    head.appendChild(button);
    button.addEventListener("click", function () { sort(head); });
  });
  document.querySelector(".find").addEventListener("submit", function (event) { event.preventDefault(); });
  find.addEventListener("input", filter);
  show.addEventListener("change", filter);
  document.querySelectorAll(".screen[hidden]").forEach(function (each) { each.hidden = false; });
  filter();
})();

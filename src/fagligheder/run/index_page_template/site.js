// Searching, sorting, names on the map and links to copy; without it the page is a plain table with
// its links.
(function () {
  "use strict";
  var table = document.getElementById("table"), body = table.tBodies[0];
  var rows = Array.from(body.rows), heads = Array.from(table.tHead.rows[0].cells);
  var find = document.getElementById("find"), show = document.getElementById("show");
  var count = document.getElementById("count"), order = new Intl.Collator("da");
  var hits = document.getElementById("hits"), said = document.getElementById("said");
  var tiles = {}, MOST_HITS = 6;
  document.querySelectorAll(".tile").forEach(function (tile) { tiles[tile.dataset.code] = tile; });

  function plain(words) { return words.toLowerCase().normalize("NFC").replace(/å/g, "aa").trim(); }

  function filter() {
    var typed = plain(find.value), words = typed.split(/\s+/), shown = 0, found = [];
    rows.forEach(function (row) {
      var known = plain(row.dataset.words);
      var fits = words.every(function (word) { return known.includes(word); });
      if (fits) found.push(row);
      fits = fits && (!show.value || row.dataset.state === show.value);
      row.hidden = !fits;
      tiles[row.dataset.code].classList.toggle("dim", !fits);
      shown += fits;
    });
    count.textContent = count.dataset.words.replace("{n}", shown).replace("{of}", rows.length);
    list(typed ? found : null, typed);
  }

  // What is found stands under the field as well: those whose name begins so, first.
  function list(found, typed) {
    hits.replaceChildren();
    if (!found) return;
    function begins(row) { return plain(row.cells[0].textContent).startsWith(typed); }
    found.sort(function (one, other) { return begins(other) - begins(one); });
    found.slice(0, MOST_HITS).forEach(function (row) { hits.append(hit(row)); });
    if (!found.length) hits.append(item(hits.dataset.none));
    if (found.length > MOST_HITS) {
      var more = document.createElement("a");
      more.href = "#alle";
      more.textContent = hits.dataset.more.replace("{n}", found.length - MOST_HITS);
      hits.append(item(more));
    }
  }

  function item() {
    var made = document.createElement("li");
    made.append.apply(made, arguments);
    return made;
  }

  function hit(row) {
    var name = document.createElement("strong"), links = document.createElement("span");
    name.textContent = row.cells[0].textContent;
    links.className = "files";
    links.append(...row.cells[1].cloneNode(true).childNodes);
    return item(name, " ", row.cells[1].querySelector("a") ? links : row.cells[2].textContent.trim());
  }

  // The full name of the square under the pointer or with the focus, which shows at once.
  function nameSquares() {
    var map = document.querySelector(".map"), name = document.getElementById("name");
    Object.values(tiles).forEach(function (tile) {
      var title = tile.querySelector("title");
      tile.dataset.name = title.textContent;
      if (!tile.matches("a")) title.remove(); // the browser would show it too; a link is named by it
    });
    var named = null;
    function place() {
      if (!named) return;
      var square = named.getBoundingClientRect(), frame = map.getBoundingClientRect();
      var left = square.left + square.width / 2 - frame.left - name.offsetWidth / 2;
      name.style.left = Math.max(0, Math.min(left, frame.width - name.offsetWidth)) + "px";
      name.style.top = square.top - frame.top - name.offsetHeight - 6 + "px";
    }
    function tell(tile) {
      named = tile;
      name.hidden = !tile;
      name.textContent = tile ? tile.dataset.name : "";
      place();
    }
    function hide() { tell(null); }
    // Not "mouseover": scrolling to a square with the focus moves others under a pointer at rest.
    ["mousemove", "focusin"].forEach(function (kind) {
      map.addEventListener(kind, function (event) { tell(event.target.closest(".tile")); });
    });
    map.addEventListener("mouseleave", hide);
    map.addEventListener("focusout", hide);
    map.addEventListener("scroll", place, true);
    document.addEventListener("keydown", function (event) { if (event.key === "Escape") hide(); });
  }

  // The browser's clipboard, or the old way where a page may not use it.
  function copy(address) {
    function oldWay() {
      var field = document.createElement("textarea");
      field.value = address;
      document.body.append(field);
      field.select();
      var done = document.execCommand("copy");
      field.remove();
      if (!done) throw new Error("refused");
    }
    if (!navigator.clipboard) return Promise.resolve().then(oldWay);
    return navigator.clipboard.writeText(address).catch(oldWay);
  }

  function say(words) {
    said.textContent = "";
    setTimeout(function () { said.textContent = words; }, 50); // read aloud also when it is the same
  }

  function copyLink(button) {
    var address = new URL(button.dataset.address, document.baseURI).href, words = said.dataset;
    copy(address).then(function () {
      var local = location.protocol === "file:" ? " " + words.local : "";
      say(words.copied.replace("{title}", button.dataset.title) + local);
    }, function () {
      say(words.failed.replace("{address}", address));
    }).then(function () { button.focus(); });
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
  document.querySelectorAll("form").forEach(function (form) {
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      var first = hits.querySelector("a");
      if (form.contains(find) && first) first.focus();
    });
  });
  document.addEventListener("click", function (event) {
    var button = event.target.closest("button.copy");
    if (!said.contains(event.target)) said.textContent = "";
    if (button) copyLink(button);
  });
  find.addEventListener("input", filter);
  show.addEventListener("change", filter);
  document.querySelectorAll(".screen[hidden]").forEach(function (each) { each.hidden = false; });
  nameSquares();
  filter();
})();

// Searching and filtering; without it the page is a plain list.
(function () {
  "use strict";
  var offers = Array.from(document.getElementById("offers").children);
  var count = document.getElementById("count"), fields = {};
  ["find", "profile", "credit", "held"].forEach(function (id) { fields[id] = document.getElementById(id); });

  function plain(words) { return words.toLowerCase().normalize("NFC").replace(/å/g, "aa").trim(); }

  function filter() {
    var words = plain(fields.find.value).split(/\s+/), shown = 0;
    offers.forEach(function (offer) {
      var own = offer.dataset;
      var fits = words.every(function (word) { return own.words.includes(word); });
      fits = fits && (!fields.profile.value || own.profiles.split(" ").includes(fields.profile.value));
      fits = fits && (!fields.credit.value || own.credit === fields.credit.value);
      fits = fits && (!fields.held.checked || own.held === "yes");
      offer.hidden = !fits;
      shown += fits;
    });
    count.textContent = count.dataset.words.replace("{n}", shown).replace("{of}", offers.length);
  }

  Object.values(fields).forEach(function (field) { field.addEventListener("input", filter); });
  document.querySelector("form").addEventListener("submit", function (event) { event.preventDefault(); });
  document.querySelectorAll(".screen[hidden]").forEach(function (each) { each.hidden = false; });
  filter();
})();

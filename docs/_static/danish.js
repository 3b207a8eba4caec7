// What Sphinx's own Danish leaves out or gets wrong in the search.
Documentation.addTranslations({
  locale: "da",
  plural_expr: "n === 1 ? 0 : 1",
  messages: {
    ", in ": ", i ",
    "Your search did not match any documents. Please make sure that all words are spelled correctly and that you've selected enough categories.":
      "Søgningen fandt intet. Prøv et kortere ord eller en anden stavemåde.",
    "Search finished, found one page matching the search query.": [
      "Søgningen fandt ét sted.",
      "Søgningen fandt ${resultCount} steder.",
    ],
  },
});

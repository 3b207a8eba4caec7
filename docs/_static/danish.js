// What Sphinx's own Danish leaves in English.
Documentation.addTranslations({
  locale: "da",
  plural_expr: "(n != 1)",
  messages: {
    "Search finished, found one page matching the search query.": [
      "Søgningen fandt én side.",
      "Søgningen fandt ${resultCount} sider.",
    ],
  },
});

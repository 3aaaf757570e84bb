// The rules of html-validate for the pages: its recommended ones, but for those below.
export default {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // HTML takes the doctype in capitals and in small letters.
    "doctype-style": "off",
    // A title holds the headline as its author wrote it; HTML sets no limit, and what shows titles cuts them itself.
    "long-title": "off",
    // ARIA lets a list have a name; here names tell the lists of tags from those of stances. Where ARIA forbids one
    // it stays an error.
    "aria-label-misuse": ["error", { allowAnyNamable: true }],
  },
};

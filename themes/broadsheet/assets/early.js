// Runs before the first paint: says that there is JavaScript and applies the reader's stored choices.
(function (root) {
  root.classList.add("js");
  var view = root.dataset.view, theme;
  try {
    theme = localStorage.getItem("evenhand-theme");
    view = localStorage.getItem("evenhand-view") || view;
  } catch (e) { /* storage is closed to us: the defaults stand */ }
  if (theme === "dark" || theme === "light") root.dataset.theme = theme;
  if (view === "together") root.classList.add("together");
  // Should main.js not arrive or break, the page goes back to the one without script: nothing stays hidden.
  addEventListener("load", function () {
    if (!root.classList.contains("alive")) root.classList.remove("js", "together");
  });
})(document.documentElement);

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
  // The narrative that the address opens. `:target` would name it, but only after main.js has run.
  document.addEventListener("readystatechange", function () {
    var target = null;
    try { target = document.getElementById(decodeURIComponent(location.hash.slice(1))); } catch (e) { /* not an id */ }
    var panel = target && target.closest(".panel");
    if (panel) panel.classList.add("open");
  }, { once: true });
  // Should main.js not arrive or break, the page goes back to the one without script: nothing stays hidden.
  addEventListener("load", function () {
    if (!root.classList.contains("alive")) root.classList.remove("js", "together");
  });
})(document.documentElement);

// Light and dark, narrative tabs, footnotes in place. Every page works without it.
(function () {
  "use strict";
  var root = document.documentElement;

  function remember(key, value) {
    try { localStorage.setItem(key, value); } catch (e) { /* not remembered, still applied */ }
  }

  // ---- Light and dark
  var button = document.querySelector("button.theme");
  if (button) {
    var system = matchMedia("(prefers-color-scheme: dark)");
    var isDark = function () { return root.dataset.theme ? root.dataset.theme === "dark" : system.matches; };
    var press = function () { button.setAttribute("aria-pressed", String(isDark())); };
    button.addEventListener("click", function () {
      root.dataset.theme = isDark() ? "light" : "dark";
      remember("evenhand-theme", root.dataset.theme);
      press();
    });
    system.addEventListener("change", press);
    press();
  }

  // ---- Narrative tabs
  var section = document.querySelector(".tabbed");
  if (section) {
    var tabs = Array.from(section.querySelectorAll("[role=tab]"));
    var panels = tabs.map(function (tab) { return document.getElementById(tab.getAttribute("aria-controls")); });
    var toggle = section.querySelector(".together");
    var chosen = 0;

    // A hidden panel is "until-found": the browser's own search still finds its words.
    var paint = function () {
      var together = root.classList.contains("together");
      toggle.setAttribute("aria-pressed", String(together));
      tabs.forEach(function (tab, i) {
        var panel = panels[i], on = i === chosen;
        tab.setAttribute("aria-selected", String(on));
        tab.tabIndex = on ? 0 : -1;
        if (together) {
          ["role", "aria-labelledby", "tabindex", "hidden"].forEach(function (name) { panel.removeAttribute(name); });
          return;
        }
        panel.setAttribute("role", "tabpanel");
        panel.setAttribute("aria-labelledby", tab.id);
        if (on) {
          panel.tabIndex = 0;
          panel.removeAttribute("hidden");
        } else {
          panel.removeAttribute("tabindex");
          panel.setAttribute("hidden", "until-found");
        }
      });
      section.classList.add("ready");
    };

    var choose = function (i) {
      chosen = (i + tabs.length) % tabs.length;
      paint();
    };

    // What a reader chooses becomes the fragment, so that the address can be shared.
    var pick = function (i) {
      choose(i);
      history.replaceState(history.state, "", "#" + panels[chosen].id);
    };

    tabs.forEach(function (tab, i) {
      tab.addEventListener("click", function () { pick(i); });
      panels[i].addEventListener("beforematch", function () { choose(i); });
    });

    section.querySelector("[role=tablist]").addEventListener("keydown", function (event) {
      if (event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
      var forward = getComputedStyle(section).direction === "rtl" ? "ArrowLeft" : "ArrowRight";
      var to = event.key === "Home" ? 0
        : event.key === "End" ? tabs.length - 1
        : event.key === forward ? chosen + 1
        : event.key === "ArrowLeft" || event.key === "ArrowRight" ? chosen - 1
        : null;
      if (to === null) return;
      event.preventDefault();
      pick(to);
      tabs[chosen].focus();
    });

    toggle.addEventListener("click", function () {
      var together = root.classList.toggle("together");
      remember("evenhand-view", together ? "together" : "tabs");
      paint();
    });

    // A fragment opens the panel that it names or that holds what it names.
    var follow = function (hash) {
      var target = null;
      try { target = document.getElementById(decodeURIComponent(hash.slice(1))); } catch (e) { /* not an id */ }
      if (!target) return;
      for (var i = 0; i < panels.length; i++) {
        if (panels[i].contains(target) && i !== chosen) {
          choose(i);
          target.scrollIntoView();
        }
      }
    };
    addEventListener("hashchange", function () { follow(location.hash); });
    // A link to the fragment that the address has already changes nothing there.
    document.addEventListener("click", function (event) {
      var link = event.target.closest && event.target.closest('a[href^="#"]');
      if (link) follow(link.getAttribute("href"));
    });
    follow(location.hash);
    paint();
  }

  // ---- Footnotes in place
  var note = null, mark = null, timer = 0;

  function hide() {
    clearTimeout(timer);
    if (note) note.remove();
    if (mark) mark.removeAttribute("aria-describedby");
    note = mark = null;
  }

  function later(action, delay) {
    clearTimeout(timer);
    timer = setTimeout(action, delay);
  }

  function show(link) {
    clearTimeout(timer);
    if (link === mark) return;
    hide();
    var source = document.getElementById(decodeURIComponent(link.hash.slice(1)));
    if (!source) return;
    note = document.createElement("div");
    note.className = "note-box";
    note.id = "note-box";
    source.querySelectorAll(".entry, blockquote").forEach(function (part) { note.append(part.cloneNode(true)); });
    // Its links are for the pointer; with the keyboard one follows the mark to the source itself.
    note.querySelectorAll("a").forEach(function (a) { a.tabIndex = -1; });
    // Within the landmark that the mark stands in: else whoever goes by landmarks does not come upon it.
    (link.closest("main") || document.body).append(note);
    mark = link;
    mark.setAttribute("aria-describedby", note.id);

    var at = link.getBoundingClientRect(), box = note.getBoundingClientRect(), edge = 8;
    var left = Math.min(Math.max(at.left + at.width / 2 - box.width / 2, edge), root.clientWidth - box.width - edge);
    var below = at.bottom + box.height + edge < root.clientHeight || at.top < box.height + edge;
    note.style.left = left + scrollX + "px";
    note.style.top = (below ? at.bottom + 4 : at.top - box.height - 4) + scrollY + "px";
  }

  function markOf(event) {
    return event.target.closest ? event.target.closest(".cite a") : null;
  }

  document.addEventListener("pointerover", function (event) {
    if (event.pointerType === "touch") return;
    var link = markOf(event);
    if (link) later(function () { show(link); }, 120);
    else if (note && note.contains(event.target)) clearTimeout(timer);
    else if (note && mark !== document.activeElement) later(hide, 250);
    else if (!note) clearTimeout(timer);
  });
  document.addEventListener("focusin", function (event) {
    var link = markOf(event);
    if (link && link.matches(":focus-visible")) show(link);
  });
  document.addEventListener("focusout", function (event) {
    if (markOf(event)) later(hide, 150);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Escape" && note) hide();
  });
  addEventListener("hashchange", hide);
  addEventListener("resize", hide);

  root.classList.add("alive");
})();

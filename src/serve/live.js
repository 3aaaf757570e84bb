// Keeps a page of the preview up to date: asks what to do when the site has changed,
// and shows the faults of the texts over the page. It is no part of the published site.
var own = document.currentScript.dataset;
var number = own.since; // the state of the site that this page has seen
var stop = null;        // ends listening
var shown = "[]";       // the faults that are shown
var box = null;         // the faults, when there are any
var folded = null;      // what the reader chose; by default warnings alone are folded
var asking = false, again = false;

// ---- Where the reader was: a reload goes back there, in the same tab of the narratives.
var KEY = "evenhand-preview:" + location.pathname;
function reload() {
  // A page that is missing has a height of its own, and keeps what the one before it remembered.
  if (own.missing === undefined) try { sessionStorage.setItem(KEY, JSON.stringify([scrollX, scrollY])); } catch (e) { /* storage is closed */ }
  location.reload();
}
if (own.missing === undefined) try {
  var was = JSON.parse(sessionStorage.getItem(KEY));
  sessionStorage.removeItem(KEY);
  if (was) {
    history.scrollRestoration = "manual";
    var back = function () { scrollTo({ left: was[0], top: was[1], behavior: "instant" }); };
    back();
    addEventListener("load", back);
    // Not before: the browser would go to where another page at this address was left.
    addEventListener("pagehide", function () { history.scrollRestoration = "auto"; });
  }
} catch (e) { /* storage is closed, or holds something else */ }

// ---- The page as the server sent it, to tell what a script of the page has made of it since.
var source = null;
function look(cache) {
  return fetch(location.href, { cache: cache })
    .then(function (answer) { return answer.text(); })
    .then(function (text) {
      var page = parse(text);
      source = page && page.own.content === own.content && page.own.styles === own.styles ? page : null;
    })
    .catch(function () { /* then it is loaded anew when it changes */ });
}
addEventListener("load", function () { look("force-cache"); });

function parse(text) {
  var page = new DOMParser().parseFromString(text, "text/html");
  var script = Array.from(page.scripts).find(isOwn);
  return script ? { tree: page, own: script.dataset } : null;
}

// The edits from one page to another; null where it is to be loaded.
function changes(before, after) {
  var root = function (page) { return page.documentElement.cloneNode(false); };
  if (!root(before).isEqualNode(root(after))) return null;
  var head = edits(before.head, after.head, document.head);
  var body = edits(before.body, after.body, document.body);
  return head && body && head.concat(body);
}

// The page is made from something else now: it is changed in place, or loaded anew.
function renew() {
  if (!source || document.documentElement.dataset.preview === "reload") {
    reload();
    return null;
  }
  return fetch(location.href, { cache: "no-cache" })
    .then(function (answer) { return answer.text(); })
    .then(function (text) {
      var page = parse(text);
      var all = page && changes(source.tree, page.tree);
      if (!all) {
        reload();
        return;
      }
      all.forEach(function (edit) { edit(); });
      own.content = page.own.content;
      source = page;
      document.dispatchEvent(new Event("evenhand:changed"));
    });
}

// ---- What to do now?
function ask() {
  if (asking) {
    again = true;
    return;
  }
  asking = true;
  var query = "?path=" + encodeURIComponent(location.pathname) + "&content=" + own.content +
    "&styles=" + own.styles + "&since=" + number;
  fetch("/.gen-state" + query, { cache: "no-store" })
    .then(function (answer) { return answer.json(); })
    .then(function (state) {
      number = state.number;
      show(state.faults);
      if (shows(state.files)) reload();
      else if (state.reload) return renew();
      else if (state.styles) {
        own.styles = state.styles_hash;
        dress(state.styles, state.files);
        // What is compared from now on has the new style sheets.
        return look("no-cache");
      } else dress([], state.files);
      return null;
    })
    .catch(function () { /* the server is gone, and tells when it is back */ })
    .then(function () {
      asking = false;
      if (again) {
        again = false;
        ask();
      }
    });
}

// Whether the page shows one of the files by their addresses; style sheets are changed in place.
function shows(files) {
  return Array.from(document.querySelectorAll("[src], [srcset], [poster], object[data]")).some(function (element) {
    return files.some(function (file) {
      return ["src", "srcset", "poster", "data"].some(function (name) {
        return (element.getAttribute(name) || "").indexOf(file) >= 0;
      });
    });
  });
}

// ---- Style sheets: the new one is put beside the old one, which goes when the new one is there.
function dress(sheets, files) {
  document.querySelectorAll('link[rel="stylesheet"]').forEach(function (link) {
    if (link.dataset.going) return;
    var address = new URL(link.href);
    if (address.origin !== location.origin) return;
    sheets.forEach(function (sheet) {
      if (plain(address.pathname) === plain(sheet.href) && address.pathname !== sheet.href) swap(link, sheet.href, sheet.integrity);
    });
    files.forEach(function (file) {
      if (address.pathname === file) swap(link, file + "?" + number, "");
    });
  });
}

// The address without the hash in the file's name.
function plain(path) { return path.replace(/\.[0-9a-f]{8}(\.css)$/, "$1"); }

function swap(old, href, integrity) {
  var link = old.cloneNode();
  old.dataset.going = "true";
  if (integrity && old.integrity) link.integrity = integrity;
  else link.removeAttribute("integrity");
  link.href = href;
  link.onload = link.onerror = function () { old.remove(); };
  old.after(link);
}

// ---- The faults, over the page, in a tree of their own that the page's styles do not reach.
var STYLE = ":host{all:initial}" +
  ".box{position:fixed;inset-inline:0;bottom:0;z-index:2147483647;max-height:60vh;overflow:auto;box-sizing:border-box;" +
  "padding:.75rem 1rem;background:#1b1b1f;color:#f4f4f6;border-top:4px solid #ff6b6b;" +
  "font:14px/1.45 system-ui,sans-serif;text-align:start}" +
  ".box.warnings{border-color:#e0b040}" +
  ".head{display:flex;gap:1rem;align-items:baseline;justify-content:space-between;margin:0 0 .5rem}" +
  "h2{font-size:1rem;margin:0}p{margin:.25rem 0}" +
  "button{font:inherit;color:inherit;background:#3a3a42;border:1px solid #77778a;border-radius:4px;padding:.2rem .7rem;cursor:pointer}" +
  "button:focus-visible,pre:focus-visible{outline:2px solid #9ecbff;outline-offset:2px}" +
  "pre{margin:.25rem 0 1rem;font:13px/1.4 ui-monospace,monospace;white-space:pre;overflow-x:auto;direction:ltr;text-align:left}" +
  ".place{font:13px/1.4 ui-monospace,monospace;color:#9ecbff}.folded .all{display:none}";

function show(faults) {
  // What is shown already keeps its place and the focus, and is not read out again.
  var said = JSON.stringify(faults);
  if (said === shown) return;
  shown = said;
  if (!faults.length) {
    if (box) box.remove();
    box = null;
    return;
  }
  if (!box) {
    box = document.createElement("evenhand-faults");
    var tree = box.attachShadow({ mode: "open" });
    var sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    tree.adoptedStyleSheets = [sheet];
    document.documentElement.append(box);
  }
  var errors = faults.filter(function (fault) { return fault.severity === "error"; }).length;
  var closed = folded === null ? !errors : folded;
  var panel = make("section", "box" + (errors ? "" : " warnings"));
  panel.setAttribute("role", "alert");
  panel.setAttribute("lang", "en");
  panel.setAttribute("dir", "ltr");
  var head = make("div", "head");
  var counts = [counted(errors, "error"), counted(faults.length - errors, "warning")].filter(Boolean).join(", ");
  head.append(make("h2", "", counts + (errors && own.content ? " — the last good version is shown" : "")));
  var button = make("button");
  button.type = "button";
  var label = function () {
    panel.classList.toggle("folded", closed);
    button.textContent = closed ? "Show" : "Hide";
    button.setAttribute("aria-expanded", String(!closed));
  };
  button.addEventListener("click", function () {
    folded = closed = !closed;
    label();
  });
  label();
  head.append(button);
  var all = make("div", "all");
  faults.forEach(function (fault) {
    // Everything that comes from a text goes in as text.
    var text = make("pre", "", fault.text);
    text.tabIndex = 0; // it may be wider than the window, and is scrolled by keyboard then
    all.append(make("p", "place", fault.place), text);
  });
  panel.append(head, all);
  box.shadowRoot.replaceChildren(panel);
}

function make(name, classes, text) {
  var element = document.createElement(name);
  if (classes) element.className = classes;
  if (text !== undefined) element.textContent = text;
  return element;
}

function counted(count, word) { return count ? count + " " + word + (count === 1 ? "" : "s") : ""; }

// ---- Listening. A browser opens six connections to a host at most, so of all tabs that
// are seen only one listens and tells the others; a hidden tab does not listen at all.
function listen(heard) {
  var stream = new EventSource("/.gen-events");
  stream.onmessage = heard;
  // Refused because too many listen: the browser does not try again by itself.
  var again = 0;
  var close = function () {
    clearTimeout(again);
    stream.close();
  };
  stream.onerror = function () {
    if (stream.readyState === EventSource.CLOSED) again = setTimeout(function () { close = listen(heard); }, 2000);
  };
  return function () { close(); };
}

function start() {
  if (stop || document.visibilityState === "hidden") return;
  var channel = "BroadcastChannel" in window ? new BroadcastChannel("evenhand-preview") : null;
  var end = null, ended = false;
  var heard = function () {
    if (channel) channel.postMessage("changed");
    ask();
  };
  if (channel) channel.onmessage = ask;
  var cancel = new AbortController();
  if (channel && navigator.locks) {
    navigator.locks.request("evenhand-preview", { signal: cancel.signal }, function () {
      if (ended) return null;
      var close = listen(heard);
      return new Promise(function (done) {
        end = function () {
          close();
          done();
        };
      });
    }).catch(function () { /* given up before it was our turn */ });
    ask();
  } else end = listen(heard);
  stop = function () {
    ended = true;
    cancel.abort();
    if (end) end();
    if (channel) channel.close();
    stop = null;
  };
}

function halt() { if (stop) stop(); }

document.addEventListener("visibilitychange", function () {
  if (document.visibilityState === "hidden") halt();
  else start();
});
addEventListener("pagehide", halt);
addEventListener("pageshow", start);
start();

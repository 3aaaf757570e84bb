// Changes a page in place: nothing flickers, and what the reader opened or focused stays. Where the scripts of the
// page could lose hold of something, the page is loaded anew.

// Attributes that say something, and that no script is likely to have acted on.
var WORDS = ["alt", "aria-label", "cite", "content", "datetime", "dir", "href", "id", "lang", "title", "value"];

// What acts, or is likely to be acted on; also what stands inside it.
var HELD = "script, style, link, template, iframe, object, embed, video, audio, canvas, dialog, details, form, input, button, " +
  "select, textarea, [tabindex], [contenteditable], [http-equiv], [charset], [role]:not([role^='doc-'])";

// The edits that make `live`, which came from `before`, into `after`; null where that is more than may be done in place.
// Words may always be changed. Elements may come and go where the page says that its scripts bear it.
function edits(before, after, live) {
  var found = [];
  return collect(before, after, live, found) ? found : null;
}

function collect(before, after, live, found) {
  if (before.isEqualNode(after) || isOwn(before) && isOwn(after)) return true;
  var count = found.length;
  if (reword(before, after, live, found)) return true;
  found.length = count;
  if (!isFree(before, live) || !isFree(after)) return false;
  found.push(function () { live.replaceWith(document.importNode(after, true)); });
  return true;
}

// The node stays the same one, with other words.
function reword(before, after, live, found) {
  var alike = [before, after].every(function (node) { return node.nodeType === live.nodeType && node.nodeName === live.nodeName; });
  if (!alike) return false;
  if (before.nodeType !== Node.ELEMENT_NODE) {
    found.push(function () { live.nodeValue = after.nodeValue; });
    return true;
  }
  var isData = before.type === "application/ld+json" && after.type === before.type;
  if (["SCRIPT", "STYLE", "TEMPLATE", "TEXTAREA"].indexOf(before.nodeName) >= 0 && !isData) return false;
  var names = before.getAttributeNames().concat(after.getAttributeNames());
  var changed = names.filter(function (name) { return before.getAttribute(name) !== after.getAttribute(name); });
  // A script may hold on to what has a role; a style sheet is more than words.
  var isHeld = before.hasAttribute("role") || before.rel === "stylesheet";
  var isMore = function (name) { return isHeld || WORDS.indexOf(name) < 0; };
  if (changed.some(isMore)) return false;
  found.push(function () {
    changed.forEach(function (name) {
      if (after.hasAttribute(name)) live.setAttribute(name, after.getAttribute(name));
      else live.removeAttribute(name);
    });
  });
  return refill(before, after, live, found);
}

// The children. Where they are more or fewer, those at both ends that are alike stay, and what is between is exchanged.
function refill(before, after, live, found) {
  var was = Array.from(before.childNodes), is = Array.from(after.childNodes), here = Array.from(live.childNodes);
  if (here.length !== was.length) return false;
  if (was.length === is.length) return was.every(function (node, i) { return collect(node, is[i], here[i], found); });
  var least = Math.min(was.length, is.length), start = 0, end = 0, first = found.length;
  var isEqual = function (i, j) { return was[i].isEqualNode(is[j]); };
  var isAlike = function (i, j) { return was[i].nodeName === is[j].nodeName && collect(was[i], is[j], here[i], found); };
  [isEqual, isAlike].forEach(function (stays) {
    while (start + end < least && stays(start, start)) start++;
    while (start + end < least && stays(was.length - 1 - end, is.length - 1 - end)) end++;
  });
  var last = was.length - end, gone = here.slice(start, last), come = is.slice(start, is.length - end);
  var mayGo = gone.every(function (node, i) { return isFree(was[start + i], node); });
  if (!mayGo || !come.every(function (node) { return isFree(node); })) return false;
  // Before the edits of those that stay: one of these may be exchanged, too.
  found.splice(first, 0, function () {
    var next = here[last] || null;
    gone.forEach(function (node) { node.remove(); });
    come.forEach(function (node) { live.insertBefore(document.importNode(node, true), next); });
  });
  return true;
}

// Whether a node may come or go: the page allows it, nothing in it acts, and no script has touched the `live` one.
function isFree(node, live) {
  if (document.documentElement.dataset.preview !== "in-place" || live && !live.isEqualNode(node)) return false;
  return node.nodeType !== Node.ELEMENT_NODE || !node.matches(HELD) && !node.querySelector(HELD);
}

// The script of the preview itself, which says what the page was made from.
function isOwn(node) {
  return node.nodeName === "SCRIPT" && /^\/\.gen-live\.js/.test(node.getAttribute("src"));
}

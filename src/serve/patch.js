// Changes a page in place where only its words have changed: nothing flickers, and what the reader marked, opened
// or focused stays. Where anything else has changed, the page is loaded anew.

// Attributes that say something, and that no script is likely to have acted on.
var WORDS = ["alt", "aria-label", "cite", "content", "datetime", "dir", "href", "id", "lang", "title", "value"];

// The edits that make `live`, which came from `before`, into `after`; null where that is more than words.
function edits(before, after, live) {
  var found = [];
  return collect(before, after, live, found) ? found : null;
}

function collect(before, after, live, found) {
  if (before.isEqualNode(after) || isOwn(before) && isOwn(after)) return true;
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
  var count = before.childNodes.length;
  if (after.childNodes.length !== count || live.childNodes.length !== count) return false;
  for (var i = 0; i < count; i++) {
    if (!collect(before.childNodes[i], after.childNodes[i], live.childNodes[i], found)) return false;
  }
  return true;
}

// The script of the preview itself, which says what the page was made from.
function isOwn(node) {
  return node.nodeName === "SCRIPT" && /^\/\.gen-live\.js/.test(node.getAttribute("src"));
}

// Before anything is drawn: the look the reader chose, else the one the system asks for.
(function () {
  "use strict";
  var kept = null;
  try {
    kept = window.localStorage.getItem("solesource-look");
  } catch (_) {
    // A browser that keeps nothing follows the system.
  }
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  document.documentElement.dataset.look = kept || (dark.matches ? "dark" : "light");
  document.documentElement.dataset.agThemeMode = document.documentElement.dataset.look;
  document.documentElement.dataset.lookKept = kept ? "yes" : "no";
})();

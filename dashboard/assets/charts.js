// The light and dark switch, and the charts: in the look that is on, for the width there is, after
// the words and on paper too.
(function () {
  "use strict";
  var root = document.documentElement;
  var narrow = window.matchMedia("(max-width: 1100px)");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var PAPER = 1000; // 0.69 of it (sole-source.css) are a sheet of A4 or Letter between its margins

  function state() {
    return { look: root.dataset.look || "light", narrow: narrow.matches };
  }

  function tell() {
    root.dataset.agThemeMode = root.dataset.look || "light";
    if (window.dash_clientside && window.dash_clientside.set_props) {
      window.dash_clientside.set_props("look", { data: state() });
    }
    nameSwitch();
  }

  function nameSwitch() {
    var button = document.getElementById("look-switch");
    if (button) {
      button.textContent = root.dataset.look === "dark" ? "Light" : "Dark";
      button.setAttribute("aria-label", "Use " + button.textContent.toLowerCase() + " colours");
    }
  }

  // The switch is drawn by Dash, some time after this is read.
  new MutationObserver(function (_, seen) {
    if (document.getElementById("look-switch")) {
      nameSwitch();
      seen.disconnect();
    }
  }).observe(document.body, { childList: true, subtree: true });

  function merged(base, over) {
    var out = Object.assign({}, base);
    Object.keys(over).forEach(function (key) {
      var plain = over[key] && typeof over[key] === "object" && !Array.isArray(over[key]);
      out[key] = plain ? merged(base[key] || {}, over[key]) : over[key];
    });
    return out;
  }

  // A copy with each colour exchanged for its other.
  function coloured(value, others) {
    if (typeof value === "string") {
      return others[value] || value;
    }
    if (Array.isArray(value)) {
      return value.map(function (each) {
        return coloured(each, others);
      });
    }
    if (value && typeof value === "object") {
      return Object.fromEntries(
        Object.entries(value).map(function (pair) {
          return [pair[0], coloured(pair[1], others)];
        })
      );
    }
    return value;
  }

  function fitted(layout) {
    var over = Object.assign({}, (layout.meta && layout.meta.narrow) || {});
    var notes = over.notes || {};
    delete over.notes;
    var out = merged(layout, over);
    out.annotations = (layout.annotations || []).map(function (note) {
      return Object.assign({}, note, notes[note.name] || {});
    });
    return out;
  }

  // When a chart is drawn: once its words are on the screen, and after the charts in view.
  function turn(chart) {
    var below = chart && chart.getBoundingClientRect().top > window.innerHeight;
    return new Promise(function (begin) {
      window.requestAnimationFrame(function () {
        if (below) {
          window.requestIdleCallback(begin, { timeout: 1000 });
        } else {
          window.setTimeout(begin);
        }
      });
    });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.charts = {
    draw: function (drawn, _, drawing, box) {
      var figure = coloured(drawn, state().look === "dark" ? drawing.dark : {});
      if (narrow.matches) {
        figure.layout = fitted(figure.layout);
      }
      var props = { id: { part: "graph", name: box.name }, figure: figure, config: drawing.config };
      return turn(document.getElementById("chart-" + box.name)).then(function () {
        return { type: "Graph", namespace: "dash_core_components", props: props };
      });
    },
  };

  // The chart as a file, its title, source and date in it, as wide as in print.
  function save(name, kind) {
    var plot = document.querySelector("#" + CSS.escape(name) + " .js-plotly-plot");
    if (plot && window.Plotly) {
      var size = { width: narrow.matches ? 640 : 1200, height: plot.offsetHeight };
      var background = getComputedStyle(document.body).backgroundColor;
      var copy = { data: plot.data, layout: Object.assign({}, plot.layout, size), config: { topojsonURL: "/assets/outlines/" } };
      copy.layout.paper_bgcolor = background;
      window.Plotly.downloadImage(
        copy,
        Object.assign({ format: kind, scale: kind === "png" ? 2 : 1, filename: "sole-source-" + name }, size)
      );
    }
  }

  document.addEventListener("click", function (event) {
    var image = event.target.closest("button[data-image]");
    if (image) {
      save(image.dataset.chart, image.dataset.image);
    }
    if (event.target.closest("#look-switch")) {
      root.dataset.look = root.dataset.look === "dark" ? "light" : "dark";
      root.dataset.lookKept = "yes";
      try {
        window.localStorage.setItem("solesource-look", root.dataset.look);
      } catch (_) {
        // Not remembered where the browser keeps nothing.
      }
      tell();
    }
  });

  // Charts keep the width they are drawn in: for a sheet of paper they are drawn anew.
  function fit(width) {
    document.querySelectorAll(".js-plotly-plot").forEach(function (plot) {
      window.Plotly.relayout(plot, width ? { width: width } : { width: null, autosize: true });
    });
  }

  window.addEventListener("beforeprint", function () {
    fit(PAPER);
  });
  window.addEventListener("afterprint", function () {
    fit(null);
  });

  narrow.addEventListener("change", tell);
  dark.addEventListener("change", function () {
    if (root.dataset.lookKept !== "yes") {
      root.dataset.look = dark.matches ? "dark" : "light";
      tell();
    }
  });
})();

// What Dash's components cannot do: the light and dark switch, charts that fit their width,
// filter links that change the address without loading anew, and where the focus goes.
(function () {
  "use strict";
  var root = document.documentElement;
  var narrow = window.matchMedia("(max-width: 1100px)");
  var dark = window.matchMedia("(prefers-color-scheme: dark)");
  var last = window.location.href;
  var typed = 0;
  var PAPER = 1000; // 0.69 of it (sole-source.css) are a sheet of A4 or Letter between its margins
  var followed = null;
  var EMBED = "/embed";
  var OWN = ["sort", "narrow"];

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
  window.dash_clientside.solesource = {
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
    // A bar or a point that is clicked leads to what stands behind it.
    lead: function () {
      var asked = window.dash_clientside.callback_context.triggered[0];
      var point = asked && asked.value && asked.value.points && asked.value.points[0];
      var way = (point && point.id) || "";
      if (way[0] === "#") {
        var target = document.getElementById(way.slice(1));
        if (target) {
          target.scrollIntoView({ block: "center" });
          target.focus({ preventScroll: true });
        }
      } else if (way[0] === "/" && embedded()) {
        outside(way);
      } else if (way[0] === "/") {
        go(way);
      }
    },
    // What is typed, once the reader has paused; only the last of several is passed on.
    pause: function (text) {
      typed += 1;
      var mine = typed;
      return new Promise(function (say) {
        window.setTimeout(function () {
          say(mine === typed ? text : window.dash_clientside.no_update);
        }, 150);
      });
    },
    submit: function (_, text) {
      if (text && text.trim().length > 2) {
        go("/explore?" + new URLSearchParams({ q: text.trim().toLowerCase() }));
        closeSearch();
      }
      return "";
    },
    ask: function (times, text) {
      if (times && text && text.trim()) {
        go("/check?" + new URLSearchParams({ q: text.trim() }));
      }
      return "";
    },
    // A grid's own order and narrowed columns stand in the address, as its filters do.
    keep: function (search) {
      var said = new URLSearchParams(search);
      var query = new URLSearchParams(window.location.search);
      OWN.forEach(function (name) {
        query.delete(name);
        if (said.has(name)) {
          query.set(name, said.get(name));
        }
      });
      var there = window.location.pathname + (query.size ? "?" + query : "");
      window.history.replaceState(window.history.state, "", there + window.location.hash);
      last = window.location.href;
      return "";
    },
    arrived: function (title) {
      document.title = title;
      forget();
      window.requestAnimationFrame(function () {
        nameSwitch();
        var mark = marked();
        var target = mark && document.getElementById(mark);
        if (target) {
          target.scrollIntoView();
        } else if (window.location.href !== last) {
          document.getElementById("content").focus({ preventScroll: true });
        }
        last = window.location.href;
      });
      return "";
    },
  };

  // What the address names after #; nothing where it is written in no way that browsers read.
  function marked() {
    try {
      return decodeURIComponent(window.location.hash.slice(1));
    } catch (_) {
      return "";
    }
  }

  // What went wrong is said until the reader goes on.
  function forget() {
    var trouble = document.getElementById("trouble");
    if (trouble && trouble.textContent) {
      window.dash_clientside.set_props("trouble", { children: "" });
    }
  }

  // What has the focus, before the page is drawn anew and takes it away.
  function remember(link) {
    var facet = link.closest && link.closest("details.facet");
    followed = link === document.body ? null : { link: link, facet: facet && facet.id };
  }

  function follow(link) {
    remember(link);
    var there = new URL(link.href);
    var here = new URLSearchParams(window.location.search);
    OWN.forEach(function (name) {
      if (here.has(name) && there.pathname === window.location.pathname.replace(EMBED, "")) {
        there.searchParams.set(name, here.get(name));
      }
    });
    go(there.pathname + there.search + there.hash);
  }

  // A page in another's frame stays what it is; what it leads to may not stand in a frame.
  function embedded() {
    return root.dataset.embed === "yes";
  }

  function outside(address) {
    window.open(address, "_blank", "noopener");
  }

  function go(address) {
    if (embedded() && address.indexOf(EMBED) !== 0) {
      address = EMBED + address;
    }
    if (new URL(address, window.location.href).href === window.location.href) {
      return;
    }
    forget();
    window.history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  }

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

  if (window.location.pathname.indexOf(EMBED) === 0) {
    root.dataset.embed = "yes";
  }

  // A click that asks for no tab or window of its own.
  function plain(event) {
    return event.button === 0 && !(event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
  }

  // Links that are not for Dash to follow: those out of a frame, and one to the same page where
  // only what is a grid's own was in the address, in which Dash sees no change.
  document.addEventListener(
    "click",
    function (event) {
      var link = plain(event) && event.target.closest("a[href]");
      if (!link) {
        return;
      }
      var query = new URLSearchParams(window.location.search);
      var own = OWN.some(function (name) {
        return query.has(name);
      });
      var anew = own && link.closest("header nav") && link.pathname === window.location.pathname;
      var stays = link.dataset.view || link.hasAttribute("download") || link.getAttribute("href")[0] === "#";
      var leaves = embedded() && !stays;
      if (anew || leaves) {
        event.preventDefault();
        event.stopPropagation();
      }
      if (anew) {
        window.location.assign(link.href);
      } else if (leaves) {
        outside(link.href);
      }
    },
    true // before Dash follows it
  );

  // Words to cite, to the clipboard; an old or open connection has another way.
  function copied(button) {
    var box = button.parentElement.querySelector("textarea");
    var say = function () {
      button.nextElementSibling.textContent = " Copied.";
    };
    var otherwise = function () {
      box.select();
      if (document.execCommand("copy")) {
        say();
      } else {
        button.nextElementSibling.textContent = " Copy what is selected with your keyboard.";
      }
    };
    if (navigator.clipboard) {
      navigator.clipboard.writeText(box.value).then(say, otherwise);
    } else {
      otherwise();
    }
  }

  function closeSearch() {
    if (window.dash_clientside.set_props) {
      window.dash_clientside.set_props("search-found", { children: null });
    }
  }

  function closeFacets(except) {
    document.querySelectorAll("details.facet[open]").forEach(function (facet) {
      if (facet !== except) {
        facet.open = false;
      }
    });
  }

  document.addEventListener("click", function (event) {
    var link = event.target.closest("a[data-view]");
    if (link && plain(event)) {
      event.preventDefault();
      follow(link);
    }
    var there = event.target.closest("a[data-link]");
    if (there && plain(event)) {
      event.preventDefault();
      go(there.getAttribute("href"));
      window.scrollTo(0, 0);
    }
    var image = event.target.closest("button[data-image]");
    if (image) {
      save(image.dataset.chart, image.dataset.image);
    }
    var copy = event.target.closest("button[data-copy]");
    if (copy) {
      copied(copy);
    }
    var skip = event.target.closest("a.skip");
    if (skip) {
      event.preventDefault();
      document.getElementById("content").focus();
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
    closeFacets(event.target.closest("details.facet"));
    if (!event.target.closest(".search") || event.target.closest("#search-found a")) {
      closeSearch();
    }
  });

  // Days of one's own: the same view of those days.
  function days(field) {
    var query = new URLSearchParams(window.location.search);
    query.delete("days");
    remember(field);
    if (field.value.trim()) {
      query.set("days", field.value.trim());
    }
    go(window.location.pathname + (query.size ? "?" + query : ""));
  }

  document.addEventListener("submit", function (event) {
    if (event.target.id === "days-form") {
      event.preventDefault();
      days(document.getElementById("days-own"));
    }
  });

  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector("details.facet[open]");
    if (event.key === "Escape" && event.target.closest && event.target.closest(".search")) {
      closeSearch();
      document.getElementById("search").focus();
    }
    if (open) {
      open.open = false;
      open.querySelector("summary").focus();
    }
    var cell = event.key === "Enter" && event.target.closest && event.target.closest(".ag-cell");
    var link = cell && cell.querySelector("a[href]");
    if (link) {
      link.click(); // the grid's keys move from cell to cell, never into one
    }
  });

  document.addEventListener("focusout", function (event) {
    var to = event.relatedTarget;
    if (to && event.target.closest(".search") && !to.closest(".search")) {
      closeSearch();
    }
  });

  // Redrawing takes away the link that was followed: its list stays open and the focus goes
  // to its successor, or to the list it stood in.
  function keepPlace() {
    if (!followed || followed.link.isConnected) {
      return;
    }
    var facet = followed.facet && document.getElementById(followed.facet);
    if (facet && !facet.open) {
      facet.open = true;
      var more = facet.closest("details.more");
      if (more) {
        more.open = true;
      }
    }
    if (facet && !facet.querySelector(".inside a")) {
      return; // it is drawn now that it is open
    }
    var again = document.getElementById(followed.link.id);
    var target = again || (facet && facet.querySelector("summary")) || document.getElementById("content");
    if (target) {
      target.focus({ preventScroll: true });
      followed = null;
    }
  }

  new MutationObserver(function () {
    keepPlace();
    nameSwitchOnce();
  }).observe(document.body, { childList: true, subtree: true });

  function nameSwitchOnce() {
    var button = document.getElementById("look-switch");
    if (button && !button.getAttribute("aria-label")) {
      nameSwitch();
    }
  }

  // Charts keep the width they are drawn in: for a sheet of paper they are drawn anew.
  function fit(width) {
    document.querySelectorAll(".js-plotly-plot").forEach(function (plot) {
      window.Plotly.relayout(plot, width ? { width: width } : { width: null, autosize: true });
    });
  }

  document.addEventListener("focusin", function (event) {
    if (followed && followed.link.isConnected && event.target !== followed.link) {
      followed = null; // the reader went on
    }
  });
  window.addEventListener("popstate", function () {
    remember(document.activeElement);
  });

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

// What Dash's components cannot do: links that change the address without loading anew, what they
// lead to, and where the focus goes.
(function () {
  "use strict";
  var root = document.documentElement;
  var last = window.location.href;
  var typed = 0;
  var followed = null;
  var EMBED = "/embed";
  var OWN = ["sort", "narrow"];

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.solesource = {
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
      document.querySelectorAll("form").forEach(function (form) {
        form.reset(); // what was written and not asked
      });
      return;
    }
    forget();
    // Dash's own location writes the history and tells its callbacks.
    window.dash_clientside.set_props("address", {
      href: new URL(address, window.location.href).href,
    });
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
    followed = null; // the reader went on
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
    var copy = event.target.closest("button[data-copy]");
    if (copy) {
      copied(copy);
    }
    var skip = event.target.closest("a.skip");
    if (skip) {
      event.preventDefault();
      document.getElementById("content").focus();
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

  function ask(field) {
    var text = field.value.trim();
    remember(field);
    go("/check" + (text ? "?" + new URLSearchParams({ q: text }) : ""));
  }

  document.addEventListener("submit", function (event) {
    event.preventDefault();
    if (event.target.id === "days-form") {
      days(document.getElementById("days-own"));
    }
    if (event.target.id === "check-form") {
      ask(document.getElementById("check-text"));
    }
  });

  document.addEventListener("keydown", function (event) {
    var open = event.key === "Escape" && document.querySelector("details.facet[open]");
    if (event.key === "Escape" && event.target.closest && event.target.closest(".search")) {
      closeSearch();
      document.getElementById("search").focus();
    }
    if (open) {
      followed = null;
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
    var more = facet && facet.closest("details.more");
    if (more && !more.open) {
      more.open = true;
    }
    if (facet && !facet.open) {
      facet.open = true;
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

  new MutationObserver(keepPlace).observe(document.body, { childList: true, subtree: true });

  document.addEventListener("focusin", function (event) {
    if (followed && followed.link.isConnected && event.target !== followed.link) {
      followed = null; // the reader went on
    }
  });
  window.addEventListener("popstate", function () {
    remember(document.activeElement);
  });
})();

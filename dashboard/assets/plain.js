// Elements that answer to nothing of Dash, drawn in one go (dashboard/html/elements.py). Text is text, and
// an address leads nowhere but to these pages or over https.
(function () {
  "use strict";
  var unfolded = {};
  var SAFE = /^(https:\/\/|\/(?![/\\\s])|#|\?)/;

  function drawn(part) {
    if (Array.isArray(part)) {
      return made(window.React.Fragment, null, part);
    }
    if (!part || typeof part !== "object") {
      return part === undefined ? null : part;
    }
    if (part.type === "Plain") {
      return drawn(part.props.tree);
    }
    if (part.type === "Unfolding") {
      return window.React.createElement(Unfolding, Object.assign({ key: part.props.id }, part.props));
    }
    if (part.type === "Details" && part.props.open !== undefined) {
      return window.React.createElement(Opened, Object.assign({ key: part.props.id }, part.props));
    }
    return element(part);
  }

  function element(part) {
    var props = Object.assign({}, part.props);
    if (props.id && !props.key) {
      props.key = props.id; // it keeps the focus when others come before it
    }
    var inside = props.children;
    delete props.children;
    if (props.href !== undefined && !SAFE.test(props.href)) {
      delete props.href;
    }
    if (part.type === "Link" && props.href && props.href[0] === "/") {
      props["data-link"] = "yes"; // followed without loading anew (page.js)
    }
    return made(part.type === "Link" ? "a" : part.type.toLowerCase(), props, inside === undefined ? [] : [].concat(inside));
  }

  // Drawn in it while it is open: few readers open one of many. The table of a chart that was
  // opened is open in the next answer too.
  function Unfolding(props) {
    var kept = props.id.indexOf("figures-") === 0 ? window.location.pathname + "#" + props.id : "";
    var open = window.React.useState(unfolded[kept] || false);
    var box = window.React.useRef(null);
    window.React.useLayoutEffect(function () {
      box.current.open = open[0];
    }, []);
    var told = function (event) {
      open[1](event.currentTarget.open);
      if (kept) {
        unfolded[kept] = event.currentTarget.open;
      }
    };
    var list = { type: props.kind, props: { className: "inside", children: open[0] ? props.inside : [] } };
    return window.React.createElement(
      "details",
      { id: props.id, className: props.className || undefined, onToggle: told, ref: box },
      made("summary", null, [].concat(props.summary)),
      drawn(list)
    );
  }

  // Opened where the page says so; what a reader opened or closed is left as it is.
  function Opened(props) {
    var open = window.React.useState(props.open);
    window.React.useEffect(
      function () {
        if (props.open) {
          open[1](true);
        }
      },
      [props.open]
    );
    var told = function (event) {
      open[1](event.currentTarget.open);
    };
    return element({ type: "details", props: Object.assign({}, props, { open: open[0], onToggle: told }) });
  }

  function made(kind, props, inside) {
    return window.React.createElement.apply(null, [kind, props].concat(inside.map(drawn)));
  }

  window.sole_source = {
    Plain: function (props) {
      return drawn(props.tree);
    },
  };
})();

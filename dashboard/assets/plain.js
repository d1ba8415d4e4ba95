// Elements that answer to nothing of Dash, drawn in one go (dashboard/html.py). Text is text, and
// an address leads nowhere but to these pages or over https.
(function () {
  "use strict";
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
    var props = Object.assign({}, part.props);
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

  function made(kind, props, inside) {
    return window.React.createElement.apply(null, [kind, props].concat(inside.map(drawn)));
  }

  window.sole_source = {
    Plain: function (props) {
      return drawn(props.tree);
    },
  };
})();

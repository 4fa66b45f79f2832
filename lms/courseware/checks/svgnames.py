"""The names that a drawing may be made of (SVG 2, https://www.w3.org/TR/SVG2/)."""

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
XML = "http://www.w3.org/XML/1998/namespace"

# What drawing programs write for themselves; no browser draws or runs it.
INERT = frozenset(
    {
        "http://www.inkscape.org/namespaces/inkscape",
        "http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd",
        "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "http://creativecommons.org/ns#",
        "http://web.resource.org/cc/",
        "http://purl.org/dc/elements/1.1/",
        "http://www.bohemiancoding.com/sketch/ns",
        "http://www.serif.com/",
        "https://boxy-svg.com",
    }
)

ELEMENTS = frozenset(
    {
        *("svg", "g", "defs", "symbol", "use", "title", "desc", "metadata", "style", "marker", "pattern"),
        *("path", "rect", "circle", "ellipse", "line", "polyline", "polygon", "text", "tspan", "textPath"),
        *("clipPath", "mask", "linearGradient", "radialGradient", "stop"),
    }
)

ANIMATIONS = frozenset({"animate", "animateColor", "animateMotion", "animateTransform", "mpath", "set", "discard"})

ATTRIBUTES = frozenset(
    {
        *("id", "class", "lang", "role", "version", "baseProfile", "viewBox", "preserveAspectRatio", "type", "media"),
        *("x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy", "fr", "dx", "dy", "rotate"),
        *("width", "height", "d", "points", "pathLength", "transform", "transform-origin", "offset", "focusable"),
        *("gradientUnits", "gradientTransform", "spreadMethod", "patternUnits", "patternContentUnits"),
        *("patternTransform", "clipPathUnits", "maskUnits", "maskContentUnits", "markerUnits", "markerWidth"),
        *("markerHeight", "refX", "refY", "orient", "textLength", "lengthAdjust", "startOffset", "method", "spacing"),
        *("side", "requiredExtensions", "systemLanguage", "enable-background"),
        *("fill", "fill-opacity", "fill-rule", "stroke", "stroke-width", "stroke-opacity", "stroke-linecap"),
        *("stroke-linejoin", "stroke-miterlimit", "stroke-dasharray", "stroke-dashoffset", "vector-effect"),
        *("paint-order", "opacity", "color", "color-interpolation", "color-rendering", "display", "visibility"),
        *("overflow", "clip", "clip-path", "clip-rule", "mask", "mask-type", "marker-start", "marker-mid"),
        *("marker-end", "stop-color", "stop-opacity", "shape-rendering", "text-rendering", "image-rendering"),
        *("font", "font-family", "font-size", "font-size-adjust", "font-stretch", "font-style", "font-variant"),
        *("font-weight", "letter-spacing", "word-spacing", "text-anchor", "text-decoration", "text-align"),
        *("dominant-baseline", "alignment-baseline", "baseline-shift", "direction", "unicode-bidi", "writing-mode"),
        *("line-height", "white-space", "mix-blend-mode", "isolation", "pointer-events", "cursor"),
    }
)

// Plot boundaries on a Leaflet map: a map of many plots to read, and the editor of one boundary beside its textarea.
// Without this file the maps stay hidden; the list of plots and the textarea do the work.
(function () {
  "use strict";

  const DECIMALS = 7;
  const CLOSEST = 21; // zoom
  const WIDEST = 11; // zoom; further out there is nothing to see without a base map
  const MARGIN = 0.05; // degrees one may wander beyond the land shown
  const ROOM_FOR_MIDPOINT = 90; // pixels
  const POOR_METRES = 20;
  const VIETNAM = [[8.3, 102.1], [23.4, 109.5]];
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };
  const REMOVERS = ["Enter", "Delete", "Backspace"];

  function start() {
    document.querySelectorAll("[data-plot-map], [data-plot-editor]").forEach(function (box) {
      if (box.dataset.ready || !window.L) return;
      box.dataset.ready = "yes";
      box.hidden = false;
      const canvas = box.querySelector("[data-canvas]");
      const data = JSON.parse(document.getElementById(box.dataset.source).textContent);
      const draw = "plotEditor" in box.dataset ? openEditor : showPlots;
      let map = null;
      // A map that starts inside a closed tab has no size yet, and one that is resized must be told.
      new ResizeObserver(function () {
        if (!canvas.clientWidth) return;
        if (map) map.invalidateSize();
        else map = draw(box, canvas, data);
      }).observe(canvas);
    });
  }

  function makeMap(box, canvas) {
    const text = box.dataset;
    const map = L.map(canvas, { zoomControl: false, attributionControl: false, maxZoom: CLOSEST });
    L.control.zoom({ zoomInTitle: text.textZoomIn, zoomOutTitle: text.textZoomOut }).addTo(map);
    L.control.scale({ imperial: false }).addTo(map);
    if (text.tilesUrl) {
      L.control.attribution({ prefix: false }).addTo(map);
      L.tileLayer(text.tilesUrl, { attribution: text.tilesAttribution, maxZoom: CLOSEST, maxNativeZoom: 18 }).addTo(map);
    }
    return map;
  }

  function look(map, bounds, limits) {
    map.fitBounds(bounds, { animate: false, padding: [24, 24], maxZoom: 18 });
    map.setMinZoom(Math.min(WIDEST, Math.floor(map.getZoom())));
    if (!limits) return;
    const edge = L.latLngBounds(limits);
    map.setMaxBounds([
      [edge.getSouth() - MARGIN, edge.getWest() - MARGIN],
      [edge.getNorth() + MARGIN, edge.getEast() + MARGIN],
    ]);
  }

  function written(tag, text) {
    const element = document.createElement(tag);
    element.textContent = text;
    return element;
  }

  // --- many plots, to read ---

  function showPlots(box, canvas, data) {
    const map = makeMap(box, canvas);
    const everything = L.featureGroup();
    const shapes = new Map();
    data.features.forEach(function (plot) {
      const shape = L.geoJSON(plot.geometry, {
        style: { className: "plot-shape plot-colour-" + plot.colour },
        pointToLayer: (_point, place) => L.circleMarker(place, { radius: 8 }),
      });
      shape.bindTooltip(() => written("span", plot.label), { sticky: true });
      shape.bindPopup(() => describe(plot, box.dataset));
      shapes.set(String(plot.id), shape);
      everything.addLayer(shape);
    });
    map.on("popupopen", function (event) {
      const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", box.dataset.textClose);
    });
    const bounds = data.features.length ? everything.getBounds() : L.latLngBounds(data.bounds || VIETNAM);
    look(map, bounds, data.bounds || bounds);
    everything.addTo(map);
    followList(shapes);
    return map;
  }

  function describe(plot, text) {
    const content = document.createElement("div");
    content.append(written("strong", plot.label));
    if (plot.note) content.append(written("p", plot.note));
    if (plot.url) {
      const link = written("a", text.textOpen);
      link.href = plot.url;
      content.append(link);
    }
    return content;
  }

  // The list beside the map is the way in by keyboard: the row that has the focus or the pointer is marked on the map.
  function followList(shapes) {
    let marked = null;
    function mark(event) {
      const row = event.target.closest("[data-plot-link]");
      const shape = row ? shapes.get(row.dataset.plotLink) : null;
      if (shape === marked) return;
      paint(marked, false);
      paint(shape, true);
      marked = shape;
    }
    document.addEventListener("focusin", mark);
    document.addEventListener("mouseover", mark);
  }

  function paint(shape, on) {
    if (!shape) return;
    shape.eachLayer(function (layer) {
      layer.getElement().classList.toggle("plot-shape-on", on);
      if (on) layer.bringToFront();
    });
  }

  // --- one boundary, to draw ---

  function openEditor(box, canvas, data) {
    const text = box.dataset;
    const field = document.getElementById(text.plotEditor);
    const map = makeMap(box, canvas);
    const neighbours = drawNeighbours(data.neighbours || []);
    let now = read(field.value);
    look(map, firstView(now, neighbours, data), data.bounds); // before any layer: shapes cannot be drawn without a view
    neighbours.addTo(map);
    const outline = L.polygon([], { className: "plot-shape plot-colour-own", interactive: false }).addTo(map);
    const handles = L.layerGroup().addTo(map);
    const count = box.querySelector("[data-count]");
    const past = []; // what undo goes back to
    const locked = () => Boolean(now.shape || now.unshown);
    const unfinished = () => !locked() && now.points.length < 3;
    let drawing = unfinished();

    function change(points, focus) {
      past.push(now);
      settle({ points: points, text: geojson(points) }, focus);
    }

    function settle(state, focus) {
      now = state;
      drawing = drawing && !locked();
      field.value = state.text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      say("");
      show(focus);
    }

    function show(focus) {
      const fixed = now.shape ? L.geoJSON(now.shape).getLayers()[0].getLatLngs() : null;
      outline.setLatLngs(fixed || now.points);
      handles.clearLayers();
      if (drawing) now.points.forEach((point, index) => addHandle(point, index, index === focus));
      if (drawing && now.points.length > 2) now.points.forEach(addMidpoint);
      count.textContent = locked() ? "" : text.textCount.replace("{n}", now.points.length);
      const finish = box.querySelector("[data-action=finish]");
      finish.textContent = drawing ? text.textFinish : text.textEdit;
      finish.disabled = locked();
      box.querySelector("[data-action=undo]").disabled = !past.length;
      box.classList.toggle("plot-editor-drawing", drawing);
    }

    function addHandle(point, index, focused) {
      const icon = L.divIcon({ className: "plot-handle", iconSize: [44, 44] });
      const handle = L.marker(point, { icon: icon, draggable: true, autoPanOnFocus: false }).addTo(handles);
      const place = (moved) => now.points.map((old, at) => (at === index ? moved : old));
      handle.on("drag", () => outline.setLatLngs(place(handle.getLatLng())));
      handle.on("dragend", () => change(place(handle.getLatLng()), index));
      handle.on("click", () => remove(index));
      const element = handle.getElement();
      const label = text.textHandle.replace("{i}", index + 1).replace("{n}", now.points.length);
      element.setAttribute("aria-label", label);
      element.addEventListener("keydown", function (event) {
        const step = ARROWS[event.key];
        if (!step && !REMOVERS.includes(event.key)) return;
        event.preventDefault();
        event.stopPropagation();
        if (!step) return remove(index);
        const from = map.latLngToContainerPoint(now.points[index]);
        const pixels = event.shiftKey ? 10 : 1;
        change(place(map.containerPointToLatLng(from.add([step[0] * pixels, step[1] * pixels]))), index);
      });
      if (focused) element.focus({ preventScroll: true });
    }

    function addMidpoint(point, index) {
      const next = now.points[(index + 1) % now.points.length];
      const from = map.latLngToContainerPoint(point), to = map.latLngToContainerPoint(next);
      if (from.distanceTo(to) < ROOM_FOR_MIDPOINT) return;
      const icon = L.divIcon({ className: "plot-midpoint", iconSize: [32, 32] });
      const middle = map.containerPointToLatLng(from.add(to).divideBy(2));
      const handle = L.marker(middle, { icon: icon, draggable: true, keyboard: false }).addTo(handles);
      const before = now.points.slice(0, index + 1), after = now.points.slice(index + 1);
      const insert = () => change([...before, handle.getLatLng(), ...after]);
      handle.on("click", insert);
      handle.on("dragend", insert);
    }

    function remove(index) {
      change(now.points.filter((_point, at) => at !== index), Math.max(0, index - 1));
      say(text.textRemoved);
    }

    function add(place) {
      if (locked()) return say(text.textNotEditable);
      drawing = true;
      change([...now.points, place]);
    }

    function say(message) {
      box.querySelector("[data-message]").textContent = message;
    }

    function askPosition() {
      if (locked()) return say(text.textNotEditable);
      say(text.textGpsWaiting);
      navigator.geolocation.getCurrentPosition(function (found) {
        const place = L.latLng(found.coords.latitude, found.coords.longitude);
        const metres = Math.round(found.coords.accuracy);
        map.setMaxBounds(null);
        map.setView(place, Math.max(map.getZoom(), 17));
        add(place);
        if (!locked()) say((metres > POOR_METRES ? text.textGpsPoor : text.textGpsFound).replace("{m}", metres));
      }, () => say(text.textGpsFailed), { enableHighAccuracy: true, maximumAge: 0, timeout: 20000 });
    }

    const actions = {
      undo: () => past.length && settle(past.pop()),
      clear() {
        drawing = true;
        if (now.text) past.push(now);
        settle({ points: [], text: "" });
      },
      gps: askPosition,
      centre: () => add(map.getCenter()),
      finish() {
        drawing = !drawing;
        show();
        if (!drawing && now.points.length) map.fitBounds(outline.getBounds(), { padding: [24, 24], maxZoom: 19 });
      },
    };
    box.addEventListener("click", function (event) {
      const button = event.target.closest("[data-action]");
      if (button) actions[button.dataset.action]();
    });
    field.addEventListener("change", function () {
      if (field.value === now.text) return;
      past.push(now);
      now = read(field.value);
      drawing = unfinished();
      show();
      say(now.unshown ? text.textUnshown : "");
      if (!outline.isEmpty()) map.fitBounds(outline.getBounds(), { padding: [24, 24], maxZoom: 19 });
    });
    map.on("click", (event) => (drawing || locked()) && add(event.latlng));
    box.querySelector("[data-action=gps]").hidden = !navigator.geolocation;
    map.on("zoomend", () => show());
    show();
    if (now.unshown) say(text.textUnshown);
    return map;
  }

  function firstView(now, neighbours, data) {
    if (now.shape) return L.geoJSON(now.shape).getBounds();
    if (now.points.length) return L.latLngBounds(now.points);
    if (data.centre) return L.latLng(data.centre).toBounds(1000);
    if (neighbours.getLayers().length) return neighbours.getBounds();
    return L.latLngBounds(data.bounds || VIETNAM);
  }

  function drawNeighbours(neighbours) {
    const group = L.featureGroup();
    neighbours.forEach(function (plot) {
      const style = { className: "plot-shape plot-colour-beside" };
      const name = { permanent: true, direction: "center", className: "plot-label" };
      const shape = L.geoJSON(plot.geometry, { interactive: false, style: style });
      group.addLayer(shape.bindTooltip(() => written("span", plot.label), name));
    });
    return group;
  }

  // What the textarea holds: the corners of one simple ring, a shape that can only be shown, or text for the server.
  function read(text) {
    const state = { points: [], text: text };
    if (!text.trim()) return state;
    let geometry = null;
    try {
      geometry = JSON.parse(text);
    } catch {
      return { ...state, unshown: true };
    }
    if (geometry && geometry.type === "Feature") geometry = geometry.geometry;
    const depth = geometry ? { Polygon: 1, MultiPolygon: 2 }[geometry.type] : 0;
    const positions = depth && Array.isArray(geometry.coordinates) ? geometry.coordinates.flat(depth) : [];
    if (!positions.length || !positions.every(isPosition)) return { ...state, unshown: true };
    if (depth === 2 || geometry.coordinates.length > 1) return { ...state, shape: geometry };
    const points = positions.map((position) => L.latLng(position[1], position[0]));
    if (points.length > 1 && points[0].equals(points[points.length - 1], 1e-9)) points.pop();
    return { ...state, points: points };
  }

  function isPosition(value) {
    return Array.isArray(value) && Number.isFinite(value[0]) && Number.isFinite(value[1])
      && Math.abs(value[0]) <= 180 && Math.abs(value[1]) <= 90;
  }

  // Too few corners are written all the same: the server says so, and nothing that was drawn is lost.
  function geojson(points) {
    if (!points.length) return "";
    const short = (degrees) => Number(degrees.toFixed(DECIMALS));
    const ring = [...points, points[0]].map((point) => [short(point.lng), short(point.lat)]);
    return JSON.stringify({ type: "Polygon", coordinates: [ring] });
  }

  document.addEventListener("DOMContentLoaded", start);
  document.addEventListener("htmx:load", start);
})();

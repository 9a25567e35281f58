"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const holder = $("network-data");
  if (!holder || !$("explore")) return;
  const data = JSON.parse(holder.textContent);
  const most = data.most, readable = 48;
  const nodes = data.nodes.map(([id, kind, name], at) => ({ at, id, kind: data.kinds[kind], name, ties: [] }));
  const ties = data.ties.map(([left, right, voices, stated, first, last, reports, count]) =>
    ({ left: nodes[left], right: nodes[right], voices, stated, first, last, reports, count }));
  for (const tie of ties) { tie.left.ties.push(tie); tie.right.ties.push(tie); }
  const other = (tie, node) => (tie.left === node ? tie.right : tie.left);

  // What is shown: steps of subjects, so that the last can be taken back.
  let steps = [], opened = [];
  const shown = () => new Set(steps.flat());

  const svg = (name, attributes, text) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const outline = (kind) => {
    const points = {
      address: "-8,9 -8,-3 0,-10 8,-3 8,9", vehicle: "0,-11 11,0 0,11 -11,0",
      phone: "0,-10 10,8 -10,8", "online name": "0,10 10,-8 -10,-8", place: "-8,-8 8,-8 8,8 -8,8",
    }[kind];
    const style = { fill: "#ffffff", stroke: "#14181c", "stroke-width": 1.8 };
    return points ? svg("polygon", { points, ...style }) : svg("circle", { r: 9, ...style });
  };

  const lay = (group, links) => {
    // Positions come from the order alone: the same steps give the same drawing.
    const places = new Map(group.map((node) => [node, { node }]));
    const simulation = d3.forceSimulation([...places.values()])
      .force("link", d3.forceLink(links.map((t) => ({ source: places.get(t.left), target: places.get(t.right) }))).distance(150))
      .force("apart", d3.forceManyBody().strength(-1100))
      .force("beside", d3.forceCollide(58))
      .force("x", d3.forceX().strength(0.05)).force("y", d3.forceY().strength(0.09)).stop();
    simulation.tick(260);
    return places;
  };

  const draw = () => {
    const group = [...shown()];
    const inside = new Set(group);
    const links = ties.filter((t) => inside.has(t.left) && inside.has(t.right));
    $("explore-drawing").textContent = "";
    table(links);
    openers(group, inside);
    if (!group.length) return;
    const places = lay(group, links);
    const xs = [...places.values()].map((p) => p.x), ys = [...places.values()].map((p) => p.y);
    const left = Math.min(...xs) - 90, top = Math.min(...ys) - 30;
    const wide = Math.max(...xs) + 90 - left, high = Math.max(...ys) + 44 - top;
    const drawing = svg("svg", { viewBox: `${left} ${top} ${wide} ${high}`, class: "network", role: "img",
      width: Math.round(wide), height: Math.round(high),
      "aria-label": `${group.length} subjects and ${links.length} ties; the table below says the same.` });
    // Ties beside the point are faint: those between two that were not opened.
    const beside = (tie) => !opened.includes(tie.left) && !opened.includes(tie.right);
    for (const tie of [...links.filter(beside), ...links.filter((t) => !beside(t))]) {
      const a = places.get(tie.left), b = places.get(tie.right);
      const line = svg("line", { x1: a.x, y1: a.y, x2: b.x, y2: b.y, stroke: tie.stated.length ? "#14181c" : "#5b666f",
        "stroke-width": [1, 1.4, 2.2, 3, 3.8, 4.8][Math.min(tie.voices, 5)] });
      if (!tie.voices) line.setAttribute("stroke-dasharray", "4 4");
      if (beside(tie)) { line.setAttribute("stroke", "#c3cad0"); line.setAttribute("stroke-width", 0.9); }
      drawing.append(line);
      if (tie.stated.length && !beside(tie)) drawing.append(svg("rect", { x: (a.x + b.x) / 2 - 3, y: (a.y + b.y) / 2 - 3, width: 6, height: 6, fill: "#14181c" }));
    }
    for (const [node, place] of places) {
      const mark = svg("g", { transform: `translate(${place.x} ${place.y})` });
      mark.append(outline(node.kind), svg("text", { y: 24, "text-anchor": "middle", "font-size": 12, fill: "#14181c",
        stroke: "#ffffff", "stroke-width": 3.5, "paint-order": "stroke" }, node.name));
      mark.addEventListener("click", () => grow(node));
      drawing.append(mark);
    }
    $("explore-drawing").append(drawing);
  };

  const element = (name, text) => {
    const made = document.createElement(name);
    if (text !== undefined) made.textContent = text;
    return made;
  };
  const table = (links) => {
    const body = $("explore-ties").tBodies[0];
    body.textContent = "";
    $("explore-words").hidden = !links.length;
    for (const tie of links) {
      const row = element("tr"), head = element("th", `${tie.left.name} – ${tie.right.name}`);
      head.scope = "row";
      const reports = element("td");
      tie.reports.forEach(([number, anchor], at) => {
        if (at) reports.append("; ");
        const link = element(anchor ? "a" : "span", number);
        if (anchor) link.href = "#" + anchor;
        reports.append(link);
      });
      if (tie.count > tie.reports.length) reports.append(` and ${tie.count - tie.reports.length} more`);
      const when = tie.first === tie.last ? tie.first : `${tie.first}–${tie.last}`;
      row.append(head, element("td", tie.stated.join(", ") || "–"), element("td", tie.voices), element("td", when), reports);
      body.append(row);
    }
  };
  const openers = (group, inside) => {
    const place = $("explore-open");
    place.textContent = "";
    for (const node of group) {
      const more = node.ties.filter((t) => !inside.has(other(t, node))).length;
      if (!more) continue;
      const button = element("button", `Open ${node.name} (${more} more)`);
      button.type = "button";
      button.addEventListener("click", () => grow(node));
      place.append(button);
    }
  };

  const say = (words) => { $("explore-said").textContent = words; };
  const grow = (node) => {
    const inside = shown();
    const fresh = [...new Set(node.ties.map((t) => other(t, node)).filter((n) => !inside.has(n)))];
    if (!fresh.length) return say(`Everybody and everything ${node.name} is named with is shown.`);
    if (inside.size >= readable) return say("This is as much as can be read: take a step back, or start from another subject.");
    const added = fresh.slice(0, Math.min(most, readable - inside.size));
    steps.push(added);
    opened.push(node);
    const left = fresh.length - added.length;
    draw();
    say(`${added.length} more shown with ${node.name}${left ? `; ${left} with weaker ties are left` : ""}.`);
  };
  const start = () => {
    const asked = $("explore-from").value.trim().toLowerCase();
    const node = asked && (nodes.find((n) => n.id.toLowerCase() === asked || label(n).toLowerCase() === asked) ||
      nodes.find((n) => n.name.toLowerCase().includes(asked)));
    if (!node) return say("Nobody and nothing of that name or number stands here.");
    steps = [[node]];
    opened = [];
    grow(node);
    if (steps.length === 1) { draw(); say(`${node.name} is named with nobody and nothing else here.`); }
  };
  const label = (node) => (node.name.includes(node.id) ? node.name : `${node.name} (${node.id})`);

  for (const node of nodes) $("explore-names").append(new Option(label(node)));
  $("explore").hidden = false;
  $("explore-start").addEventListener("click", start);
  $("explore-from").addEventListener("keydown", (event) => { if (event.key === "Enter") start(); });
  $("explore-back").addEventListener("click", () => { steps.pop(); opened.pop(); draw(); say(""); });
  $("explore-clear").addEventListener("click", () => { steps = []; opened = []; draw(); say(""); $("explore-from").value = ""; });
})();

// Lays graphs out with dagre, for TestCompareWithDagre. Reads from standard input
// [{nodes: [[width, height]], edges: [[from, to]]}], writes for each graph
// {width, height, ms, nodes: [[x, y]], edges: [[[x, y], …]]} with middles of nodes
// and the bends of edges. Usage: node dagre.cjs FOLDER-WITH-node_modules
const path = require("path");
const dagre = require(path.join(path.resolve(process.argv[2]), "node_modules", "@dagrejs", "dagre"));
const graphs = JSON.parse(require("fs").readFileSync(0, "utf8"));

function lay(input) {
  const g = new dagre.graphlib.Graph();
  g.setGraph({ rankdir: "LR", nodesep: 14, edgesep: 10, ranksep: 72, marginx: 12, marginy: 12 });
  g.setDefaultEdgeLabel(() => ({}));
  input.nodes.forEach(([width, height], i) => g.setNode(String(i), { width, height }));
  input.edges.forEach(([from, to]) => g.setEdge(String(from), String(to)));
  const begin = process.hrtime.bigint();
  dagre.layout(g);
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  return {
    width: g.graph().width, height: g.graph().height, ms,
    nodes: input.nodes.map((_, i) => [g.node(String(i)).x, g.node(String(i)).y]),
    edges: input.edges.map(([from, to]) => g.edge(String(from), String(to)).points.map((p) => [p.x, p.y])),
  };
}

graphs.forEach(lay); // once to warm up
process.stdout.write(JSON.stringify(graphs.map(lay)));

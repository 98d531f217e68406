// Package pathway is the authoring graph: institutions' items, credentials,
// programs and agreements as one typed graph, for questions a registrar or a
// learner asks of the catalogue itself ("what does this lead to", "what leads
// here", "where is the circle") and for pictures of it.
//
// It never awards. What a record is worth is decided by the engine, on arrays
// of its own; this graph is for at most a few thousand vertices at a time, and
// the only room that knows github.com/dominikbraun/graph. The vertices, links,
// the part that must be acyclic and the exports are described in
// docs/reference/graph.md.
package pathway

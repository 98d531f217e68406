package engine

// settleCrew finds the least of a program with the credentials on the way.
func (w *stackWriter) settleCrew(p int32, c *stackCost) {
}

package cli

// roomBytes is garbage that the collector leaves alone. A compiled rule set is
// often small, and Go would then collect after every few answers: measured, half
// of the time of an evaluation request.
const roomBytes = 128 << 20

// room makes the collector see a larger heap than there is, so that it runs when
// about as much again has become garbage. The block is never written to, so it
// takes addresses and no memory; its owner keeps it alive while serving. An
// operator who sets GOGC or GOMEMLIMIT decides instead.
func (p *program) room() []byte {
	if p.Getenv("GOGC") != "" || p.Getenv("GOMEMLIMIT") != "" {
		return nil
	}
	return make([]byte, roomBytes)
}

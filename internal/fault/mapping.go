package fault

// The exit codes of the command line.
const (
	ExitOK       = 0
	ExitInternal = 1 // Cairn, or something that it needs, failed
	ExitUsage    = 2 // the question or the input is wrong
	ExitNotMet   = 3 // the answer is no
)

// ExitCode is what a process ends with; nil is ExitOK.
func ExitCode(err error) int {
	if err == nil {
		return ExitOK
	}
	return outcomeOf(From(err).Code).exit
}

// HTTPStatus is the status code of an answer; nil is 200.
func HTTPStatus(err error) int {
	if err == nil {
		return 200
	}
	return outcomeOf(From(err).Code).status
}

// Title is the short name of the code for people. It never changes between
// occurrences.
func (c Code) Title() string { return outcomeOf(c).title }

// Codes lists the codes, in the order of the documentation.
func Codes() []Code {
	out := make([]Code, 0, len(outcomes()))
	for _, o := range outcomes() {
		out = append(out, o.code)
	}
	return out
}

type outcome struct {
	code   Code
	status int
	exit   int
	title  string
}

// outcomes is the one table behind every edge of Cairn.
func outcomes() []outcome {
	return []outcome{
		{Malformed, 400, ExitUsage, "Not readable"},
		{Usage, 400, ExitUsage, "Wrongly asked"},
		{Forbidden, 403, ExitUsage, "Not allowed"},
		{NotFound, 404, ExitUsage, "Not found"},
		{MethodNotAllowed, 405, ExitUsage, "Method not allowed"},
		{SlowRequest, 408, ExitUsage, "Request too slow"},
		{Conflict, 409, ExitUsage, "Conflict"},
		{UnknownRulesVersion, 409, ExitUsage, "Unknown rules version"},
		{Gone, 410, ExitUsage, "No longer there"},
		{PreconditionFailed, 412, ExitUsage, "Changed in the meantime"},
		{TooLarge, 413, ExitUsage, "Too large"},
		{Unsupported, 415, ExitUsage, "Unsupported format"},
		{Invalid, 422, ExitUsage, "Mistakes in the input"},
		{KeyReused, 422, ExitUsage, "Idempotency key used twice"},
		{PreconditionRequired, 428, ExitUsage, "Precondition required"},
		// 499 is not in the registry; nobody is there to read it.
		{Canceled, 499, ExitInternal, "Given up"},
		{Internal, 500, ExitInternal, "Internal error"},
		{Unavailable, 503, ExitInternal, "Not available"},
		{Timeout, 503, ExitInternal, "Out of time"},
		// Over HTTP a no is an ordinary answer.
		{NotMet, 200, ExitNotMet, "Not met"},
	}
}

func outcomeOf(c Code) outcome {
	for _, o := range outcomes() {
		if o.code == c {
			return o
		}
	}
	return outcome{c, 500, ExitInternal, "Internal error"}
}

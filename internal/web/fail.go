package web

import (
	"bytes"
	"log/slog"
	"net/http"
	"strconv"

	"github.com/cairnproject/cairn/internal/app"
	"github.com/cairnproject/cairn/internal/diag"
	"github.com/cairnproject/cairn/internal/fault"
	"github.com/cairnproject/cairn/internal/web/view"
	"github.com/cairnproject/cairn/internal/wording"
)

// errForeign is a change that another site has sent. It becomes a 403.
var errForeign = fault.Say(fault.Usage, wording.Of("fault.foreign", "A page of another site asked for this change."))

func (s *Site) tooLarge() error {
	return fault.Say(fault.TooLarge, wording.Of("fault.too_large", "At most {n} kB are read at once.", "n", int(s.formBytes>>10)))
}

// refuse is fail where no page has been reached.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, err error) {
	x, problem := s.exchange(w, r)
	if problem != nil && fault.HTTPStatus(err) == http.StatusNotFound {
		err = problem
	}
	s.fail(x, err)
}

// fail answers with an error page, or for the JSON twin with a problem (RFC 9457).
// What failed inside is logged with its cause and told nobody.
func (s *Site) fail(x *exchange, err error) {
	f := fault.From(err)
	status, reference := fault.HTTPStatus(f), ""
	if f == errForeign {
		status = http.StatusForbidden
	}
	if f.Code == fault.Malformed && x.r.URL.Path == "/record/add" {
		status = http.StatusUnprocessableEntity // a file is at fault, not the address
	}
	message, details := f.Message, f.Details
	if status >= http.StatusInternalServerError {
		message, details = "", nil
		reference = x.w.Header().Get("X-Request-ID")
		if f.Code != fault.Canceled {
			s.log.LogAttrs(x.context(), slog.LevelError, "page failed",
				slog.String("request_id", reference), slog.String("code", string(f.Code)), slog.Any("error", causeOf(f)))
		}
	}
	if len(details) > diag.Shown {
		details = details[:diag.Shown]
	}
	if formatOf(x.r) == "json" {
		x.problem(status, f, message, details)
		return
	}
	p := x.page("", x.loc.T("error.title."+strconv.Itoa(known(status))))
	p.NoIndex = true
	if x.r.Method != http.MethodGet && x.r.Method != http.MethodHead {
		p.Path = "/" // a change has no address of its own, in no language
	}
	trouble := &view.Trouble{Status: known(status), Message: message, Words: f.Words, Details: details, Reference: reference}
	if err := x.render(&answer{status: status, page: p, body: view.ErrorPage(p, trouble)}); err != nil {
		x.write(http.StatusInternalServerError, "text/plain; charset=utf-8", []byte("Internal error.\n"))
	}
}

// known is the status whose words an error page uses.
func known(status int) int {
	switch status {
	case 400, 403, 404, 405, 409, 410, 413, 415, 422, 500, 503:
		return status
	}
	if status >= http.StatusInternalServerError {
		return http.StatusInternalServerError
	}
	return http.StatusBadRequest
}

func causeOf(f *fault.Error) error {
	if cause := f.Unwrap(); cause != nil {
		return cause
	}
	return f
}

// problem is an error for programs, in the API's form.
func (x *exchange) problem(status int, f *fault.Error, message string, details diag.List) {
	body := struct {
		Type   string    `json:"type"`
		Title  string    `json:"title"`
		Status int       `json:"status"`
		Detail string    `json:"detail"`
		Code   string    `json:"code"`
		Errors diag.List `json:"errors,omitempty"`
	}{"urn:cairn:problem:" + string(f.Code), f.Code.Title(), status, firstOf(message, f.Code.Title()), string(f.Code), details}
	var buf bytes.Buffer
	if err := app.EncodeJSON(&buf, body); err != nil {
		buf.Reset()
	}
	x.write(status, "application/problem+json", buf.Bytes())
}

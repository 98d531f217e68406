package issuing

import (
	"net/url"
	"strconv"
	"time"
)

// LinkedIn is the address under which a person adds a credential to their
// LinkedIn profile: add-to-profile, with months from 1 to 12. certificate is
// where the credential can be seen.
func LinkedIn(name, organisation, certificate, id string, from, until time.Time) string {
	q := url.Values{}
	set := func(key, value string) {
		if value != "" {
			q.Set(key, value)
		}
	}
	set("startTask", "CERTIFICATION_NAME")
	set("name", name)
	set("organizationName", organisation)
	set("certUrl", certificate)
	set("certId", id)
	date := func(prefix string, t time.Time) {
		if !t.IsZero() {
			q.Set(prefix+"Year", strconv.Itoa(t.UTC().Year()))
			q.Set(prefix+"Month", strconv.Itoa(int(t.UTC().Month())))
		}
	}
	date("issue", from)
	date("expiration", until)
	return "https://www.linkedin.com/profile/add?" + q.Encode()
}

package jsonld

import "embed"

// files are the contexts; contexts/NOTICE.md says whose they are.
//
//go:embed contexts
var files embed.FS

// citizenship is the context of one of the W3C vectors. Its terms are words of
// schema.org that everybody uses under names of their own, so that its names bind
// nobody else.
const citizenship = "https://w3id.org/citizenship/v4rc1"

// embedded maps URLs to files.
var embedded = map[string]string{
	"https://www.w3.org/2018/credentials/v1":        "credentials-context/credentials-v1.jsonld",
	"https://www.w3.org/ns/credentials/v2":          "credentials-context/credentials-v2.jsonld",
	"https://www.w3.org/ns/credentials/examples/v2": "restated/w3c-examples-v2.json",
	"https://www.w3.org/ns/credentials/status/v1":   "bitstring-status-list-context/bitstring-status-list-v1.jsonld",
	"https://www.w3.org/ns/did/v1":                  "did-context/did-v1.jsonld",
	"https://w3id.org/vc/status-list/2021/v1":       "status-list-context/status-list-2021-v1.jsonld",
	citizenship: "citizenship-context/citizenship-v4rc1.jsonld",
	"https://w3id.org/security/data-integrity/v1":                 "data-integrity-context/data-integrity-v1.jsonld",
	"https://w3id.org/security/data-integrity/v2":                 "data-integrity-context/data-integrity-v2.jsonld",
	"https://w3id.org/security/multikey/v1":                       "multikey-context/multikey-v1.jsonld",
	"https://w3id.org/security/suites/ed25519-2020/v1":            "ed25519-signature-2020-context/ed25519-2020-v1.jsonld",
	"https://purl.imsglobal.org/spec/ob/v3p0/context.json":        "open-badges-context/context-3.0.0.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json":  "open-badges-context/context-3.0.1.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json":  "open-badges-context/context-3.0.2.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json":  "open-badges-context/context-3.0.3.json",
	"https://purl.imsglobal.org/spec/ob/v3p0/extensions.json":     "open-badges-context/context-extensions.json",
	"https://purl.imsglobal.org/spec/clr/v2p0/context.json":       "restated/clr-2.0.0.json",
	"https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "restated/clr-2.0.1.json",
}

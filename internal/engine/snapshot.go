package engine

import (
	"cmp"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/cairnproject/cairn/internal/agreement"
	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/engine/choose"
	"github.com/cairnproject/cairn/internal/requirement"
	"github.com/cairnproject/cairn/internal/ruleset"
)

// Snapshot is a compiled rule set: immutable, safe for any number of
// goroutines. Compile one per rules version and share it.
type Snapshot struct {
	version ruleset.Version
	set     *ruleset.Set
	chooser choose.Chooser

	institutions []institution
	instByID     map[catalog.InstitutionID]int32
	instByName   map[string]int32
	items        []item
	itemByID     map[catalog.ItemID]int32
	codes        map[codeKey][]int32
	// normal remembers the normal form of every code as the catalogue writes it.
	normal   map[string]string
	scales   map[catalog.ScaleID]*catalog.Scale
	programs map[string]*program
	// stacks finds the programs that a line can affect.
	stacks *stackIndex
	// credentialYears is how long a credential stays active by its program.
	credentialYears map[catalog.ItemID]int
	// typical is the size of a typical course by institution.
	typical []credit.Amount

	agreements []compiledAgreement
	rules      []rule
	nodes      []node
	leaves     *leafMemo // only while compiling
	// words holds what is said of each rule, made when first needed.
	words []atomic.Pointer[ruleWords]
	// uses lists the rules by item and receiver, wildcards the wildcard rules
	// by receiver.
	uses      useIndex
	wildcards [][]wildcard
	hubs      []hub
	// auditors keeps the solvers' memory between evaluations.
	auditors sync.Pool
}

// institution is an institution with its policy made ready.
type institution struct {
	*catalog.Institution
	table  credit.Table
	policy *catalog.Policy
}

// item is an item with what matching needs.
type item struct {
	*catalog.Item
	institution int32
	// same are the items that are the same learning: itself and its
	// cross-listings, ascending.
	same []int32
	// twins are its honours or regular versions.
	twins []int32
	// codes are those of the versions.
	codes []itemCode
}

// itemCode is a version's code in its normal form, whole and divided.
type itemCode struct {
	normal string
	parts  requirement.PieceCode
}

type codeKey struct {
	institution int32
	code        string
}

// compiledAgreement is one version of an agreement with its place among the
// versions.
type compiledAgreement struct {
	*agreement.Agreement
	tier agreement.Tier
	// later are the higher versions of the same agreement.
	later []int32
	// named are the items that its rules name as sources, ascending.
	named []int32
	// first and end bound its rules.
	first, end int32
}

// name is how people know the agreement: its title, else its id.
func (a *compiledAgreement) name() string { return cmp.Or(a.Title, string(a.ID)) }

// rule is one compiled rule, in 32 bytes: there are more than a million.
type rule struct {
	*agreement.Rule
	agreement int32
	receiver  int32
	when      int32 // root node, -1 for statements about receiving items
	hold      int32 // root node of HoldUntil, or -1
	tier      agreement.Tier
	oneOf     bool // an award is one of several
}

// Version is the rules version that the snapshot was compiled from.
func (s *Snapshot) Version() ruleset.Version { return s.version }

// Compile builds a snapshot. The set must be sorted and valid
// ([ruleset.Validate]) and must not change afterwards: the snapshot refers to it.
func Compile(set *ruleset.Set) (*Snapshot, error) { return CompileVersion(set, set.Version()) }

// CompileVersion is [Compile] for who knows the version of the set already: to
// hash a million rules takes longer than to compile them.
func CompileVersion(set *ruleset.Set, version ruleset.Version) (*Snapshot, error) {
	s := &Snapshot{version: version, set: set, chooser: choose.Exact{}}
	s.compileScales()
	s.compileInstitutions()
	s.compileItems()
	s.compilePrograms()
	if err := s.compileAgreements(); err != nil {
		return nil, err
	}
	s.compileHubs()
	s.uses.freeze(len(s.items))
	s.compileStacks()
	s.words = make([]atomic.Pointer[ruleWords], len(s.rules))
	return s, nil
}

func (s *Snapshot) compileScales() {
	s.scales = map[catalog.ScaleID]*catalog.Scale{}
	builtin := catalog.BuiltinScales()
	for i := range builtin {
		s.scales[builtin[i].ID] = &builtin[i]
	}
	for i := range s.set.Scales {
		s.scales[s.set.Scales[i].ID] = &s.set.Scales[i]
	}
}

func (s *Snapshot) compileInstitutions() {
	n := len(s.set.Institutions)
	s.institutions = make([]institution, n)
	s.instByID = make(map[catalog.InstitutionID]int32, n)
	s.instByName = make(map[string]int32, 3*n)
	for i := range s.set.Institutions {
		in := &s.set.Institutions[i]
		s.institutions[i] = institution{in, credit.NewTable(in.Policy.Conversions), &in.Policy}
		s.instByID[in.ID] = int32(i)
	}
	s.wildcards = make([][]wildcard, n)
	s.nameInstitutions()
}

// nameInstitutions fills the index of names. A name in use today wins over an
// alias, an alias over a former name, and the first institution over later
// ones.
func (s *Snapshot) nameInstitutions() {
	put := func(name string, i int) {
		key := foldName(name)
		if _, taken := s.instByName[key]; !taken && key != "" {
			s.instByName[key] = int32(i)
		}
	}
	for i := range s.institutions {
		put(string(s.institutions[i].ID), i)
	}
	for i := range s.institutions {
		put(s.institutions[i].Name, i)
	}
	for i := range s.institutions {
		for _, a := range s.institutions[i].Aliases {
			put(a, i)
		}
	}
	for i := range s.institutions {
		for _, f := range s.institutions[i].FormerNames {
			put(f.Name, i)
		}
	}
}

// foldName is the form in which institution names are compared.
func foldName(name string) string {
	return strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return r == ' ' || r == ',' || r == '.' || r == '\t'
	}), " ")
}

// Institution finds an institution by id, name, alias or former name, whatever
// the case; ok is false where none has it.
func (s *Snapshot) Institution(name string) (id catalog.InstitutionID, ok bool) {
	i, ok := s.institutionIndex(name)
	if !ok {
		return "", false
	}
	return s.institutions[i].ID, true
}

func (s *Snapshot) institutionIndex(name string) (int32, bool) {
	if i, ok := s.instByID[catalog.InstitutionID(name)]; ok {
		return i, true
	}
	i, ok := s.instByName[foldName(name)]
	return i, ok
}

func (s *Snapshot) compileItems() {
	n := len(s.set.Items)
	s.items = make([]item, n)
	s.itemByID = make(map[catalog.ItemID]int32, n)
	s.codes = make(map[codeKey][]int32, n)
	s.normal = make(map[string]string, n)
	for i := range s.set.Items {
		it := &s.set.Items[i]
		inst, ok := s.instByID[it.Institution]
		if !ok {
			inst = -1
		}
		s.items[i] = item{Item: it, institution: inst}
		s.itemByID[it.ID] = int32(i)
		s.indexCodes(int32(i), inst, it)
	}
	s.joinSame()
	s.joinTwins()
}

func (s *Snapshot) indexCodes(i, inst int32, it *catalog.Item) {
	for v := range it.Versions {
		code := catalog.NormalCode(it.Versions[v].Code)
		s.normal[it.Versions[v].Code] = code
		s.items[i].codes = append(s.items[i].codes, itemCode{code, divided(it.Versions[v].Code, code)})
		key := codeKey{inst, code}
		if list := s.codes[key]; !slices.Contains(list, i) {
			s.codes[key] = append(list, i)
		}
	}
}

// divided divides a code; the parts are cut from its normal form.
func divided(code, normal string) requirement.PieceCode {
	parts := requirement.CodeOf(code)
	return requirement.PieceCode{Subject: normal[:len(parts.Subject)], Number: normal[len(normal)-len(parts.Number):]}
}

// divided is the code of one of the item's versions, divided.
func (it *item) divided(v catalog.ItemVersion) requirement.PieceCode {
	for i := range it.codes {
		if it.Versions[i].Code == v.Code {
			return it.codes[i].parts
		}
	}
	return requirement.CodeOf(v.Code)
}

// joinSame makes cross-listing mutual and transitive.
func (s *Snapshot) joinSame() {
	group := make(map[int32][]int32)
	at := func(i int32) []int32 {
		if g, ok := group[i]; ok {
			return g
		}
		return []int32{i}
	}
	for i := range s.items {
		for _, id := range s.items[i].CrossListed {
			j, ok := s.itemByID[id]
			if !ok || slices.Contains(at(int32(i)), j) {
				continue
			}
			joined := slices.Concat(at(int32(i)), at(j))
			slices.Sort(joined)
			joined = slices.Compact(joined)
			for _, k := range joined {
				group[k] = joined
			}
		}
	}
	for i := range s.items {
		if g, ok := group[int32(i)]; ok {
			s.items[i].same = g
		}
	}
}

// honorsOf is the external id that ties an honours course to its regular twin.
const honorsOf = "honors-of"

func (s *Snapshot) joinTwins() {
	for i := range s.items {
		id, ok := s.items[i].ExternalIDs[honorsOf]
		if !ok {
			continue
		}
		if j, known := s.itemByID[catalog.ItemID(id)]; known {
			s.items[i].twins = append(s.items[i].twins, j)
			s.items[j].twins = append(s.items[j].twins, int32(i))
		}
	}
}

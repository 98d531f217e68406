package precedent

import (
	"cmp"
	"slices"
	"strings"

	"github.com/cairnproject/cairn/internal/catalog"
	"github.com/cairnproject/cairn/internal/credit"
	"github.com/cairnproject/cairn/internal/interop/assist"
	"github.com/cairnproject/cairn/internal/interop/intake"
)

// countryCodes are the ways in which the tables write countries, lower case and
// without dots, with their ISO 3166-1 codes.
var countryCodes = map[string]string{
	"usa": "US", "united states": "US", "united state of america": "US", "united states of america": "US", "us": "US",
	"uk": "GB", "united kingdom": "GB", "canada": "CA", "australia": "AU", "japan": "JP", "france": "FR",
	"germany": "DE", "singapore": "SG", "china": "CN", "mainland china": "CN", "korea": "KR", "south korea": "KR",
	"republic of korea": "KR", "netherlands": "NL", "the netherlands": "NL", "sweden": "SE", "spain": "ES",
	"switzerland": "CH", "denmark": "DK", "ireland": "IE", "austria": "AT", "finland": "FI", "taiwan": "TW",
	"italy": "IT", "norway": "NO", "new zealand": "NZ", "mexico": "MX", "belgium": "BE", "turkey": "TR",
	"chile": "CL", "latvia": "LV", "lithuania": "LT", "russia": "RU", "russian federation": "RU",
	"south africa": "ZA", "uruguay": "UY", "iceland": "IS", "luxembourg": "LU", "hong kong": "HK",
	"hong kong sar": "HK", "thailand": "TH", "kyrgyzstan": "KG", "brazil": "BR", "malaysia": "MY",
	"slovenia": "SI", "croatia": "HR",
}

// nationalUnits are the units of countries that have one for all universities.
// Elsewhere whole courses are counted: the tables state no credit.
var nationalUnits = map[string]credit.Unit{
	"US": credit.Semester, "GB": credit.CATS, "FR": credit.ECTS, "DE": credit.ECTS, "NL": credit.ECTS,
	"SE": credit.ECTS, "ES": credit.ECTS, "CH": credit.ECTS, "DK": credit.ECTS, "IE": credit.ECTS, "AT": credit.ECTS,
	"FI": credit.ECTS, "IT": credit.ECTS, "NO": credit.ECTS, "BE": credit.ECTS, "TR": credit.ECTS, "LV": credit.ECTS,
	"LT": credit.ECTS, "IS": credit.ECTS, "LU": credit.ECTS, "SI": credit.ECTS, "HR": credit.ECTS,
}

// readCountry reads a country and what stands behind it: some rows have the
// course code there ("Singapore MA3006").
func readCountry(text string) (code, rest string) {
	key := strings.ToLower(strings.ReplaceAll(intake.OneLine(text), ".", ""))
	if c, ok := countryCodes[key]; ok {
		return c, ""
	}
	words := strings.Fields(text)
	for n := len(words) - 1; n > 0; n-- {
		head := strings.ToLower(strings.ReplaceAll(strings.Join(words[:n], " "), ".", ""))
		if c, ok := countryCodes[head]; ok {
			return c, strings.Join(words[n:], " ")
		}
	}
	return "", intake.OneLine(text)
}

// learnCountries finds the country of each institution by the majority of its
// rows; some rows have none.
func (im *importer) learnCountries(table []intake.Row) {
	votes := map[string]map[string]int{}
	for _, t := range table {
		name, _ := institutionName(t.Fields[0])
		if code, _ := readCountry(t.Fields[1]); code != "" {
			if votes[nameKey(name)] == nil {
				votes[nameKey(name)] = map[string]int{}
			}
			votes[nameKey(name)][code]++
		}
	}
	for name, count := range votes {
		codes := make([]string, 0, len(count))
		for c := range count {
			codes = append(codes, c)
		}
		slices.SortFunc(codes, func(a, b string) int { return cmp.Or(cmp.Compare(count[b], count[a]), cmp.Compare(a, b)) })
		im.countries[name] = codes[0]
	}
}

// sameInstitution are names that differ by more than their form.
var sameInstitution = map[string]string{
	"university of california at berkeley": "University of California, Berkeley",
	"university of leeeds":                 "University of Leeds", "liverpool (university of)": "University of Liverpool",
	"university of aarhus": "Aarhus University", "university of drexel": "Drexel University",
	"university of durham": "Durham University", "university of georgetown": "Georgetown University",
	"melbourne university": "University of Melbourne", "university of washington , seattle": "University of Washington",
	"university of stellenbosch":                                       "Stellenbosch University",
	"national tsing hua university, taiwan":                            "National Tsing Hua University",
	"university jean moulin - lyon 3":                                  "University Jean Moulin",
	"universita commerciale bocconi":                                   "Bocconi University",
	"pontificia universidad catolica de chile":                         "Pontifical Catholic University of Chile",
	"pontificia universidad católica de chile":                         "Pontifical Catholic University of Chile",
	"universitat autònoma de barcelona":                                "Autonomous University of Barcelona",
	"universitat pompeu fabra":                                         "Pompeu Fabra University",
	"university of freiburg":                                           "Albert-Ludwigs-University Freiburg",
	"lomonsov moscow state university":                                 "Moscow State University",
	"universidad de montevideo":                                        "University of Montevideo",
	"trinity college dublin, the university of dublin":                 "Trinity College Dublin",
	"trinity college, dublin":                                          "Trinity College Dublin",
	"libera università internazionale degli studi sociali guido carli": "LUISS",
	"university of western ontario":                                    "Western University",
}

// institutionName puts a name into one form; changed says that it was written
// otherwise.
func institutionName(text string) (name string, changed bool) {
	name = intake.OneLine(text)
	if other, ok := sameInstitution[strings.ToLower(name)]; ok {
		name = other
	}
	return name, name != text
}

func nameKey(name string) string { return strings.ToLower(intake.OneLine(name)) }

// institution finds or makes the sender. ok is false where there is no name.
func (im *importer) institution(text string) (inst catalog.Institution, changed, ok bool) {
	name, changed := institutionName(text)
	key := nameKey(name)
	if key == "" {
		return inst, changed, false
	}
	if _, ok = im.institutions[key]; ok {
		im.alias(key, text)
		return im.institutions[key], changed, true
	}
	switch known := im.baseByName[key]; {
	case known != nil:
		inst = *known
	default:
		inst, ok = assist.PublicInstitution(name)
		if !ok {
			country := im.countries[key]
			inst = catalog.Institution{
				ID: catalog.InstitutionID(intake.Slug(name)), Name: name, Kind: catalog.University,
				Country: country, Unit: cmp.Or(nationalUnits[country], credit.Course),
			}
		}
	}
	im.institutions[key] = inst
	im.alias(key, text)
	return im.institutions[key], changed, true
}

// alias keeps another way of writing the name, for records write it too.
func (im *importer) alias(key, text string) {
	inst := im.institutions[key]
	name := intake.OneLine(text)
	if nameKey(name) == nameKey(inst.Name) || slices.Contains(inst.Aliases, name) || im.o.Base != nil && im.baseByName[key] != nil {
		return
	}
	if _, own := im.institutions[nameKey(name)]; own {
		return
	}
	inst.Aliases = append(slices.Clone(inst.Aliases), name)
	slices.Sort(inst.Aliases)
	im.institutions[key] = inst
}

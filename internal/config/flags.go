package config

import "flag"

// Flags remembers which settings were given on the command line.
type Flags struct {
	set   *flag.FlagSet
	names map[string]string // environment variable → flag
}

// Bind defines a flag for every setting that is not a secret. Parse the set
// yourself, then call [Flags.Over]. (With cobra: AddGoFlagSet.)
func Bind(set *flag.FlagSet) *Flags {
	f := &Flags{set: set, names: map[string]string{}}
	for _, s := range settings() {
		if s.flag == "" {
			continue
		}
		set.String(s.flag, s.def, s.usage+" ($"+s.env+")")
		f.names[s.env] = s.flag
	}
	return f
}

// Over puts the flags that were given over the environment, for [Load]. A flag
// given as the empty text counts as given: it brings the default back.
func (f *Flags) Over(getenv func(string) string) func(string) string {
	given := map[string]string{}
	f.set.Visit(func(fl *flag.Flag) { given[fl.Name] = fl.Value.String() })
	return func(env string) string {
		if name, ok := f.names[env]; ok {
			if value, ok := given[name]; ok {
				return value
			}
		}
		return getenv(env)
	}
}

package credit

import (
	"cmp"
	"fmt"
	"math/big"
	"slices"
)

// Mode is how a value between two quanta is rounded.
type Mode string

// The modes that institutions publish. The zero value means Exact.
const (
	Exact    Mode = "exact"
	Truncate Mode = "truncate"
	Up       Mode = "up"
	HalfUp   Mode = "half-up"
	HalfEven Mode = "half-even"
)

// Stage is when rounding happens: once a course, once a rule, or on the total.
type Stage string

// The stages. The zero value means PerCourse.
const (
	PerCourse Stage = "course"
	PerRule   Stage = "rule"
	OnTotal   Stage = "total"
)

// Rounding is a receiver's policy: mode × quantum × stage. The zero value
// rounds nothing. Quantum is in the receiver's unit; 0 means 1.
type Rounding struct {
	Mode    Mode   `json:"mode,omitempty"`
	Quantum Amount `json:"quantum,omitzero"`
	Stage   Stage  `json:"stage,omitempty"`
}

// Validate returns an error where mode or stage is unknown or the quantum is
// negative.
func (r Rounding) Validate() error {
	if r.Mode != "" && !slices.Contains(Modes(), r.Mode) {
		return fmt.Errorf("rounding mode %q is unknown; the modes are %v", r.Mode, Modes())
	}
	if r.Stage != "" && !slices.Contains(Stages(), r.Stage) {
		return fmt.Errorf("rounding stage %q is unknown; the stages are %v", r.Stage, Stages())
	}
	if r.Quantum.Sign() < 0 {
		return fmt.Errorf("rounding quantum %s is negative", r.Quantum)
	}
	return nil
}

// Modes lists the rounding modes.
func Modes() []Mode { return []Mode{Exact, Truncate, Up, HalfUp, HalfEven} }

// Stages lists the rounding stages.
func Stages() []Stage { return []Stage{PerCourse, PerRule, OnTotal} }

// At reports whether the policy rounds at the given stage.
func (r Rounding) At(s Stage) bool {
	if r.Mode == "" || r.Mode == Exact {
		return false
	}
	if r.Stage == "" {
		return s == PerCourse
	}
	return s == r.Stage
}

// Apply rounds the amount. Truncate is toward zero, Up away from zero, HalfUp
// takes a tie away from zero, HalfEven to the even quantum.
func (r Rounding) Apply(a Amount) Amount {
	if r.Mode == "" || r.Mode == Exact {
		return a
	}
	q := r.Quantum
	if q.IsZero() {
		q = Int(1)
	}
	ratio := a.Div(q)
	if ratio.big == nil && ratio.n != minInt64 && ratio.den() <= 1<<61 {
		return Int(roundSmall(ratio.n, ratio.den(), r.Mode)).Mul(q)
	}
	return fromRat(new(big.Rat).SetInt(roundRat(ratio.Rat(), r.Mode))).Mul(q)
}

// roundSmall is roundRat of n/d, where 2d does not overflow.
func roundSmall(n, d int64, m Mode) int64 {
	whole, rest := n/d, n%d
	if rest == 0 {
		return whole
	}
	sign := int64(1)
	if n < 0 {
		sign, rest = -1, -rest
	}
	tie := cmp.Compare(2*rest, d)
	if m == Up || m == HalfUp && tie >= 0 || m == HalfEven && (tie > 0 || tie == 0 && whole&1 == 1) {
		return whole + sign
	}
	return whole
}

func roundRat(x *big.Rat, m Mode) *big.Int {
	whole, rest := new(big.Int).QuoRem(x.Num(), x.Denom(), new(big.Int))
	if rest.Sign() == 0 {
		return whole
	}
	twice := new(big.Int).Abs(rest)
	twice.Lsh(twice, 1)
	tie := twice.Cmp(x.Denom())
	away := m == Up || m == HalfUp && tie >= 0 ||
		m == HalfEven && (tie > 0 || tie == 0 && whole.Bit(0) == 1)
	if away {
		whole.Add(whole, big.NewInt(int64(x.Sign())))
	}
	return whole
}

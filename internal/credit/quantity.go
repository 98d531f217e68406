package credit

import "encoding/json"

// Quantity is an amount with its unit.
type Quantity struct {
	Amount Amount
	Unit   Unit
}

// String is the exact amount and the unit, "7.5 quarter".
func (q Quantity) String() string { return q.Amount.Decimal() + " " + string(q.Unit) }

// AppendJSON appends {"amount":"2.6667","exact":"8/3","unit":"semester"}:
// amount is a decimal, exact to four places; exact is the value as a fraction
// and stands only where the decimal had to be rounded.
func (q Quantity) AppendJSON(b []byte) []byte {
	b = append(b, `{"amount":"`...)
	decimal, exact := q.Amount.decimal4()
	b = append(b, decimal...)
	if exact != "" {
		b = append(b, `","exact":"`...)
		b = append(b, exact...)
	}
	b = append(b, `","unit":`...)
	return append(appendUnit(b, q.Unit), '}')
}

// appendUnit quotes a unit: nearly all are plain words.
func appendUnit(b []byte, u Unit) []byte {
	for i := range len(u) {
		if c := u[i]; (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			text, _ := json.Marshal(string(u)) // a string always encodes
			return append(b, text...)
		}
	}
	return append(append(append(b, '"'), u...), '"')
}

// MarshalJSON writes what AppendJSON does.
func (q Quantity) MarshalJSON() ([]byte, error) { return q.AppendJSON(nil), nil }

// UnmarshalJSON reads back what MarshalJSON writes.
func (q *Quantity) UnmarshalJSON(b []byte) error {
	var v struct {
		Amount Amount `json:"amount"`
		Exact  Amount `json:"exact"`
		Unit   Unit   `json:"unit"`
	}
	if err := json.Unmarshal(b, &v); err != nil {
		return err
	}
	q.Amount, q.Unit = v.Amount, v.Unit
	if !v.Exact.IsZero() {
		q.Amount = v.Exact
	}
	return nil
}

// decimal4 returns the value with at most four decimals, and the fraction where
// that is not exact.
func (a Amount) decimal4() (decimal, exact string) {
	const places = 4
	text, ok := a.fixed(places, false)
	if ok {
		return text, ""
	}
	return text, a.Rat().RatString()
}

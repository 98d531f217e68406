package credit

// Denominator returns the denominator in lowest terms; ok is false where it
// does not fit an int64.
func (a Amount) Denominator() (d int64, ok bool) {
	if a.big != nil {
		return 0, false
	}
	return a.den(), true
}

// Scaled returns a × scale as a whole number; ok is false where that is not
// whole or does not fit an int64. Solvers count in such numbers.
func (a Amount) Scaled(scale int64) (n int64, ok bool) {
	if a.big != nil || scale%a.den() != 0 {
		return 0, false
	}
	return mul(a.n, scale/a.den())
}

// CommonScale returns the least common multiple of the scale and the amount's
// denominator; ok is false where it does not fit an int64.
func CommonScale(scale int64, a Amount) (int64, bool) {
	d, ok := a.Denominator()
	if !ok {
		return 0, false
	}
	x, y := uint64(scale), uint64(d)
	for y != 0 {
		x, y = y, x%y
	}
	return mul(scale, d/int64(x))
}

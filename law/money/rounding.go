package money

// Rounding is a named way to make a whole number of a fraction. All of them work on
// the size of the number and keep its sign. The zero value is no rounding at all and
// is refused, so that a forgotten rounding shows.
type Rounding uint8

// The roundings.
const (
	Down     Rounding = iota + 1 // towards zero
	Up                           // away from zero
	HalfUp                       // to the nearest, half away from zero
	HalfEven                     // to the nearest, half to the even neighbour
)

func (r Rounding) String() string {
	switch r {
	case Down:
		return "down"
	case Up:
		return "up"
	case HalfUp:
		return "half_up"
	case HalfEven:
		return "half_even"
	}
	return "no rounding"
}

func (r Rounding) valid() bool { return r >= Down && r <= HalfEven }

// away says whether q with the remainder rem of d is rounded one step from zero.
func (r Rounding) away(q, rem, d uint64) bool {
	if rem == 0 {
		return false
	}
	switch r {
	case Up:
		return true
	case HalfUp:
		return rem >= d-rem
	case HalfEven:
		return rem > d-rem || rem == d-rem && q%2 == 1
	}
	return false
}

package claim

// Part is one of the balances of a claim, or one of the sums a payment is
// divided into.
type Part uint8

// The parts.
const (
	NoPart    Part = iota
	Principal      // what bears interest
	Charge         // the part of the principal that bears none (SFB 98:7, 37:15)
	Interest
	Fee    // reminder, demand, plan, notice (INKKL 2–4)
	Cost   // order to pay, court, enforcement (KFMAF)
	Credit // paid beyond what was owed
	partCount
)

var partNames = [partCount]string{"", "principal", "charge", "interest", "fee", "cost", "credit"}

// String returns the stored name, "" for NoPart.
func (p Part) String() string { return partNames[p] }

// ParsePart reads a stored name.
func ParsePart(s string) (Part, bool) {
	for p := Principal; p < partCount; p++ {
		if partNames[p] == s {
			return p, true
		}
	}
	return NoPart, false
}

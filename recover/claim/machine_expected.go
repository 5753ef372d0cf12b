package claim

import (
	"fmt"
	"slices"
	"strings"
)

// Expected reports whether an event of the kind may come where the claim stands.
// When it may not, why says which machine stands where, since when, and what may
// come there. What no machine governs (payments, fees, what happens to a debtor)
// may always come; amounts and dates are for the guards.
func Expected(s Standing, k Kind) (ok bool, why string) {
	switch {
	case s.Legal == LegalDraft && k != Decided:
		return false, fmt.Sprintf("%s does not come before the decision, which is of %s", k, s.decided)
	case measures[k] && s.Conditions&Stayed != 0:
		return false, fmt.Sprintf("%s is not allowed while a court has stopped collection; it may when the stay has ended (%s) or the court has decided (%s)", k, StayEnded, Judged)
	case measures[k] && s.clock.isPastLimitation(s.On):
		return false, fmt.Sprintf("%s is not allowed after the last day of limitation, %s", k, s.clock.LimitationLast)
	}
	for m := Machine(0); m < machineCount; m++ {
		if m.Governs(k) && !s.lets(m, k) {
			return false, s.refusal(m, k)
		}
	}
	return true, ""
}

// lets reports whether the machine has a row for the kind where it stands: for
// service, where one of the debtors stands.
func (s *Standing) lets(m Machine, k Kind) bool {
	has := func(state uint8) bool { return tables[m][place(state, cause(k), s.now)]&unexpected == 0 }
	if m == ServiceMachine {
		return slices.ContainsFunc(s.Debtors, func(d DebtorService) bool { return has(uint8(d.State)) })
	}
	return has(s.spot.at[m])
}

// refusal says why the machine does not let the kind through, and what it does.
func (s *Standing) refusal(m Machine, k Kind) string {
	var may []string
	for other := range Kind(kindCount) {
		if m.Governs(other) && s.lets(m, other) {
			may = append(may, other.String())
		}
	}
	what := "nothing more"
	if len(may) > 0 {
		what = strings.Join(may, ", ")
	}
	return fmt.Sprintf("%s does not follow: %s is %s since %s; there may come: %s", k, m, s.State(m), s.Since(m), what)
}

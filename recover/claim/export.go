package claim

import "strconv"

// CSV returns the decision as a record of the claims file (package claimcsv).
func (d *Decision) CSV() []string {
	return []string{d.ID, FormatDebtors(d.Debtors), d.Benefit.String(), d.Authority.String(), d.Origin.String(),
		d.DecidedOn.String(), strconv.FormatInt(int64(d.Principal), 10)}
}

// CSV returns the event as a record of the events file.
func (e *Event) CSV(claimID string) []string {
	amount, principal := "", ""
	if e.Amount != 0 {
		amount = strconv.FormatInt(int64(e.Amount), 10)
		if e.ToPrincipal != e.Amount {
			principal = strconv.FormatInt(int64(e.ToPrincipal), 10)
		}
	}
	return []string{e.ID, claimID, e.Kind.String(), e.OccurredOn.String(), e.RecordedAt.String(), amount, principal}
}

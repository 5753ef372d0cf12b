package claim

import "strconv"

// CSV returns the decision as a record of the claims file (package claimcsv),
// with its details.
func (d *Decision) CSV() []string {
	details := ""
	if d.Charge != 0 {
		details = "charge=" + strconv.FormatInt(int64(d.Charge), 10)
	}
	if d.Type != Unstated {
		if details != "" {
			details += " "
		}
		details += "type=" + d.Type.String()
	}
	return []string{d.ID, FormatDebtors(d.Debtors), d.Benefit.String(), d.Authority.String(), d.Origin.String(),
		d.DecidedOn.String(), strconv.FormatInt(int64(d.Principal), 10), details}
}

// readDetails reads the details of the claims file, once the principal has been
// read. The error is a *pairError.
func (d *Decision) readDetails(text string) error {
	return pairs(text, func(name, value string) (ok bool) {
		switch name {
		case "charge":
			d.Charge, ok = ore(value)
			ok = ok && d.Charge <= d.Principal
		case "type":
			d.Type, ok = ParseType(value)
		}
		return ok
	})
}

// CSV returns the event as a record of the events file, with its details.
func (e *Event) CSV(claimID string) []string {
	amount, principal := "", ""
	if e.Amount != 0 {
		amount = strconv.FormatInt(int64(e.Amount), 10)
		if e.ToPrincipal != e.Amount && !e.ByLaw {
			principal = strconv.FormatInt(int64(e.ToPrincipal), 10)
		}
	}
	return []string{e.ID, claimID, e.Kind.String(), e.OccurredOn.String(), e.RecordedAt.String(), amount, principal, e.DetailText()}
}

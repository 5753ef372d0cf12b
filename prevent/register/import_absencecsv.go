package register

import (
	"io"

	"balans/exchange/absencecsv"
	"balans/law/calendar"
	"balans/law/identity"
)

// readAbsence takes in absence that another system read in the employers' declarations.
// That a declaration is whole does not follow of it.
func (in *intake) readAbsence(from io.Reader) error {
	r, err := absencecsv.NewReader(in.File, from)
	if err != nil {
		return err
	}
	for rec := range r.Records() {
		if rec.Party.Kind() == identity.Organisation {
			r.Refuse(absencecsv.Party, "the number of a person: only a person can be absent")
			continue
		}
		f := Fact{Kind: Absence, Source: in.source(), Party: rec.Party, From: rec.Day, To: rec.Day, Period: rec.Period, Employer: rec.Employer, Spec: rec.Spec, Withdrawn: rec.Removed}
		if !rec.Removed {
			f.Status, f.Extent, f.Hours = rec.Type.String(), rec.Percent, rec.Hours
		}
		in.take(f, rec.Line, calendar.Instant(0))
	}
	return r.Err()
}

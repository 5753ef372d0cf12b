package payout

import (
	"io"

	"balans/exchange/payoutcsv"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// ReadCSV takes a file of payouts into the builder. Every line that cannot be used
// is named (at most payoutcsv.MaxBad), and then nothing of the file is taken in. The
// file's name is for the errors: *payoutcsv.LineError for its header,
// *payoutcsv.BadLines for its lines, or one of reading.
func (b *Builder) ReadCSV(file string, in io.Reader) error {
	r, err := payoutcsv.NewReader(file, in)
	if err != nil {
		return err
	}
	type named struct {
		id string
		Payout
	}
	var all []named
	for rec := range r.Records() {
		p := Payout{PaidOn: rec.PaidOn, Gross: rec.Gross, Tax: rec.Tax}
		known := false
		if p.Benefit, known = benefit.Parse(rec.Benefit); !known {
			r.Refuse(payoutcsv.Benefit, "a code of the benefit catalogue, such as barnbidrag")
		}
		if p.Party, err = identity.ParseOn(rec.Party, rec.PaidOn); err != nil {
			r.Refuse(payoutcsv.Party, "a personal, co-ordination or organisation number ("+err.Error()+")")
		}
		all = append(all, named{rec.Payout, p})
	}
	if err := r.Err(); err != nil {
		return err
	}
	for _, p := range all {
		if err := b.AddPaid(p.id, p.Payout); err != nil {
			return err
		}
	}
	return nil
}

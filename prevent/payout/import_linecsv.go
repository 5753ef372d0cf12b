package payout

import (
	"bytes"
	"fmt"

	"balans/exchange/linecsv"
	"balans/law/identity"
	"balans/prevent/benefit"
)

// readFile reads the lines of the file that can be planned. taken are ids that other runs
// have. The error names what is wrong with the rest.
func (p *planner) readFile(taken map[string]*RunInfo) error {
	r, err := linecsv.NewReader(p.File, bytes.NewReader(p.bytes))
	if err != nil {
		return err
	}
	codes := map[string]benefit.Code{}
	for _, c := range benefit.All() {
		codes[c.String()] = c
	}
	w := &words{}
	p.lines = p.lines[:0]
	for rec := range r.Records() {
		good := true
		refuse := func(field linecsv.Field, expected string) {
			r.Refuse(field, expected)
			good = false
		}
		code, known := codes[string(rec.Benefit)]
		if !known {
			refuse(linecsv.Benefit, "a code of the benefit catalogue, such as barnbidrag (balans help benefits)")
		}
		if period := int32(rec.To-rec.From) + 1; rec.Days > period {
			refuse(linecsv.Days, fmt.Sprintf("at most the %d days of the period", period))
		}
		if rec.PayOn != p.PayOn {
			refuse(linecsv.PayOn, fmt.Sprintf("the pay day of the run, %s", p.PayOn))
		}
		if run := taken[string(rec.Payout)]; run != nil {
			refuse(linecsv.Payout, fmt.Sprintf("an id that no other run has; run %s, planned from %s, has it", run.Name, run.File))
		}
		if good {
			p.lines = append(p.lines, p.lineOf(rec, code, w))
			if err := p.lines[len(p.lines)-1].check(); err != nil {
				return fmt.Errorf("%s:%d: %w", p.File, rec.Line, err)
			}
		}
		if rec.Line%(1<<16) == 0 {
			p.progress("reading", int64(len(p.lines)), 0)
		}
	}
	return r.Err()
}

// bases are those of the file.
var bases = map[linecsv.Basis]Basis{linecsv.NotStated: BasisUnknown, linecsv.Employee: Employee, linecsv.SelfEmployed: SelfEmployed,
	linecsv.Unemployed: Unemployed, linecsv.Other: OtherBasis}

// lineOf is the record as a line. A payee or child who is the party is left out.
func (p *planner) lineOf(rec *linecsv.Record, code benefit.Code, w *words) Line {
	l := Line{ID: string(rec.Payout), Run: p.Run, Party: rec.Party, Payee: rec.Payee, Benefit: code, From: rec.From, To: rec.To, Days: int(rec.Days),
		Extent: rec.Extent, Basis: bases[rec.Basis], Hours: rec.Hours, Child: rec.Child, Applied: rec.AppliedOn, PayOn: rec.PayOn,
		Account: string(rec.Account), Gross: rec.Gross, Tax: rec.Tax, Text: w.shared(string(rec.Text))}
	if l.Payee == l.Party {
		l.Payee = identity.None
	}
	if l.Child == l.Party {
		l.Child = identity.None
	}
	return l
}

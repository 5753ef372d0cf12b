package casefile

import (
	"fmt"
	"slices"
	"strings"

	"balans/law/money"
	"balans/steer/indicator"
	"balans/steer/report"
)

var flowColumns = []string{"period", "what", "claims", "kronor"}

// thenFlows compares how the stock of old or of new claims changed in a period:
// opening, what came in, what went out, and closing. An empty cell is not compared.
func (r *run) thenFlows(b *block) error {
	_, rows, err := r.table(b, flowColumns...)
	if err != nil {
		return err
	}
	a := r.answer.(*reportAnswer)
	for _, row := range rows {
		column := slices.IndexFunc(a.Columns[:], func(c report.Column) bool { return c.Label() == row.cells["period"] })
		if column < 0 || b.arg != "old" && b.arg != "new" {
			return r.fault(row.at, "the report has no period %q of %q claims; the claims are old or new, the periods %s, %s and %s",
				row.cells["period"], b.arg, a.Columns[0].Label(), a.Columns[1].Label(), a.Columns[2].Label())
		}
		id := &a.Total.Stock[column].OldByCause
		if b.arg == "new" {
			id = &a.Total.Stock[column].NewByCause
		}
		cell, ok := flow(id, row.cells["what"])
		if !ok {
			return r.fault(row.at, "%q is no flow; they are opening, decided, referred, other outflow, closing", row.cells["what"])
		}
		what := fmt.Sprintf("%s of the %s claims in %s", row.cells["what"], b.arg, row.cells["period"])
		if want := row.cells["claims"]; want != "" {
			r.compare(row.at, "number: "+what, want, fmt.Sprint(cell.Count))
		}
		if want := row.cells["kronor"]; want != "" {
			amount, err := kronor(want)
			if err != nil {
				return r.fault(row.at, "%v", err)
			}
			r.compare(row.at, "amount: "+what, shown(amount), shown(cell.Amount))
		}
	}
	return nil
}

// flow is a part of the account of a stock; what flows out is above zero.
func flow(id *indicator.Identity, what string) (indicator.Cell, bool) {
	out := func(c indicator.Cell) indicator.Cell { return indicator.Cell{Count: -c.Count, Amount: -c.Amount} }
	switch what {
	case "opening":
		return id.Opening, true
	case "decided":
		return id.Decided, true
	case "referred":
		return out(id.Referred), true
	case "other outflow":
		return out(id.Other), true
	case "closing":
		return id.Closing, true
	}
	return indicator.Cell{}, false
}

// shareAnswer is the whole per cent that a report prints.
type shareAnswer string

// askShare answers "PART of WHOLE", two whole numbers or two amounts.
func (r *run) askShare(b *block) error {
	part, whole, ok := strings.Cut(b.rest, " of ")
	p, err1 := kronor(part)
	w, err2 := kronor(whole)
	if !ok || err1 != nil || err2 != nil {
		return r.fault(b.line, "%q is no share; write PART of WHOLE, two numbers", b.rest)
	}
	answer := shareAnswer("none")
	if percent, ok := money.Share(int64(p), int64(w)); ok {
		answer = shareAnswer(fmt.Sprintf("%d %%", percent))
	}
	r.answer = answer
	return nil
}

// thenShare compares the share.
func (r *run) thenShare(b *block) error {
	r.compare(b.line, "the share "+r.asked.rest, b.rest, string(r.answer.(shareAnswer)))
	return nil
}

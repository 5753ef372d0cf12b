package report

import (
	"fmt"
	"slices"

	"balans/access"
	"balans/prevent/benefit"
	"balans/recover/claim"
	"balans/steer/indicator"
)

// hiddenKey is a number of the report: a figure of a benefit, or of all, in a column.
type hiddenKey struct {
	benefit benefit.Code
	figure  string
	column  int
}

// hiddenFigures is the figures of the tables by benefit, and their cells in a part.
var hiddenFigures = []struct {
	id string
	of func(p *Part, column int) indicator.Cell
}{
	{"decided", func(p *Part, i int) indicator.Cell { return p.Decided[i] }},
	{"old", func(p *Part, i int) indicator.Cell { return p.Stock[i].Old }},
	{"old_at_kfm", func(p *Part, i int) indicator.Cell { return p.Stock[i].OldAtKFM }},
	{"old_near_limitation", func(p *Part, i int) indicator.Cell { return p.Stock[i].OldNearLimitation }},
	{"new", func(p *Part, i int) indicator.Cell { return p.Stock[i].New }},
	{"new_not_served", func(p *Part, i int) indicator.Cell { return p.Stock[i].NewNotServed }},
	{"new_near_limitation", func(p *Part, i int) indicator.Cell { return p.Stock[i].NewNearLimitation }},
	{"referred", func(p *Part, i int) indicator.Cell { return p.Referred[i] }},
	{"returned", func(p *Part, i int) indicator.Cell { return p.Returned[i] }},
}

// HideSmall keeps counts from 1 up to but not including the limit out of the tables by
// benefit, with what belongs to them (amounts and shares), and as many other numbers as it
// takes so that sums do not give them away (access.Suppress; OSL 28:1). It is for what
// leaves the agency. A report that is not divided by benefit is left as it is. The limit is
// the parameter small_cell_limit.
func (r *Recovery) HideSmall(limit int64) error {
	r.hidden, r.hiddenBelow = nil, 0
	if len(r.Benefits) == 0 || limit < 2 {
		return nil
	}
	t := access.Table{Down: true}
	for i := range r.Benefits {
		var row []int64
		for _, f := range hiddenFigures {
			for column := range r.Columns {
				row = append(row, f.of(&r.Benefits[i], column).Count)
			}
		}
		t.Cells = append(t.Cells, row)
	}
	h, err := access.Suppress(t, limit)
	if err != nil {
		return fmt.Errorf("hide small numbers by benefit: %w", err)
	}
	r.hidden, r.hiddenBelow = map[hiddenKey]bool{}, limit
	for k, f := range hiddenFigures {
		for column := range r.Columns {
			at := k*len(r.Columns) + column
			for i := range r.Benefits {
				if h.Cells[i][at] {
					r.hidden[hiddenKey{r.Benefits[i].Benefit, f.id, column}] = true
				}
			}
			if h.Down[at] {
				r.hidden[hiddenKey{benefit.None, f.id, column}] = true
			}
		}
	}
	return nil
}

// hides says whether a number is hidden.
func (r *Recovery) hides(p *Part, figure string, column int) bool {
	return r.hidden[hiddenKey{p.Benefit, figure, column}]
}

// hidesAny says whether a figure of a part is hidden in some column.
func (r *Recovery) hidesAny(p *Part, figure string) bool {
	for column := range r.Columns {
		if r.hides(p, figure, column) {
			return true
		}
	}
	return false
}

// hidesAccount says whether the account of how a regime's stock changed would give a hidden
// number away: the whole of the stock, or of a figure that is a cause in it, is hidden in some
// column.
func (r *Recovery) hidesAccount(regime claim.Regime) bool {
	told := []string{map[claim.Regime]string{claim.Old: "old", claim.New: "new"}[regime], "decided", "referred", "returned"}
	return slices.ContainsFunc(told, func(figure string) bool { return r.hidesAny(&r.Total, figure) })
}

// HiddenNote is a sentence for a report in which small numbers are hidden, or "".
func (r *Recovery) HiddenNote(l Language) string {
	if r.hiddenBelow == 0 {
		return ""
	}
	return fmt.Sprintf(l.text("Antal från 1 till %d per förmån visas inte (..), och inte heller de tal som skulle röja dem.",
		"Counts from 1 to %d by benefit are not shown (..), nor are the numbers that would give them away."), r.hiddenBelow-1)
}

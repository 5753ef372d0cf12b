package directive

import (
	"strings"
	"unicode"
)

// units looks at whether the letter says what the amounts of its tables are counted in.
// Without that they are read as thousands of kronor, as such letters have them, and can
// be wrong by a thousand times.
func (c *checker) units() {
	bare := 0
	for _, s := range tableSums(c.l) {
		if s.Known && s.Amount != 0 && !strings.ContainsFunc(s.Printed, unicode.IsLetter) {
			bare++
		}
	}
	if bare == 0 {
		return // nothing is counted in a unit that does not stand by it
	}
	f := about(CheckUnit, "all")
	f.Subject = "4–6"
	said := map[unit]bool{}
	for _, p := range c.l.Units {
		f.Lines = append(f.Lines, p.Line)
		if u, isNote := unitOf(p.Text); isNote {
			said[u] = true
		}
	}
	f.Lines = onLines(f.Lines...)
	switch {
	case len(c.l.Units) == 0:
		f.missing("brevet säger ingenstans vilken enhet tabellernas belopp är i; de är lästa som tkr", "the letter nowhere says what the amounts of its tables are counted in; they were read as tkr")
		f.Lines = onLines(c.firstTableLines()...)
	case len(said) > 1:
		f.Verdict, f.Weight = DoesNotHold, Notice
		f.says("Tabellerna anger sina belopp i olika enheter", "The tables give their amounts in different units")
	default:
		f.says("Tabellerna säger vilken enhet beloppen är i", "The tables say what their amounts are counted in")
	}
	c.add(f)
}

// tableSums is the amounts of the letter's tables.
func tableSums(l *Letter) (sums []Sum) {
	for i := range l.Appropriations {
		a := &l.Appropriations[i]
		sums = append(sums, a.Amount)
		for _, g := range a.Groups {
			sums = append(sums, g.Amount)
			for _, item := range g.Items {
				sums = append(sums, item.Amount)
			}
		}
	}
	for _, f := range l.Frames {
		sums = append(sums, f.Credit, f.Kept, f.Withdrawn)
	}
	for _, a := range l.Authorisations {
		sums = append(sums, a.Frame)
		for _, y := range a.Years {
			sums = append(sums, y.Sum)
		}
	}
	for _, x := range l.Loans {
		sums = append(sums, x.Sum)
	}
	for _, x := range l.Plan.Payments {
		sums = append(sums, x.Sum)
	}
	sums = append(sums, l.Plan.Total)
	for i := range l.Fees.Rows {
		for _, column := range feeColumns {
			sums = append(sums, column.sum(&l.Fees.Rows[i]))
		}
	}
	return sums
}

// firstTableLines is the line of the first amount of the tables.
func (c *checker) firstTableLines() []int {
	for _, s := range tableSums(c.l) {
		if s.Known && s.Line > 0 {
			return []int{s.Line}
		}
	}
	return nil
}

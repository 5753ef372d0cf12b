package agi

import (
	"strings"

	"balans/law/calendar"
	"balans/law/identity"
	"balans/law/money"
)

// need notes each of the fields that the record does not have.
func (r *reader) need(fields ...element) {
	for _, e := range fields {
		if !r.record.has(e) {
			r.fault(e, Missing, r.record.line, "", "a value in every "+recordNames[r.record.kind])
		}
	}
}

// settle counts a record, and says whether it is to be handed over.
func (r *reader) settle(count *Count) bool {
	if r.record.bad {
		count.SetAside++
		r.receipt.SetAside[r.record.first]++
		return false
	}
	count.Given++
	return true
}

// absence is called at the end of a Franvarouppgift.
func (r *reader) absence() error {
	rec := &r.record
	rec.ended = true
	r.need(elemEmployer, elemPeriod, elemParty, elemDay, elemAbsenceSpec)
	if rec.period != calendar.None && rec.day > rec.period.EndOfMonth() {
		r.fault(elemDay, BadDay, rec.line, rec.day.String(), "a day not after the end of the period, "+rec.period.EndOfMonth().String())
	}
	r.checkExtent()
	if !r.settle(&r.receipt.Absences) {
		return nil
	}
	a := Absence{Employer: rec.employer, Period: rec.period, Party: rec.party, Day: rec.day, Spec: rec.spec,
		Type: rec.typ, Amount: rec.amount, Removed: rec.removed, Line: rec.line}
	if extent, n := rec.among(elemPercentTFP, elemHoursFP); n > 0 {
		a.Unit = unitOf(extent)
	}
	return r.to.Absence(a)
}

// checkExtent holds the type, the extent and the removal of an absence against each other.
func (r *reader) checkExtent() {
	rec := &r.record
	extent, n := rec.among(elemPercentTFP, elemHoursFP)
	if rec.has(elemAbsenceRemoved) {
		if n > 0 {
			r.fault(extent, RemovedAndMore, rec.line, "", "no extent in a record that removes an absence")
		}
		return
	}
	r.need(elemType)
	switch {
	case n == 0:
		e := elemHoursTFP
		if rec.typ == FP {
			e = elemHoursFP
		}
		r.fault(e, Missing, rec.line, "", "hours, or a percentage, of the type of absence")
	case n > 1:
		r.fault(extent, ExtentDiffers, rec.line, "", "one extent, not "+r.extents())
	case rec.typ != NoType && typeOf(extent) != rec.typ:
		r.fault(extent, ExtentDiffers, rec.line, "", "an extent of the type of absence, "+rec.typ.String())
	}
}

// extents names those that the record has.
func (r *reader) extents() string {
	var names []string
	for e := elemPercentTFP; e <= elemHoursFP; e++ {
		if r.record.has(e) {
			names = append(names, elements[e].name)
		}
	}
	return strings.Join(names, " and ")
}

// income is called at the end of an IU.
func (r *reader) income() error {
	rec := &r.record
	rec.ended = true
	r.need(elemEmployer, elemPeriod, elemSpec)
	if !rec.has(elemBirth) && !rec.has(elemOtherID) {
		r.need(elemParty)
	}
	if rec.has(elemRemoved) {
		for e := elemCash; e <= elemEmbassy; e++ {
			if rec.has(e) {
				r.fault(e, RemovedAndMore, rec.line, "", "nothing but the key in a record that removes an income")
			}
		}
	}
	if tax, n := rec.among(elemPreliminary, elemEmbassy); n > 1 {
		r.fault(tax, SeveralTaxes, rec.line, "", "one tax field at most")
	}
	matches := r.checkMatter()
	r.addTax(matches)
	if !r.settle(&r.receipt.Incomes) {
		return nil
	}
	return r.to.Income(Income{Employer: rec.employer, Period: rec.period, Party: rec.party, Spec: rec.spec, Cash: rec.cash, Benefits: rec.benefits,
		Tax: rec.tax, TaxKind: rec.taxKind, Removed: rec.removed, Line: rec.line})
}

// declaration is called at the end of an HU.
func (r *reader) declaration() error {
	rec := &r.record
	rec.ended = true
	r.need(elemEmployer, elemPeriod, elemSumFees, elemSumTax)
	r.checkMatter()
	if !r.settle(&r.receipt.Declarations) {
		r.receipt.Unjudged++
		return nil
	}
	if err := r.addSum(); err != nil {
		return err
	}
	d := Declaration{Employer: rec.employer, Period: rec.period, SumFees: rec.sumFees, SumTax: rec.sumTax, Line: rec.line}
	if rec.has(elemSickPay) {
		cost := rec.sickPay
		d.SickPayCost = &cost
	}
	return r.to.Declaration(d)
}

// checkMatter holds the employer and the period of a record against those of the matter
// it stands in, and says whether they are the same.
func (r *reader) checkMatter() bool {
	rec, m := &r.record, &r.matter
	same := true
	if rec.period != calendar.None && rec.period != m.period {
		same = false
		r.fault(elemPeriod, PeriodDiffers, rec.line, monthText(rec.period), "the period of Arendeinformation, "+orMissing(monthText(m.period)))
	}
	if rec.employer != identity.None && rec.employer != m.owner {
		same = false
		r.fault(elemEmployer, PeriodDiffers, rec.line, rec.employer.Masked(), "the employer of Arendeinformation, "+orMissing(m.owner.Masked()))
	}
	return same
}

// orMissing is what the matter says, or that it does not.
func orMissing(text string) string {
	if text == "" {
		return "which is missing or cannot be read"
	}
	return text
}

// monthText is a period as the file writes it; empty for None.
func monthText(d calendar.Date) string {
	if d == calendar.None {
		return ""
	}
	text := d.String()
	return text[:4] + text[5:7]
}

// month is an employer's period.
type month struct {
	employer identity.Number
	period   calendar.Date
}

// total is what the file says of tax in one month of an employer.
type total struct {
	month
	incomes  int
	tax      money.Amount // of the incomes
	unclear  bool         // tax cannot be the whole sum
	declared bool         // there is a declaration
	sum      money.Amount // that it states
	line     int          // where it stands
}

// totals are those of the file.
type totals struct {
	index map[month]int
	all   []total
	last  int  // the one asked for last
	lost  bool // an income could be of any month
}

func newTotals() totals { return totals{index: map[month]int{}} }

// of is the total of a month; nil when there is no room for it.
func (t *totals) of(m month) *total {
	if t.last < len(t.all) && t.all[t.last].month == m {
		return &t.all[t.last]
	}
	i, known := t.index[m]
	if !known {
		if i = len(t.all); i == maxGroups {
			return nil
		}
		t.index[m] = i
		t.all = append(t.all, total{month: m})
	}
	t.last = i
	return &t.all[i]
}

// addTax adds the tax of the income in hand to its month. An income that is set aside
// counts too, as long as its tax can be read.
func (r *reader) addTax(matches bool) {
	rec := &r.record
	m := month{rec.employer, rec.period}
	if m.employer == identity.None {
		m.employer = r.matter.owner
	}
	if m.period == calendar.None {
		m.period = r.matter.period
	}
	if m.employer == identity.None || m.period == calendar.None {
		r.totals.lost = true
		return
	}
	unclear := rec.taxBad || rec.removed || rec.has(elemRemoved) || !matches
	if other := (month{r.matter.owner, r.matter.period}); !matches && other != m {
		if t := r.totals.of(other); t != nil {
			t.unclear = true
		}
	}
	t := r.totals.of(m)
	if t == nil {
		return
	}
	t.incomes++
	sum, err := money.Add(t.tax, rec.tax)
	t.tax = sum
	t.unclear = t.unclear || unclear || err != nil
}

// addSum keeps what the declaration in hand states of tax.
func (r *reader) addSum() error {
	rec := &r.record
	t := r.totals.of(month{rec.employer, rec.period})
	if t == nil {
		r.receipt.Unjudged++
		return nil
	}
	if t.declared && t.sum != rec.sumTax {
		return r.scan.fail(r.scan.at, "two declarations of %s for %s with different sums of tax, %s and %s (the first on line %d): they cannot both be right",
			rec.employer.Masked(), monthText(rec.period), kronorText(t.sum), kronorText(rec.sumTax), t.line)
	}
	t.declared, t.sum, t.line = true, rec.sumTax, rec.line
	return nil
}

// judge holds the sums of tax that the declarations state against those of the incomes.
func (r *reader) judge() error {
	for i := range r.totals.all {
		switch t := &r.totals.all[i]; {
		case !t.declared:
		case t.unclear || r.totals.lost:
			r.receipt.Unjudged++
		case t.incomes > 0 && t.tax != t.sum:
			return &FileError{File: r.scan.file, Line: t.line, Element: "Skatteverket/Blankett/Blankettinnehall/HU/SummaSkatteavdr",
				Why: "the declaration of " + t.employer.Masked() + " for " + monthText(t.period) + " states " + kronorText(t.sum) +
					" withheld in tax, and the incomes in the file add up to " + kronorText(t.tax) + ": the employer is to send a file in which they agree"}
		}
	}
	return nil
}

func kronorText(a money.Amount) string { return a.Kronor() + " kr" }

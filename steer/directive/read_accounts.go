package directive

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"balans/law/calendar"
)

// loans reads the frames of loans and credits.
func (r *reader) loans(paras []para) {
	r.noteUnit(paras)
	words := false
	for i := range paras {
		p := &paras[i]
		r.part = "loans"
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if one && near(text, "Villkor") {
			words = true
			r.markAll(*p, Heading)
			continue
		}
		before, amount := p.lastAmount()
		l := Loan{Line: p.line(), Kind: AccountCredit, Purpose: strings.TrimSpace(bullet.ReplaceAllString(before, ""))}
		if _, ok := startsNear(before, "Låneram"); ok || near(before, "Låneram för verksamhetsinvesteringar") {
			l.Kind, l.Purpose = LoanFrame, before
		} else if _, ok := startsNear(before, "Räntekontokredit"); ok {
			l.Kind, l.Purpose = InterestAccount, before
		}
		if words || amount == "" {
			if p.cells != nil && !one {
				r.unread(*p, "a row of a table that has no amount")
				continue
			}
			if l.Kind != AccountCredit && !words {
				r.unread(*p, "the frame has no amount")
				continue
			}
			r.markAll(*p, Prose)
			continue
		}
		r.markAll(*p, Value)
		l.Sum = r.sum(amount, p.line(), r.unit, l.Purpose)
		r.l.Loans = append(r.l.Loans, l)
	}
}

var onlyItem = regexp.MustCompile(`^(\d{1,2}:\d{1,2}) ap\.?\s?(\d+(?:\.\d+)*)\b`)

// plan reads the payment plan and which items it pays.
func (r *reader) plan(paras []para, line int) {
	r.l.Plan.Line = line
	r.noteUnit(paras)
	for i := range paras {
		p := &paras[i]
		r.part = "plan"
		before, amount := p.lastAmount()
		if m := isoDate.FindString(before); m != "" && m == strings.TrimSpace(before) {
			r.markAll(*p, Value)
			pay := Payment{Line: p.line(), Sum: r.sum(amount, p.line(), r.unit, "the payment of "+m)}
			d, err := calendar.Parse(m)
			if err != nil {
				r.unread(*p, "there is no such day")
			}
			pay.Date = d
			r.l.Plan.Payments = append(r.l.Plan.Payments, pay)
			continue
		}
		if near(before, "Summa") && amount != "" {
			r.markAll(*p, Value)
			r.l.Plan.Total = r.sum(amount, p.line(), r.unit, "the sum of the payment plan")
			continue
		}
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if m := onlyItem.FindStringSubmatch(text); m != nil && one {
			if id, ok := r.itemNamed(m[1], m[2]); ok {
				r.markAll(*p, Value)
				r.l.Plan.Items = append(r.l.Plan.Items, id)
			} else {
				r.unread(*p, "no appropriation has such an item, or several areas have")
			}
			continue
		}
		if near(p.cell(1), "Belopp") {
			r.markAll(*p, Ruler)
			continue
		}
		if p.cells != nil && !one {
			r.unread(*p, "a row of the payment plan without a date")
			continue
		}
		r.markAll(*p, Prose)
	}
}

// itemNamed finds the item that a number without its area means: the one that the agency
// itself disposes of, and of those the one whose appropriation is the agency's own.
func (r *reader) itemNamed(number, post string) (ItemID, bool) {
	var found []ItemID
	for i := range r.l.Appropriations {
		a := &r.l.Appropriations[i]
		if a.Number == number && a.itemOf(post) != nil {
			found = append(found, itemID(a.Area, number, post))
		}
	}
	if len(found) != 1 {
		return "", false
	}
	return found[0], true
}

// fees reads the budget of fee-based activities.
func (r *reader) fees(paras []para, line int) {
	r.l.Fees.Line = line
	r.noteUnit(paras)
	group, words, headed := "", false, false
	for i := range paras {
		p := &paras[i]
		r.part = "fees"
		text, one := p.only()
		if one && r.noteOfUnit(p, text) {
			continue
		}
		if p.cells == nil && headed && !words && i+1 < len(paras) && len(paras[i+1].cells) == 7 { // a group, where columns are spaces
			group = text
			r.markAll(*p, Value)
			continue
		}
		if p.cells == nil {
			if near(text, "Villkor") {
				words = true
			}
			if p.isHeading() && words {
				r.markAll(*p, Heading)
			} else {
				r.markAll(*p, Prose)
			}
			continue
		}
		if near(p.cell(0), "Verksamhet") {
			headed = true
			r.feeYear(p)
			continue
		}
		if one {
			group = text
			r.markAll(*p, Value)
			continue
		}
		r.markAll(*p, Value)
		if len(p.cells) != 7 {
			r.unread(*p, fmt.Sprintf("the row has %d columns and not 7", len(p.cells)))
			p.cells = p.cells[:1] // which of them is which cannot be known
		}
		f := FeeRow{Line: p.line(), Activity: p.cell(0), Group: group}
		for c, to := range []*Sum{&f.Before, &f.Last, &f.Income, &f.Cost, &f.Result, &f.After} {
			*to = r.sum(p.cell(c+1), p.line(), r.unit, f.Activity)
		}
		if near(f.Activity, "Summa") {
			f.Group = ""
			r.l.Fees.Total = &f
		} else {
			r.l.Fees.Rows = append(r.l.Fees.Rows, f)
		}
	}
}

// feeYear takes the year from the head of the table: "Int. 2025".
func (r *reader) feeYear(p *para) {
	r.markAll(*p, Ruler)
	for _, head := range p.cells {
		if _, ok := startsNear(head, "Int"); ok {
			if m := titleYear.FindString(head); m != "" {
				r.l.Fees.Year, _ = strconv.Atoi(m)
			}
		}
	}
}

// targets keeps the goals of fee-based activities.
func (r *reader) targets(paras []para) {
	for i := range paras {
		p := &paras[i]
		if p.isHeading() {
			r.markAll(*p, Heading)
			continue
		}
		if p.cells != nil {
			r.unread(*p, "a table among the targets")
			continue
		}
		r.markAll(*p, Value)
		r.l.FeeTargets = append(r.l.FeeTargets, p.passage())
	}
}

// provisions keeps what the central account may be used for: the list after words on it.
func (r *reader) provisions(paras []para) {
	central := false
	for i := range paras {
		p := &paras[i]
		switch {
		case p.cells != nil:
			r.unread(*p, "a table among the other provisions")
		case p.item && central:
			r.markAll(*p, Value)
			r.l.CentralAccount = append(r.l.CentralAccount, p.passage())
		default:
			central = strings.Contains(strings.ToLower(p.text), "centralkonto")
			r.markAll(*p, Prose)
		}
	}
}

// names keeps one name a line.
func (r *reader) names(paras []para, to *[]Passage) {
	for i := range paras {
		p := &paras[i]
		for _, n := range p.lines {
			r.mark(n, Value)
			*to = append(*to, Passage{Line: n + 1, Text: strings.ReplaceAll(r.roles[n].Text, "\t", " ")})
		}
	}
}

package letter

import (
	"strconv"

	"balans/law/money"
)

func (h *Housing) faults(f *faults) {
	h.Subject.faults(f, h.Outcome == HousingClaim)
	h.incomeFaults(f)
	h.monthFaults(f)
	h.sumFaults(f)
	h.outcomeFaults(f)
	f.day("decided_on", h.DecidedOn)
	if h.DecidedOn.Year() <= h.Year {
		f.add("decided_on: %s is not after the year %d, whose tax it rests on (SFB 98:5)", h.DecidedOn, h.Year)
	}
	f.day("until", h.Until)
	if h.ReviewMonths < 1 {
		f.add("review_months: how long reconsideration can be asked for is missing (FL 33)")
	}
	if h.ReportDays < 1 {
		f.add("report_days: how soon a change is to be told is missing (SFB 110:47)")
	}
}

func (h *Housing) incomeFaults(f *faults) {
	family, young := h.forms()
	if family != (h.SharePpm > 0) || h.SharePpm > 1_000_000 {
		f.add("share_ppm: what a family's allowance is reduced by is a share above 0, and there is none of the young (SFB 97:15)")
	}
	if young != (h.DividedBy > 0) {
		f.add("divided_by: what the allowance of the young is reduced by is above 0, and there is none of a family (SFB 97:24)")
	}
	if len(h.Incomes) < 1 || len(h.Incomes) > 2 || h.Incomes[0].Who != HousingSelf || len(h.Incomes) == 2 && h.Incomes[1].Who != HousingSpouse {
		f.add("incomes: they are the applicant's (%s), and then the spouse's (%s) if there is one", HousingSelf, HousingSpouse)
	}
	for i := range h.Incomes {
		n := &h.Incomes[i]
		switch parts := n.Parts.Sum(); {
		case n.Stated < 0 || n.Assessed < 0:
			f.add("incomes[%d]: it cannot be below 0: %s stated, %s assessed", i, n.Stated, n.Assessed)
		case n.Parts != HousingParts{} && parts != n.Assessed:
			f.add("incomes[%d].parts: they add up to %s, the income is %s", i, parts, n.Assessed)
		case !given(n.AssessedOn):
			f.add("incomes[%d].assessed_on: the day of the tax decision is missing (SFB 98:5)", i)
		case n.AssessedOn > h.DecidedOn:
			f.add("incomes[%d].assessed_on: %s is after the decision of %s", i, n.AssessedOn, h.DecidedOn)
		}
	}
}

// within says whether two amounts are the same but for öre that come of rounding.
func within(a, b, most money.Amount) bool { return a-b <= most && b-a <= most }

func (h *Housing) monthFaults(f *faults) {
	f.positive("minimum", h.Minimum)
	if len(h.Months) == 0 {
		f.add("months: there are none, so nobody could see how the amount came about (FL 32)")
		return
	}
	if last := h.Months[len(h.Months)-1].To; h.From != h.Months[0].From || h.To != last {
		f.add("from, to: the days %s–%s are not those of the months, %s–%s", h.From, h.To, h.Months[0].From, last)
	}
	spouses := false
	for i := range h.Months {
		m := &h.Months[i]
		spouses = spouses || m.Spouses
		fault := func(what, format string, args ...any) {
			f.add("months["+strconv.Itoa(i)+"]"+what+": "+format, args...)
		}
		switch {
		case !given(m.From) || !given(m.To) || m.From > m.To || m.From != m.From.FirstOfMonth() || m.To != m.To.EndOfMonth() || m.From.Year() != h.Year || m.To.Year() != h.Year:
			fault("", "%s–%s are not whole months of %d", m.From, m.To, h.Year)
		case i > 0 && m.From <= h.Months[i-1].To:
			fault("", "it begins %s, within the one before it", m.From)
		case m.Count != int(m.To.Month()-m.From.Month())+1:
			fault(".count", "%s–%s are not %d months", m.From, m.To, m.Count)
		}
		if m.Cost < 0 || m.Housing < 0 || m.Children < 0 || m.Reduction < 0 || m.Final < 0 || m.Paid < 0 || m.IncomeLimit <= 0 {
			fault("", "no amount of it is below 0, and the limit of income is above")
		}
		if h.young(m) && m.Children != 0 {
			fault(".children", "a grant for children is given to families (SFB 97:22)")
		}
		h.amountFaults(m, fault)
	}
	if spouses != (len(h.Incomes) == 2) {
		f.add("incomes: the spouse's is stated exactly when it counts in some month")
	}
}

// amountFaults holds a month against the incomes, its parts and the minimum. Each of its amounts
// is rounded to the nearest öre by itself.
func (h *Housing) amountFaults(m *HousingMonths, fault func(what, format string, args ...any)) {
	over := h.above(m)
	if !h.young(m) || h.DividedBy > 0 { // what it is reduced by is stated
		first, err := h.reduced(m, over[0], 12)
		second, err2 := h.reduced(m, over[1], 12)
		if err != nil || err2 != nil || !within(first+second, m.Reduction, 1) {
			fault(".reduction", "by the incomes and the limit it is %s a month, not %s (SFB 97:15, 97:24)", first+second, m.Reduction)
		}
	}
	left := m.Housing + m.Children - m.Reduction
	const rounding = 2
	switch {
	case m.BelowMinimum && (m.Final != 0 || 12*(left-rounding) >= h.Minimum):
		fault(".below_minimum", "twelve months of %s are not below %s, or it gives %s all the same (SFB 97:16)", left, h.Minimum, m.Final)
	case !m.BelowMinimum && !within(m.Final, max(0, left), rounding):
		fault(".final", "the grants %s and %s less the reduction %s are %s, not %s", m.Housing, m.Children, m.Reduction, max(0, left), m.Final)
	case m.Final > 0 && 12*(m.Final+rounding) < h.Minimum:
		fault(".final", "twelve months of %s are below %s, so that it is to give nothing (SFB 97:16)", m.Final, h.Minimum)
	}
}

// sumFaults holds the year against its months. What was paid is in whole öre; the final
// allowance is added up unrounded, so each month may differ by half an öre.
func (h *Housing) sumFaults(f *faults) {
	f.notNegative("paid", h.Paid)
	f.notNegative("final", h.Final)
	f.notNegative("supplement", h.Supplement)
	f.positive("limit", h.Limit)
	var paid, final money.Amount
	count := 0
	for i := range h.Months {
		m := &h.Months[i]
		n := money.Amount(m.Count)
		paid, final, count = paid+n*m.Paid, final+n*m.Final, count+m.Count
	}
	if paid != h.Paid {
		f.add("paid: the months add up to %s, not %s", paid, h.Paid)
	}
	if !within(final, h.Final, money.Amount(count/2+1)) {
		f.add("final: the months add up to %s, not %s", final, h.Final)
	}
	if h.Final-h.Paid != h.Difference {
		f.add("difference: final %s less paid %s is not %s", h.Final, h.Paid, h.Difference)
	}
}

func (h *Housing) outcomeFaults(f *faults) {
	f.notNegative("charge", h.Charge)
	switch h.Outcome {
	case HousingClaim:
		f.positive("amount", h.Amount)
		f.day("due_on", h.DueOn)
		f.pay(&h.Pay)
		if given(h.DueOn) && h.DueOn < h.DecidedOn {
			f.add("due_on: %s is before the decision of %s", h.DueOn, h.DecidedOn)
		}
	case HousingPayout:
		f.positive("amount", h.Amount)
		if given(h.PaidOn) && h.PaidOn < h.DecidedOn {
			f.add("paid_on: %s is before the decision of %s", h.PaidOn, h.DecidedOn)
		}
	case HousingNone:
		if h.Amount != 0 || h.Charge != 0 || h.ChargeUnknown {
			f.add("amount, charge: nothing is claimed or paid out, so there is neither")
		}
	default:
		f.add("outcome: it is %s, %s or %s, not %q", HousingClaim, HousingPayout, HousingNone, h.Outcome)
		return
	}
	switch {
	case h.Outcome != HousingClaim && (given(h.DueOn) || h.Pay != PayTo{} || h.LateInterest):
		f.add("due_on, pay, late_interest: nothing is to be paid")
	case h.Outcome != HousingPayout && given(h.PaidOn):
		f.add("paid_on: nothing is paid out")
	case h.ChargeUnknown && h.Charge != 0:
		f.add("charge: it is %s and said to be unknown (SFB 98:7)", h.Charge)
	case h.Amount%money.Krona != 0:
		f.add("amount: it is in whole kronor, not %s", h.Amount)
	}
	h.changeFaults(f)
	fits := h.comesTo(h.Difference, h.whole(), h.off())
	if c := h.Change; c != nil && !fits { // the least difference may be held against the change alone
		fits = h.comesTo(h.Final-c.Final, h.Outcome.signed(h.Amount), 1)
	}
	if !fits {
		f.add("outcome, amount: the difference %s with the limit %s does not come to %s %s (SFB 98:6)", h.Difference, h.Limit, h.Outcome, h.Amount)
	}
}

func (h *Housing) changeFaults(f *faults) {
	c := h.Change
	if c == nil {
		return
	}
	f.notNegative("change.final", c.Final)
	switch {
	case !given(c.DecidedOn) || c.DecidedOn > h.DecidedOn:
		f.add("change.decided_on: the day of the earlier decision is missing, or is after this one")
	case c.Outcome != HousingClaim && c.Outcome != HousingPayout && c.Outcome != HousingNone:
		f.add("change.outcome: it is %s, %s or %s, not %q", HousingClaim, HousingPayout, HousingNone, c.Outcome)
	case (c.Outcome == HousingNone) != (c.Amount == 0) || c.Amount < 0 || c.Amount%money.Krona != 0:
		f.add("change.amount: %s of an outcome that was %s", c.Amount, c.Outcome)
	}
}

// comesTo says whether a difference comes to an amount, below zero a claim: nothing below the
// limit; otherwise whole kronor in the person's favour, a claim down and a pay-out up. The
// limit and the rounding were tried on the unrounded difference, which lies up to off away.
func (h *Housing) comesTo(difference, due, off money.Amount) bool {
	size := max(difference, -difference)
	if due == 0 {
		return size < h.Limit+off
	}
	if size < h.Limit || size > money.Kronor(1_000_000_000) { // more than any year's allowance
		return false
	}
	if due < 0 {
		return difference < 0 && (-due == size.RoundTo(money.Krona, money.Down) || -due == (size-off).RoundTo(money.Krona, money.Down))
	}
	return difference > 0 && (due == size.RoundTo(money.Krona, money.Up) || due == (size+off).RoundTo(money.Krona, money.Up))
}

// off is how far the year's final allowance may lie from the unrounded one, öre: 0 when it
// comes out in whole öre. The grants of a month do when its cost is in whole kronor: they are
// then whole five öre.
func (h *Housing) off() money.Amount {
	const family = 12_000_000
	young := 12 * int64(max(h.DividedBy, 1))
	var rest, restYoung int64 // of the reductions, in parts of an öre
	for i := range h.Months {
		m := &h.Months[i]
		if m.Final == 0 {
			continue
		}
		if m.Cost%money.Krona != 0 || m.Housing%5 != 0 {
			return 1
		}
		over := h.above(m)
		if sum := int64(over[0] + over[1]); h.young(m) {
			restYoung += sum % young * int64(m.Count) % young
		} else {
			rest += sum % family * h.SharePpm * int64(m.Count) % family
		}
	}
	if rest%family != 0 || restYoung%young != 0 {
		return 1
	}
	return 0
}

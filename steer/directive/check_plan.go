package directive

import (
	"fmt"

	"balans/law/calendar"
	"balans/law/money"
)

// planShape is what the amounts of a payment plan show: equal parts of one amount, or of
// one amount first and, from some payment on, of another.
type planShape struct {
	n       int          // payments
	early   money.Amount // each of the first payments
	later   money.Amount // each of those after the change but the last; as early without one
	last    money.Amount
	changed int // the number of payments before the change; n without one
	total   money.Amount
	from    calendar.Date // of the first changed payment; None without one
	// low and high bound the amount that the first payments are equal parts of, rounded
	// down to whole tkr.
	low, high money.Amount
}

// mostPayments is how many payments a plan can have: one a day.
const mostPayments = 366

// shapeOf finds the shape of a plan; ok is false when a payment is unknown, none of the
// shapes fits, or an amount is not in whole tkr.
func shapeOf(p *Plan) (s planShape, ok bool) {
	s.n = len(p.Payments)
	if s.n < 2 || s.n > mostPayments {
		return s, false
	}
	sums := make([]Sum, s.n)
	for i, x := range p.Payments {
		if sums[i] = x.Sum; x.Sum.Amount%tkr != 0 {
			return s, false
		}
	}
	if s.total, _, ok = addUp(sums...); !ok {
		return s, false
	}
	s.early, s.last, s.from = sums[0].Amount, sums[s.n-1].Amount, calendar.None
	for s.changed = 1; s.changed < s.n && sums[s.changed].Amount == s.early; {
		s.changed++
	}
	if even := floorTo(s.total/money.Amount(s.n), tkr); s.changed >= s.n-1 && s.early == even {
		s.changed, s.later, s.low, s.high = s.n, s.early, s.total, s.total
		return s, true
	}
	s.later, s.from = sums[s.changed].Amount, p.Payments[s.changed].Date
	for _, x := range sums[s.changed : s.n-1] {
		if x.Amount != s.later {
			return s, false
		}
	}
	left := money.Amount(s.n - s.changed)
	rest := s.total - s.early*money.Amount(s.changed)
	if left > 1 && floorTo(rest/tkr, left)/left*tkr != s.later {
		return s, false
	}
	s.low = s.early * money.Amount(s.n)
	s.high = s.low + money.Amount(s.n-1)*tkr
	return s, true
}

// isChanged reports whether the plan was changed during the year.
func (s *planShape) isChanged() bool { return s.changed < s.n }

// remainder is what the last payment has beyond those before it.
func (s *planShape) remainder() money.Amount {
	if s.changed == s.n-1 {
		return 0
	}
	return s.last - s.later
}

// explain says what the payments before and after the change are, of the amount found.
func (s *planShape) explain(e EarlierAmount) (says [2]string) {
	if !s.isChanged() {
		return [2]string{"Utbetalningsplanen betalar ut det beloppet. ", "The payment plan pays that amount. "}
	}
	of := [2]string{amountText(s.low) + "–" + amountText(s.high), amountText(s.low) + "–" + amountText(s.high)}
	if e.Known && e.Low >= s.low && e.High <= s.high { // the plan has no other items
		of = [2]string{amountText(e.Amount), amountText(e.Amount)}
	}
	says[0] = fmt.Sprintf("De första %d betalningarna, %s, är 1/%d av %s, avrundat nedåt; ", s.changed, amountText(s.early), s.n, of[0])
	says[1] = fmt.Sprintf("The first %d payments, %s, are 1/%d of %s, rounded down; ", s.changed, amountText(s.early), s.n, of[1])
	left := s.n - s.changed
	step := s.later - s.early
	says[0] += fmt.Sprintf("från %s är de %s", s.from, difference(-step)[0])
	says[1] += fmt.Sprintf("from %s they are %s", s.from, difference(-step)[1])
	if e.Known {
		says[0] += fmt.Sprintf(", %s på %d betalningar", amountText(e.Change), left)
		says[1] += fmt.Sprintf(", %s over %d payments", amountText(e.Change), left)
	}
	if r := s.remainder(); r != 0 {
		says[0] += fmt.Sprintf(", och den sista tar resten %s", amountText(r))
		says[1] += fmt.Sprintf(", and the last takes the remainder %s", amountText(r))
	}
	says[0], says[1] = says[0]+". ", says[1]+". "
	return says
}

// planOfItems is a plan's shape and the items it pays for.
type planOfItems struct {
	shape planShape
	ok    bool // the shape and every item's amount are known
	sum   money.Amount
	times map[ItemID]int64
}

// planned is the plan, looked at once.
func (c *checker) planned() *planOfItems {
	if c.plans != nil {
		return c.plans
	}
	p := &planOfItems{times: map[ItemID]int64{}}
	var sums []Sum
	for _, id := range c.l.Plan.Items {
		p.times[id]++
		if item := c.items[id]; item != nil {
			sums = append(sums, item.Amount)
		} else {
			sums = append(sums, Sum{})
		}
	}
	p.sum, _, p.ok = addUp(sums...)
	if p.ok {
		p.shape, p.ok = shapeOf(&c.l.Plan)
	}
	c.plans = p
	return p
}

// planBefore is the plan's shape, and what it pays for other items than the one asked for,
// whose amount is known; ok is false when the plan says nothing about the item.
func (c *checker) planBefore(id ItemID) (s planShape, others money.Amount, ok bool) {
	p := c.planned()
	if !p.ok || p.times[id] == 0 {
		return s, 0, false
	}
	return p.shape, p.sum - c.items[id].Amount.Amount*money.Amount(p.times[id]), true
}

// planLines is the lines of the payments.
func (c *checker) planLines() (lines []int) {
	for _, p := range c.l.Plan.Payments {
		lines = append(lines, p.Line)
	}
	return lines
}

func (c *checker) plan() {
	p := &c.l.Plan
	if len(p.Payments) == 0 && !p.Total.Known {
		return
	}
	var sums []Sum
	for _, x := range p.Payments {
		sums = append(sums, x.Sum)
	}
	total, lines, ok := addUp(sums...)
	lines = onLines(append(lines, c.planLines()...)...)
	f := about(CheckPlanSum, "5.2", append(lines, p.Total.Line)...)
	f.Printed = p.Total
	if !ok || !p.Total.Known {
		f.missing("ett belopp i planen saknas eller har inte kunnat läsas", "an amount of the plan is missing or could not be read")
	} else {
		f.equals(total, p.Total)
		f.says("Betalningarna är tillsammans %s; som summa står %s", "The payments are %s together; the sum printed is %s", amountText(total), amountText(p.Total.Amount))
	}
	c.add(f)
	c.planTotal(total, lines, ok)
	c.planParts(lines, ok)
	c.planOrder(lines)
	for _, x := range p.Payments {
		c.planDay(x)
	}
}

// planTotal holds the plan against what the items that bear interest are granted.
func (c *checker) planTotal(total money.Amount, lines []int, ok bool) {
	f := about(CheckPlanTotal, "5.2", lines...)
	f.Printed = Sum{Line: c.l.Plan.Total.Line, Amount: total, Known: ok}
	var granted []Sum
	for _, id := range c.l.Plan.Items {
		if item := c.items[id]; item != nil {
			granted = append(granted, item.Amount)
		} else {
			granted = append(granted, Sum{})
		}
	}
	sum, itemLines, known := addUp(granted...)
	f.Lines = onLines(append(f.Lines, itemLines...)...)
	if !ok || !known || len(granted) == 0 {
		f.missing("planens räntebärande poster eller ett belopp saknas", "the plan's items or an amount are missing")
	} else {
		f.equals(sum, f.Printed)
		f.says("De räntebärande posterna är tillsammans %s; planen betalar %s", "The items that bear interest are %s together; the plan pays %s",
			amountText(sum), amountText(total))
	}
	c.add(f)
}

// planParts looks at whether the payments are equal parts of the whole.
func (c *checker) planParts(lines []int, ok bool) {
	f := about(CheckPlanParts, "5.2", lines...)
	f.Weight = Notice
	s, regular := shapeOf(&c.l.Plan)
	switch n := max(s.n, 1); {
	case !ok:
		f.missing("ett belopp i planen saknas eller har inte kunnat läsas", "an amount of the plan is missing or could not be read")
	case s.n > mostPayments:
		f.missing("planen har fler betalningar än dagar", "the plan has more payments than days")
	case regular && !s.isChanged():
		f.equals(s.early, computed(s.early))
		f.says("Varje betalning är 1/%d av %s, avrundat nedåt; den sista tar resten", "Each payment is 1/%d of %s, rounded down; the last takes the remainder",
			n, amountText(s.total))
	default:
		f.Verdict = DoesNotHold
		f.Expected, f.Printed = computed(floorTo(s.total/money.Amount(n), tkr)), c.l.Plan.Payments[0].Sum
		f.says("Betalningarna är inte var och en 1/%d av %s (%s)", "The payments are not each 1/%d of %s (%s)", n, amountText(s.total), amountText(f.Expected.Amount))
		if regular {
			f.Outcome = "changed in the year"
			e := EarlierAmount{Low: s.low, High: s.high}
			e.Plan = true
			e.single(s.total)
			f.Reading = s.explain(e)
		}
	}
	c.add(f)
}

func (c *checker) planOrder(lines []int) {
	f := about(CheckPlanOrder, "5.2", lines...)
	f.says("Betalningarna följer på varandra under %d", "The payments follow one another in %d", c.l.Year)
	before := calendar.None
	for _, x := range c.l.Plan.Payments {
		if x.Date == calendar.None {
			f.missing("en utbetalningsdag saknas eller har inte kunnat läsas", "a day of payment is missing or could not be read")
			break
		}
		if x.Date.Year() != c.l.Year || before != calendar.None && x.Date <= before {
			f.Verdict, f.Lines = DoesNotHold, onLines(x.Line)
			f.says("Betalningen %s ligger utanför %d eller inte efter den före", "The payment of %s lies outside %d or not after the one before", x.Date, c.l.Year)
			break
		}
		before = x.Date
	}
	c.add(f)
}

// planDay looks at a day of payment. The day is not moved: what applies then is not said.
func (c *checker) planDay(x Payment) {
	if x.Date == calendar.None {
		return // the order check says that it is missing
	}
	f := about(CheckPlanDay, x.Date.String(), x.Line)
	f.Subject, f.Weight = "5.2", Notice
	f.bankDay(x.Date)
	c.add(f)
}

// bankDay decides by whether a day is a bank day.
func (f *Finding) bankDay(d calendar.Date) {
	name := weekdayText(d)
	if calendar.IsBankDay(d) {
		f.says("%[1]s är en bankdag", "%[1]s is a bank day", d)
		return
	}
	f.Verdict = DoesNotHold
	next := calendar.NextBankDay(d)
	f.Says = [2]string{fmt.Sprintf("%s (%s) är ingen bankdag; nästa är %s", d, name[0], next),
		fmt.Sprintf("%s (%s) is no bank day; the next is %s", d, name[1], next)}
}

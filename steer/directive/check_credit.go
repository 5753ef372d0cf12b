package directive

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"balans/law/calendar"
	"balans/law/money"
)

// EarlierAmount is an amount that an item's credit rests on when it is not the item's own:
// as a rule the amount before the appropriation was changed during the year.
type EarlierAmount struct {
	Percent int // of the credit, in hundredths of a per cent
	// Low and High are the least and the greatest amount, in whole tkr, of which the
	// credit is that percentage; with Plan also those that the payment plan allows.
	Low, High money.Amount
	// Plan is set when the payment plan rests on the same amount, found by itself.
	Plan bool
	// Known is set when one amount of the interval is singled out: it is the only one, or
	// the only one that the item was changed from by whole hundreds of tkr.
	Known  bool
	Amount money.Amount
	Change money.Amount  // the item's amount less Amount, when Known
	From   calendar.Date // of the first payment after the change; None when the plan does not show it
}

const (
	wholePercent = 100    // hundredths of a per cent
	mostPercent  = 10     // a credit is at most this percentage
	roundChange  = 100    // tkr; changes are decided in whole hundreds at least
	whole        = 10_000 // hundredths of a per cent in the whole
	budgetAct    = "budgetlagen (2011:203) 3 kap."
)

// share is a percentage, in hundredths, of an amount, rounded down to whole tkr.
func share(a money.Amount, percent int) (money.Amount, bool) {
	n, err := money.MulDiv(a, int64(percent), whole*int64(tkr), money.Down)
	if err != nil || a < 0 {
		return 0, false
	}
	return n * tkr, true
}

// sharedFrom is the interval of amounts in whole tkr of which a credit is a percentage.
func sharedFrom(credit money.Amount, percent int) (low, high money.Amount, ok bool) {
	n, p := int64(credit/tkr), int64(percent)
	if credit%tkr != 0 || n <= 0 || p <= 0 || n >= 1<<48 {
		return 0, 0, false
	}
	least := func(n int64) int64 { return (whole*n + p - 1) / p }
	return money.Amount(least(n)) * tkr, money.Amount(least(n+1)-1) * tkr, true
}

// creditPercents counts, for each whole percentage, the items whose credit it gives.
func (c *checker) creditPercents() (count [mostPercent + 1]int) {
	for _, f := range c.l.Frames {
		item := c.items[f.Item]
		if item == nil || !item.Amount.Known || !f.Credit.Known || f.Credit.Amount <= 0 {
			continue
		}
		for p := 1; p <= mostPercent; p++ {
			if s, ok := share(item.Amount.Amount, p*wholePercent); ok && s == f.Credit.Amount {
				count[p]++
			}
		}
	}
	return count
}

// byUse is the percentages that some credit has, the commonest first.
func byUse(count [mostPercent + 1]int) (percents []int) {
	for p, n := range count {
		if n > 0 {
			percents = append(percents, p)
		}
	}
	slices.SortStableFunc(percents, func(a, b int) int { return cmp.Compare(count[b], count[a]) })
	return percents
}

func (c *checker) credits() {
	used := byUse(c.creditPercents())
	for i := range c.l.Frames {
		frame := &c.l.Frames[i]
		item := c.items[frame.Item]
		if item == nil || !item.Amount.Known || item.Amount.Amount < 0 || !frame.Credit.Known {
			for _, kind := range []CheckKind{CheckCredit, CheckCreditCeiling} {
				f := about(kind, string(frame.Item), frame.Line)
				f.Item, f.Printed = frame.Item, frame.Credit
				f.missing("postens belopp eller kredit saknas eller har inte kunnat läsas", "the item's amount or credit is missing or could not be read")
				c.add(f)
			}
			continue
		}
		c.add(c.credit(frame, item, used))
		c.add(ceiling(frame, item))
	}
}

// credit holds a credit against the letter's own pattern.
func (c *checker) credit(frame *Frame, item *Item, used []int) Finding {
	f := about(CheckCredit, string(frame.Item), item.Amount.Line, frame.Credit.Line)
	f.Item, f.Printed = frame.Item, frame.Credit
	amount, credit := item.Amount.Amount, frame.Credit.Amount
	if credit == 0 {
		f.Outcome, f.Expected = "no credit", computed(0)
		f.says("Ingen anslagskredit", "No credit")
		return f
	}
	percents := make([]int, 0, len(used)+1)
	if frame.Percent > 0 {
		percents = append(percents, frame.Percent)
	}
	for _, p := range used { // the commonest first
		if p*wholePercent != frame.Percent {
			percents = append(percents, p*wholePercent)
		}
	}
	for _, p := range percents {
		if s, ok := share(amount, p); ok && s == credit {
			f.Outcome, f.Expected = percentText(p), computed(s)
			f.says("Krediten %s är %s av %s, avrundat nedåt", "The credit %s is %s of %s, rounded down", amountText(credit), percentText(p), amountText(amount))
			return f
		}
	}
	f.Verdict, f.Outcome = DoesNotHold, "another amount"
	if len(percents) == 0 {
		f.says("Krediten %s är ingen hel procent (1–10 %%) av %s", "The credit %s is no whole percentage (1–10 %%) of %s", amountText(credit), amountText(amount))
		return f
	}
	expected, _ := share(amount, percents[0])
	f.Expected = computed(expected)
	f.says("%s av %s är %s; som kredit står %s", "%s of %s is %s; the credit printed is %s",
		percentText(percents[0]), amountText(amount), amountText(expected), amountText(credit))
	f.Earlier = c.earlierAmounts(item, credit, percents)
	if len(f.Earlier) > 0 {
		c.explainCredit(&f, item)
	}
	return f
}

// ceiling holds a credit against the greatest that the government may grant.
func ceiling(frame *Frame, item *Item) Finding {
	f := about(CheckCreditCeiling, string(frame.Item), item.Amount.Line, frame.Credit.Line)
	f.Item, f.Printed, f.Law, f.Mark = frame.Item, frame.Credit, budgetAct, "R"
	most := money.Amount(int64(item.Amount.Amount) / mostPercent)
	f.Expected = computed(most)
	if frame.Credit.Amount > most || frame.Credit.Amount < 0 {
		f.Verdict = DoesNotHold
	}
	f.says("Krediten är %s; en tiondel av posten är %s", "The credit is %s; a tenth of the item is %s", amountText(frame.Credit.Amount), amountText(most))
	return f
}

// earlierAmounts searches the amounts that the credit is one of the percentages of, and
// holds them against the payment plan. Those the plan agrees with come first.
func (c *checker) earlierAmounts(item *Item, credit money.Amount, percents []int) (found []EarlierAmount) {
	plan, others, planned := c.planBefore(item.ID)
	for _, p := range percents {
		low, high, ok := sharedFrom(credit, p)
		if !ok {
			continue
		}
		e := EarlierAmount{Percent: p, Low: low, High: high, From: calendar.None}
		planLow, planHigh := plan.low-others, plan.high-others
		if planned && max(low, planLow) <= min(high, planHigh) {
			e.Plan, e.Low, e.High, e.From = true, max(low, planLow), min(high, planHigh), plan.from
		}
		e.single(item.Amount.Amount)
		found = append(found, e)
	}
	slices.SortStableFunc(found, func(a, b EarlierAmount) int {
		switch {
		case a.Plan == b.Plan:
			return 0
		case a.Plan:
			return -1
		}
		return 1
	})
	return found
}

// single singles out one amount of the interval when there is a reason to.
func (e *EarlierAmount) single(now money.Amount) {
	if e.Low == e.High {
		e.Known, e.Amount, e.Change = true, e.Low, now-e.Low
		return
	}
	if !e.Plan || now%tkr != 0 || e.High-e.Low >= roundChange*tkr {
		return
	}
	// The greatest round change that an amount of the interval or above it gives.
	change := floorTo(now-e.Low, roundChange*tkr)
	if change != 0 && now-change <= e.High {
		e.Known, e.Amount, e.Change = true, now-change, change
	}
}

// floorTo is the greatest multiple of a unit that is not above a.
func floorTo(a, unit money.Amount) money.Amount {
	if r := a % unit; r < 0 {
		return a - r - unit
	} else {
		return a - r
	}
}

// explainCredit writes the reading of a credit that rests on an earlier amount.
func (c *checker) explainCredit(f *Finding, item *Item) {
	e := f.Earlier[0]
	credit := amountText(f.Printed.Amount)
	if !e.Plan {
		var sv, en []string
		for _, x := range f.Earlier {
			sv = append(sv, fmt.Sprintf("%s av ett belopp mellan %s och %s", percentText(x.Percent), amountText(x.Low), amountText(x.High)))
			en = append(en, fmt.Sprintf("%s of an amount between %s and %s", percentText(x.Percent), amountText(x.Low), amountText(x.High)))
		}
		f.Reading = [2]string{credit + " är " + strings.Join(sv, ", eller ") + "; utbetalningsplanen bekräftar inget av dem",
			credit + " is " + strings.Join(en, ", or ") + "; the payment plan confirms none of them"}
		return
	}
	low, high, _ := sharedFrom(f.Printed.Amount, e.Percent)
	f.Outcome = "earlier amount"
	f.reads("%s är %s av ett belopp mellan %s och %s. ", "%s is %s of an amount between %s and %s. ", credit, percentText(e.Percent), amountText(low), amountText(high))
	if e.Known {
		f.also("Utbetalningsplanen och krediten vilar på samma belopp: %s, som är %s än postens %s. ",
			"The payment plan and the credit rest on the same amount: %s, which is %s than the item's %s. ",
			[2]any{amountText(e.Amount), amountText(e.Amount)}, difference(e.Change), [2]any{amountText(item.Amount.Amount), amountText(item.Amount.Amount)})
	} else {
		f.also("Utbetalningsplanen och krediten vilar på samma belopp, mellan %s och %s. ", "The payment plan and the credit rest on the same amount, between %s and %s. ",
			[2]any{amountText(e.Low), amountText(e.Low)}, [2]any{amountText(e.High), amountText(e.High)})
	}
	if plan, _, ok := c.planBefore(item.ID); ok {
		why := plan.explain(e)
		f.Reading[0] += why[0]
		f.Reading[1] += why[1]
	}
	f.also("Krediten har inte ändrats med anslaget.", "The credit was not changed with the appropriation.")
	f.Lines = onLines(append(f.Lines, c.planLines()...)...)
}

// also adds to the reading; arguments are pairs of Swedish and English.
func (f *Finding) also(swedish, english string, args ...[2]any) {
	var sv, en []any
	for _, a := range args {
		sv, en = append(sv, a[0]), append(en, a[1])
	}
	f.Reading[0] += fmt.Sprintf(swedish, sv...)
	f.Reading[1] += fmt.Sprintf(english, en...)
}

// difference says by how much the earlier amount differs from the present one.
func difference(change money.Amount) [2]any {
	if change < 0 {
		return [2]any{amountText(-change) + " högre", amountText(-change) + " higher"}
	}
	return [2]any{amountText(change) + " lägre", amountText(change) + " lower"}
}

// percentText is a percentage given in hundredths: "3 %", "2,5 %".
func percentText(p int) string {
	text := fmt.Sprintf("%d", p/wholePercent)
	if rest := p % wholePercent; rest != 0 {
		text += "," + strings.TrimRight(fmt.Sprintf("%02d", rest), "0")
	}
	return text + " %"
}

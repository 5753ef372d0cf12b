package directive

import (
	"fmt"

	"balans/law/money"
)

// limitKinds is the conditions whose amount is a part of the item, and whether it is a
// fixed part: one that no other use can share.
var limitKinds = map[ConditionKind]bool{Max: false, Earmarked: true, ShallPay: true, MayUse: true, Allotted: true}

// limitNames is the kinds in Swedish and English.
var limitNames = map[ConditionKind][2]string{
	Max:       {"högst", "at most"},
	Earmarked: {"avser", "earmarked"},
	ShallPay:  {"ska betalas", "shall be paid"},
	MayUse:    {"får användas av annan", "may be used by another"},
	Allotted:  {"tilldelat annan", "allotted to another"},
}

func (c *checker) pensionFees() {
	for _, item := range allItems(c.l) {
		if item.Pension != nil {
			c.add(pensionFee(item))
		}
	}
}

// pensionFee holds preliminary fee and regulation, in kronor, against the item, in tkr.
func pensionFee(item *Item) Finding {
	p := item.Pension
	f := about(CheckPension, string(item.ID), p.Line, p.Preliminary.Line, p.Regulation.Line, item.Amount.Line)
	f.Item, f.Printed = item.ID, item.Amount
	sum, _, ok := addUp(p.Preliminary, p.Regulation)
	switch {
	case !item.Amount.Known:
		f.missing("postens belopp saknas eller har inte kunnat läsas", "the item's amount is missing or could not be read")
	case p.Floored:
		f.Outcome = "floored"
		f.equals(0, item.Amount)
		if p.Regulation.Known && p.Regulation.Amount >= 0 || ok && sum > 0 {
			f.Verdict = DoesNotHold
		}
		f.says("Regleringsbeloppet %s sägs överstiga avgiften %s; posten är %s", "The regulation %s is said to exceed the fee %s; the item is %s",
			sumText(p.Regulation), sumText(p.Preliminary), amountText(item.Amount.Amount))
	case !ok:
		f.missing("preliminär avgift eller regleringsbelopp saknas eller har inte kunnat läsas", "preliminary fee or regulation is missing or could not be read")
	default:
		want := max(sum, 0)
		f.equals(want, item.Amount)
		if d := want - item.Amount.Amount; d != 0 && -tkr < d && d < tkr {
			f.Verdict, f.Outcome = Holds, "rounded"
		}
		f.says("Preliminär avgift %s och reglering %s är %s; posten är %s", "Preliminary fee %s and regulation %s are %s; the item is %s",
			amountText(p.Preliminary.Amount), amountText(p.Regulation.Amount), amountText(sum), amountText(item.Amount.Amount))
	}
	return f
}

func (c *checker) limits() {
	for i := range c.l.Appropriations {
		a := &c.l.Appropriations[i]
		var whole []Sum
		for _, g := range a.Groups {
			whole = append(whole, g.Amount)
			for k := range g.Items {
				c.limitsOf(g.Items[k].ID, g.Items[k].Amount, g.Items[k].Conditions)
			}
		}
		total, _, ok := addUp(whole...)
		c.limitsOf(appropriationID(a), Sum{Line: a.Line, Amount: total, Known: ok}, a.Conditions)
	}
}

// limitsOf holds the amounts of conditions against what they are parts of.
func (c *checker) limitsOf(id ItemID, whole Sum, conditions []Condition) {
	var fixed, all []Sum
	for _, x := range conditions {
		isFixed, isLimit := limitKinds[x.Kind]
		if !isLimit || x.Amount.isBlank() {
			continue
		}
		if all = append(all, x.Amount); isFixed {
			fixed = append(fixed, x.Amount)
		}
		name := limitNames[x.Kind]
		f := about(CheckLimit, fmt.Sprintf("%s %s %s", id, x.Kind, x.Amount.Amount.Kronor()), x.Line, x.Amount.Line, whole.Line)
		f.Subject, f.Item, f.Printed, f.Expected = string(id), id, x.Amount, whole
		if !x.Amount.Known || !whole.Known {
			f.missing("villkorets eller postens belopp har inte kunnat läsas", "the amount of the condition or the item could not be read")
		} else {
			if x.Amount.Amount > whole.Amount || x.Amount.Amount < 0 {
				f.Verdict = DoesNotHold
			}
			f.Says = [2]string{fmt.Sprintf("Villkoret (%s) %s ryms i %s", name[0], amountText(x.Amount.Amount), amountText(whole.Amount)),
				fmt.Sprintf("The condition (%s) %s is within %s", name[1], amountText(x.Amount.Amount), amountText(whole.Amount))}
			if f.Verdict == DoesNotHold {
				f.Says = [2]string{fmt.Sprintf("Villkoret (%s) %s ryms inte i %s", name[0], amountText(x.Amount.Amount), amountText(whole.Amount)),
					fmt.Sprintf("The condition (%s) %s is not within %s", name[1], amountText(x.Amount.Amount), amountText(whole.Amount))}
			}
		}
		c.add(f)
	}
	if len(all) > 1 {
		c.add(limitSum(id, whole, fixed, all))
	}
	if len(all) > 0 {
		c.add(limitRest(id, whole, all))
	}
}

// limitSum holds the parts together against the whole. Fixed parts exclude one another
// and must fit; upper limits beside them may be set so that not all can be used in full.
func limitSum(id ItemID, whole Sum, fixed, all []Sum) Finding {
	sum, lines, ok := addUp(all...)
	f := about(CheckLimitSum, string(id), append(lines, whole.Line)...)
	f.Item, f.Expected, f.Printed = id, whole, Sum{Amount: sum, Known: ok}
	firm, _, _ := addUp(fixed...)
	switch {
	case !ok || !whole.Known:
		f.missing("ett belopp i villkoren eller posten har inte kunnat läsas", "an amount of the conditions or the item could not be read")
		return f
	case firm > whole.Amount:
		f.Verdict = DoesNotHold
	case sum > whole.Amount:
		f.Verdict, f.Weight, f.Outcome = DoesNotHold, Notice, "not all limits can be used in full"
	}
	f.says("Villkorens belopp är tillsammans %s, varav %s fasta; posten är %s", "The amounts of the conditions are %s together, %s of them fixed; the item is %s",
		amountText(sum), amountText(firm), amountText(whole.Amount))
	return f
}

// limitRest looks at whether an item is divided in full by its conditions. It says so of
// items of which the parts make up at least half: elsewhere they are parts of a purpose
// that takes the rest.
func limitRest(id ItemID, whole Sum, all []Sum) Finding {
	sum, lines, ok := addUp(all...)
	f := about(CheckLimitRest, string(id), append(lines, whole.Line)...)
	f.Item, f.Weight, f.Expected, f.Printed = id, Notice, whole, Sum{Amount: sum, Known: ok}
	if !ok || !whole.Known {
		f.missing("ett belopp i villkoren eller posten har inte kunnat läsas", "an amount of the conditions or the item could not be read")
		return f
	}
	rest := whole.Amount - sum
	switch {
	case rest <= 0:
		f.Outcome = "divided in full"
		f.says("Villkoren använder hela posten", "The conditions use the whole item")
	case rest > sum:
		f.Outcome = "the rest is for the item's purpose"
		f.says("Villkoren gäller %s av %s; resten är till postens ändamål", "The conditions concern %s of %s; the rest is for the item's purpose",
			amountText(sum), amountText(whole.Amount))
	default:
		f.Verdict, f.Outcome = DoesNotHold, "a part without a stated use"
		f.says("Villkoren fördelar %s av %s; %s har ingen angiven användning", "The conditions divide %s of %s; %s has no stated use",
			amountText(sum), amountText(whole.Amount), amountText(rest))
	}
	return f
}

func (c *checker) authorisations() {
	for _, a := range c.l.Authorisations {
		c.add(authorisationSum(a))
		c.add(authorisationEnd(a))
	}
}

func authorisationSum(a Authorisation) Finding {
	var years []Sum
	var lines []int
	for _, y := range a.Years {
		lines = append(lines, y.Sum.Line)
		if !y.Sum.isBlank() { // a blank year: nothing falls due in it
			years = append(years, y.Sum)
		}
	}
	sum, _, ok := addUp(years...)
	f := about(CheckAuthorisation, string(a.Item), append(lines, a.Line, a.Frame.Line)...)
	f.Item, f.Printed = a.Item, a.Frame
	if !ok || !a.Frame.Known || len(years) == 0 {
		f.missing("ramen eller ett års belopp saknas eller har inte kunnat läsas", "the frame or a year's amount is missing or could not be read")
		return f
	}
	f.equals(sum, a.Frame)
	f.says("Årens belopp är tillsammans %s; bemyndigandet är %s", "The years' amounts are %s together; the authorisation is %s", amountText(sum), amountText(a.Frame.Amount))
	return f
}

func authorisationEnd(a Authorisation) Finding {
	f := about(CheckLastYear, string(a.Item), a.Line)
	f.Item = a.Item
	last, onwards, unread := 0, false, false
	for _, y := range a.Years {
		f.Lines = append(f.Lines, y.Sum.Line)
		unread = unread || !y.Sum.Known && !y.Sum.isBlank()
		if y.Sum.Known && y.Sum.Amount != money.Amount(0) && y.Year >= last {
			last, onwards = y.Year, y.Onwards
		}
	}
	f.Lines = onLines(f.Lines...)
	switch {
	case a.End == 0 || last == 0 || unread:
		f.missing("slutåret eller årens belopp saknas eller har inte kunnat läsas", "the last year or the years' amounts are missing or could not be read")
	default:
		if a.End != last && !(onwards && a.End > last) {
			f.Verdict = DoesNotHold
		}
		f.says("Sista år med belopp är %d; som slutår står %d", "The last year with an amount is %d; the last year printed is %d", last, a.End)
	}
	return f
}
